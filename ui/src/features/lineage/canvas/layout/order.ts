/*
 * Order: who stands above whom in a column. Sweeps to the right and to the left
 * sort each column by the mean place of its neighbours (barycentre); small graphs
 * are refined by swapping neighbours while that removes crossings.
 */

import { type Adjacency, degree, groupBy } from './adjacency';
import type { Steps } from './input';
import type { Layered } from './lanes';
import { transpose } from './transpose';

/** Graphs up to this many real nodes are refined by swaps. */
export const TRANSPOSE_NODES = 300;

/** A column is the list of its nodes from top to bottom. */
export interface Columns {
  readonly lists: readonly Int32Array[];
  /** Place of each node within its column. */
  readonly place: Int32Array;
  readonly before: Adjacency;
  readonly after: Adjacency;
  readonly graph: Layered;
}

/** Neighbours of `node` in the column to the left or to the right. */
export function neighbour(columns: Columns, side: 'before' | 'after', item: number): number {
  return side === 'before' ? columns.graph.tail[columns.before.items[item]!]! : columns.graph.head[columns.after.items[item]!]!;
}

/** Orders all columns; answers them with the crossings that were left. */
export function orderColumns(graph: Layered, steps: Steps): { columns: Columns; crossings: number } {
  const before = groupBy(graph.size, graph.head);
  const after = groupBy(graph.size, graph.tail);
  const place = new Int32Array(graph.size);
  const lists = firstOrder(graph, after, before, steps);
  const columns: Columns = { lists, place, before, after, graph };
  for (const list of lists) refreshPlaces(list, place);
  let best = countAll(columns, steps);
  let kept = lists.map((list) => list.slice());
  let patience = PATIENCE;
  for (let sweep = 0; sweep < sweepLimit(graph) && best > 0 && patience > 0; sweep += 1) {
    sweepOnce(columns, sweep % 2 === 0, steps);
    if (graph.nodes <= TRANSPOSE_NODES) transpose(columns, steps);
    const crossings = countAll(columns, steps);
    patience -= 1;
    if (crossings < best) {
      best = crossings;
      kept = lists.map((list) => list.slice());
      patience = PATIENCE;
    }
  }
  lists.forEach((list, rank) => {
    list.set(kept[rank]!);
    refreshPlaces(list, place);
  });
  return { columns, crossings: best };
}

const PATIENCE = 4;

function sweepLimit(graph: Layered): number {
  const weight = graph.size + graph.tail.length;
  if (weight <= 8_000) return 24;
  return weight <= 30_000 ? 12 : 6;
}

/** A depth-first walk from the left puts what belongs together side by side. */
function firstOrder(graph: Layered, after: Adjacency, before: Adjacency, steps: Steps): Int32Array[] {
  const lists: number[][] = Array.from({ length: graph.ranks }, () => []);
  const seen = new Uint8Array(graph.size);
  const stack: number[] = [];
  const visitFrom = (root: number): void => {
    stack.push(root);
    for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
      if (seen[node] === 1) continue;
      seen[node] = 1;
      lists[graph.rank[node]!]!.push(node);
      for (let item = after.start[node + 1]! - 1; item >= after.start[node]!; item -= 1) {
        steps.count += 1;
        stack.push(graph.head[after.items[item]!]!);
      }
    }
  };
  for (let node = 0; node < graph.size; node += 1) if (degree(before, node) === 0) visitFrom(node);
  return lists.map((list) => Int32Array.from(list));
}

function refreshPlaces(list: Int32Array, place: Int32Array): void {
  for (let at = 0; at < list.length; at += 1) place[list[at]!] = at;
}

function sweepOnce(columns: Columns, isRightward: boolean, steps: Steps): void {
  const { lists, place } = columns;
  const centre = new Float64Array(columns.graph.size);
  for (let turn = 1; turn < lists.length; turn += 1) {
    const rank = isRightward ? turn : lists.length - 1 - turn;
    const list = lists[rank]!;
    const side = isRightward ? 'before' : 'after';
    const rows = columns[side];
    for (const node of list) {
      let sum = 0;
      for (let item = rows.start[node]!; item < rows.start[node + 1]!; item += 1) {
        steps.count += 1;
        sum += place[neighbour(columns, side, item)]!;
      }
      const count = degree(rows, node);
      centre[node] = count === 0 ? scaled(place[node]!, list.length, lists[isRightward ? rank - 1 : rank + 1]!.length) : sum / count;
    }
    list.sort((left, right) => centre[left]! - centre[right]! || place[left]! - place[right]!);
    steps.count += list.length;
    refreshPlaces(list, place);
  }
}

/** The place that a node without neighbours keeps, in the measure of the neighbouring column. */
function scaled(place: number, own: number, other: number): number {
  return own <= 1 ? place : (place * Math.max(other - 1, 0)) / (own - 1);
}

/** Counts all crossings between neighbouring columns in O(segments · log nodes). */
export function countAll(columns: Columns, steps: Steps): number {
  let total = 0;
  for (let rank = 0; rank + 1 < columns.lists.length; rank += 1) total += countBetween(columns, rank, steps);
  return total;
}

function countBetween(columns: Columns, rank: number, steps: Steps): number {
  const width = columns.lists[rank + 1]!.length;
  const tree = new Int32Array(width + 1);
  const targets: number[] = [];
  let crossings = 0;
  let total = 0;
  for (const node of columns.lists[rank]!) {
    targets.length = 0;
    for (let item = columns.after.start[node]!; item < columns.after.start[node + 1]!; item += 1) {
      targets.push(columns.place[neighbour(columns, 'after', item)]!);
    }
    for (const target of targets) {
      let notBelow = 0;
      for (let at = target + 1; at > 0; at -= at & -at) notBelow += tree[at]!;
      crossings += total - notBelow;
      steps.count += 1;
    }
    for (const target of targets) {
      for (let at = target + 1; at <= width; at += at & -at) tree[at]! += 1;
      total += 1;
    }
  }
  return crossings;
}
