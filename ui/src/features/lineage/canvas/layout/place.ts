/*
 * Placing: the height at which each node stands. Each column wants its nodes at the
 * mean height of their neighbours, in the order already found and without touching;
 * that is an isotonic regression, solved exactly by pooling adjacent violators.
 */

import { degree } from './adjacency';
import { LANE_GAP, type LayoutInput, NODE_GAP, type Steps } from './input';
import { type Columns, neighbour } from './order';

/** A stand-in holds its neighbours' height more strongly, so that long edges run straight. */
const LANE_WEIGHT = 4;
/** A node without neighbours gives way to every other. */
const LONER_WEIGHT = 0.01;
const PASSES = 6;

/** Heights of the edge ports of all nodes and stand-ins; the topmost box begins at 0. */
export function placeRows(columns: Columns, input: LayoutInput, steps: Steps): Float64Array {
  const anchor = new Float64Array(columns.graph.size);
  const gaps = columns.lists.map((list) => separations(columns, input, list));
  columns.lists.forEach((list, rank) => {
    let at = 0;
    let last = 0;
    for (let item = 0; item < list.length; item += 1) {
      last = at + gaps[rank]![item]!;
      anchor[list[item]!] = last;
      at = last;
    }
    for (const node of list) anchor[node]! -= last / 2;
  });
  for (let pass = 0; pass < PASSES; pass += 1) {
    const isRightward = pass % 2 === 0;
    const sides = pass >= PASSES - 2 ? BOTH : isRightward ? LEFT : RIGHT;
    for (let turn = 0; turn < columns.lists.length; turn += 1) {
      const rank = isRightward ? turn : columns.lists.length - 1 - turn;
      settle(columns, columns.lists[rank]!, { anchor, gaps: gaps[rank]!, sides, steps });
    }
  }
  return fromZero(columns, input, anchor);
}

type Side = 'before' | 'after';
const LEFT: readonly Side[] = ['before'];
const RIGHT: readonly Side[] = ['after'];
const BOTH: readonly Side[] = ['before', 'after'];

/** Smallest distance of each port from the one above it in the same column. */
function separations(columns: Columns, input: LayoutInput, list: Int32Array): Float64Array {
  const real = columns.graph.nodes;
  const gaps = new Float64Array(list.length);
  for (let at = 1; at < list.length; at += 1) {
    const upper = list[at - 1]!;
    const lower = list[at]!;
    const below = upper < real ? input.heights[upper]! - input.ports[upper]! : 0;
    const above = lower < real ? input.ports[lower]! : 0;
    gaps[at] = below + above + (upper < real && lower < real ? NODE_GAP : LANE_GAP);
  }
  return gaps;
}

interface Settling {
  readonly anchor: Float64Array;
  readonly gaps: Float64Array;
  readonly sides: readonly Side[];
  readonly steps: Steps;
}

/** Moves one column as near to its wishes as order and gaps allow. */
function settle(columns: Columns, list: Int32Array, { anchor, gaps, sides, steps }: Settling): void {
  const weights = new Float64Array(list.length);
  const means = new Float64Array(list.length);
  const counts = new Int32Array(list.length);
  let blocks = 0;
  let offset = 0;
  for (let at = 0; at < list.length; at += 1) {
    const node = list[at]!;
    offset += gaps[at]!;
    let sum = 0;
    let count = 0;
    for (const side of sides) {
      const rows = columns[side];
      for (let item = rows.start[node]!; item < rows.start[node + 1]!; item += 1) sum += anchor[neighbour(columns, side, item)]!;
      count += degree(rows, node);
    }
    steps.count += count + 1;
    weights[blocks] = count === 0 ? LONER_WEIGHT : node >= columns.graph.nodes ? LANE_WEIGHT : 1;
    means[blocks] = (count === 0 ? anchor[node]! : sum / count) - offset;
    counts[blocks] = 1;
    blocks += 1;
    while (blocks > 1 && means[blocks - 2]! > means[blocks - 1]!) {
      blocks -= 1;
      const weight = weights[blocks - 1]! + weights[blocks]!;
      means[blocks - 1] = (means[blocks - 1]! * weights[blocks - 1]! + means[blocks]! * weights[blocks]!) / weight;
      weights[blocks - 1] = weight;
      counts[blocks - 1]! += counts[blocks]!;
      steps.count += 1;
    }
  }
  let at = 0;
  offset = 0;
  for (let block = 0; block < blocks; block += 1) {
    for (let member = 0; member < counts[block]!; member += 1) {
      offset += gaps[at]!;
      anchor[list[at]!] = means[block]! + offset;
      at += 1;
    }
  }
}

function fromZero(columns: Columns, input: LayoutInput, anchor: Float64Array): Float64Array {
  let top = Infinity;
  for (let node = 0; node < columns.graph.size; node += 1) {
    top = Math.min(top, anchor[node]! - (node < columns.graph.nodes ? input.ports[node]! : 0));
  }
  if (top === Infinity) return anchor;
  // Whole pixels keep text sharp; rounding keeps the order and loses at most one pixel of a gap.
  return anchor.map((value) => Math.round(value - top));
}
