/*
 * Cycle breaking: which edges must be turned around so that a graph with cycles
 * can be drawn from left to right. No edge is dropped; a turned edge is still
 * drawn, with its arrow at the left.
 */

import { type Adjacency, degree, groupBy } from './adjacency';
import { EDGE_LOOP, EDGE_REVERSED, type Steps } from './input';

/**
 * Marks the edges that close a cycle, by a depth-first walk that begins at the
 * nodes nothing feeds and only then at the nodes that feed the most: an edge to a
 * node still being walked is turned around. Iterative, so depth costs no stack.
 */
export function breakCycles(nodes: number, from: Int32Array, to: Int32Array, steps: Steps): Uint8Array {
  const direction = new Uint8Array(from.length);
  for (let edge = 0; edge < from.length; edge += 1) {
    if (from[edge] === to[edge]!) direction[edge] = EDGE_LOOP;
  }
  const out = groupBy(nodes, from);
  const incoming = groupBy(nodes, to);
  const state = new Uint8Array(nodes);
  const stack = new Int32Array(nodes);
  const cursor = out.start.slice(0, nodes);
  for (const root of rootOrder(nodes, out, incoming)) {
    if (state[root] !== UNSEEN) continue;
    walk(root, { out, to, state, stack, cursor, direction, steps });
  }
  return direction;
}

const UNSEEN = 0;
const OPEN = 1;
const DONE = 2;

interface Walk {
  readonly out: Adjacency;
  readonly to: Int32Array;
  readonly state: Uint8Array;
  readonly stack: Int32Array;
  readonly cursor: Int32Array;
  readonly direction: Uint8Array;
  readonly steps: Steps;
}

function walk(root: number, { out, to, state, stack, cursor, direction, steps }: Walk): void {
  let depth = 0;
  stack[0] = root;
  state[root] = OPEN;
  while (depth >= 0) {
    steps.count += 1;
    const node = stack[depth]!;
    if (cursor[node] === out.start[node + 1]!) {
      state[node] = DONE;
      depth -= 1;
      continue;
    }
    const edge = out.items[cursor[node]!]!;
    cursor[node]! += 1;
    const next = to[edge]!;
    if (next === node) continue;
    if (state[next] === OPEN) {
      direction[edge] = EDGE_REVERSED;
    } else if (state[next] === UNSEEN) {
      depth += 1;
      stack[depth] = next;
      state[next] = OPEN;
    }
  }
}

function rootOrder(nodes: number, out: Adjacency, incoming: Adjacency): number[] {
  const balance = (node: number): number => degree(out, node) - degree(incoming, node);
  const order = Array.from({ length: nodes }, (_, node) => node);
  const first = order.filter((node) => degree(incoming, node) === 0);
  const rest = order.filter((node) => degree(incoming, node) !== 0);
  rest.sort((left, right) => balance(right) - balance(left) || left - right);
  return [...first, ...rest];
}
