/*
 * Lanes: an edge that skips columns gets a stand-in ("dummy") in each column it
 * passes, so that ordering and placing make room for it. The edges of one node
 * share their lanes as long as they run together, which both looks like a cable
 * and keeps the number of stand-ins down.
 */

import { groupBy } from './adjacency';
import type { Steps } from './input';
import type { Acyclic } from './ranks';

/** A graph whose every segment joins two neighbouring columns. */
export interface Layered {
  /** Real nodes first, stand-ins after them. */
  readonly nodes: number;
  readonly size: number;
  readonly rank: Int32Array;
  readonly ranks: number;
  readonly tail: Int32Array;
  readonly head: Int32Array;
  /** Per edge the first of its stand-ins in `chain`; one entry more than edges. */
  readonly chainStart: Int32Array;
  readonly chain: Int32Array;
}

/** Stand-ins are bounded: beyond this an edge is drawn straight across the columns. */
export function laneLimit(nodes: number): number {
  return 4 * nodes + 4_000;
}

/** Splits long edges into segments between neighbouring columns. */
export function addLanes(nodes: number, graph: Acyclic, realRank: Int32Array, steps: Steps): Layered {
  const edges = graph.tail.length;
  const limit = laneLimit(nodes);
  const rank = Array.from(realRank);
  const tail: number[] = [];
  const head: number[] = [];
  const chains: (readonly number[] | undefined)[] = Array.from({ length: edges });
  const out = groupBy(nodes, graph.tail, graph.skip);
  for (let node = 0; node < nodes; node += 1) {
    // The farthest target first: nearer ones then leave its lane on the way.
    const items = Array.from(out.items.subarray(out.start[node], out.start[node + 1]));
    items.sort((left, right) => realRank[graph.head[right]!]! - realRank[graph.head[left]!]! || left - right);
    const lane: number[] = [];
    for (const edge of items) {
      const target = graph.head[edge]!;
      const between = realRank[target]! - realRank[node]! - 1;
      steps.count += between + 1;
      if (between > lane.length && rank.length - nodes + between - lane.length > limit) continue;
      while (lane.length < between) {
        const dummy = rank.length;
        rank.push(realRank[node]! + lane.length + 1);
        tail.push(lane.at(-1) ?? node);
        head.push(dummy);
        lane.push(dummy);
      }
      chains[edge] = lane.slice(0, between);
      tail.push(between === 0 ? node : lane[between - 1]!);
      head.push(target);
    }
  }
  const { chainStart, chain } = flatten(chains, edges);
  let ranks = 0;
  for (const value of rank) ranks = Math.max(ranks, value + 1);
  return {
    nodes,
    size: rank.length,
    rank: Int32Array.from(rank),
    ranks,
    tail: Int32Array.from(tail),
    head: Int32Array.from(head),
    chainStart,
    chain,
  };
}

function flatten(chains: readonly (readonly number[] | undefined)[], edges: number): { chainStart: Int32Array; chain: Int32Array } {
  const chainStart = new Int32Array(edges + 1);
  for (let edge = 0; edge < edges; edge += 1) chainStart[edge + 1] = chainStart[edge]! + (chains[edge]?.length ?? 0);
  const chain = new Int32Array(chainStart[edges]!);
  for (let edge = 0; edge < edges; edge += 1) chain.set(chains[edge]! ?? [], chainStart[edge]);
  return { chainStart, chain };
}
