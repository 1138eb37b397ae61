/*
 * Ranks: the column of each node. Every edge of the (already acyclic) graph leads
 * to a column further right, and nodes stand as near to what they feed as they can.
 */

import { degree, groupBy } from './adjacency';
import { EDGE_LOOP, EDGE_REVERSED, type Steps } from './input';

/** The edges as the layout sees them: turned edges swapped, loops left out. */
export interface Acyclic {
  readonly tail: Int32Array;
  readonly head: Int32Array;
  /** 1 for an edge that takes no part in the layout. */
  readonly skip: Uint8Array;
}

/** Swaps the ends of turned edges. */
export function orient(from: Int32Array, to: Int32Array, direction: Uint8Array): Acyclic {
  const tail = from.slice();
  const head = to.slice();
  const skip = new Uint8Array(from.length);
  for (let edge = 0; edge < from.length; edge += 1) {
    if (direction[edge] === EDGE_LOOP) skip[edge] = 1;
    if (direction[edge] === EDGE_REVERSED) {
      tail[edge] = to[edge]!;
      head[edge] = from[edge]!;
    }
  }
  return { tail, head, skip };
}

/**
 * Gives each node the length of the longest path that leads to it, then pulls
 * nodes that feed more than they are fed to the right, which shortens edges.
 * Columns that this empties are closed up.
 */
export function assignRanks(nodes: number, graph: Acyclic, steps: Steps): Int32Array {
  const out = groupBy(nodes, graph.tail, graph.skip);
  const incoming = groupBy(nodes, graph.head, graph.skip);
  const rank = new Int32Array(nodes);
  const waiting = new Int32Array(nodes);
  const order = new Int32Array(nodes);
  let ready = 0;
  for (let node = 0; node < nodes; node += 1) {
    waiting[node] = degree(incoming, node);
    if (waiting[node] === 0) order[ready++] = node;
  }
  for (let at = 0; at < ready; at += 1) {
    const node = order[at]!;
    for (let item = out.start[node]!; item < out.start[node + 1]!; item += 1) {
      steps.count += 1;
      const next = graph.head[out.items[item]!]!;
      if (rank[next]! <= rank[node]!) rank[next] = rank[node]! + 1;
      waiting[next]! -= 1;
      if (waiting[next] === 0) order[ready++] = next;
    }
  }
  for (let at = ready - 1; at >= 0; at -= 1) {
    const node = order[at]!;
    if (degree(out, node) <= degree(incoming, node)) continue;
    let nearest = Number.MAX_SAFE_INTEGER;
    for (let item = out.start[node]!; item < out.start[node + 1]!; item += 1) {
      steps.count += 1;
      nearest = Math.min(nearest, rank[graph.head[out.items[item]!]!]!);
    }
    rank[node] = nearest - 1;
  }
  return closeGaps(rank);
}

function closeGaps(rank: Int32Array): Int32Array {
  let last = -1;
  for (const value of rank) last = Math.max(last, value);
  const used = new Int32Array(last + 1);
  for (const value of rank) used[value] = 1;
  let next = 0;
  for (let value = 0; value <= last; value += 1) {
    const isUsed = used[value] === 1;
    used[value] = next;
    if (isUsed) next += 1;
  }
  return rank.map((value) => used[value]!);
}
