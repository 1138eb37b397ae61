/*
 * Transposition: swaps two neighbours of a column wherever that leaves fewer
 * crossings on both sides. Quadratic in the degree, hence for small graphs only.
 */

import { type Adjacency, degree } from './adjacency';
import type { Steps } from './input';
import { type Columns, neighbour } from './order';

const ROUNDS = 8;
/** Pairs with more neighbour pairs than this are left to the barycentre. */
const PAIR_LIMIT = 4_096;

/** Swaps until a round changes nothing, at most a fixed number of rounds. */
export function transpose(columns: Columns, steps: Steps): void {
  for (let round = 0; round < ROUNDS; round += 1) {
    let isChanged = false;
    for (const list of columns.lists) {
      for (let at = 0; at + 1 < list.length; at += 1) {
        if (!isWorthSwapping(columns, list[at]!, list[at + 1]!, steps)) continue;
        const upper = list[at]!;
        list[at] = list[at + 1]!;
        list[at + 1] = upper;
        columns.place[list[at]!] = at;
        columns.place[list[at + 1]!] = at + 1;
        isChanged = true;
      }
    }
    if (!isChanged) return;
  }
}

function isWorthSwapping(columns: Columns, upper: number, lower: number, steps: Steps): boolean {
  let gain = 0;
  for (const side of ['before', 'after'] as const) {
    const rows: Adjacency = columns[side];
    const pairs = degree(rows, upper) * degree(rows, lower);
    if (pairs > PAIR_LIMIT) return false;
    steps.count += pairs;
    for (let one = rows.start[upper]!; one < rows.start[upper + 1]!; one += 1) {
      const above = columns.place[neighbour(columns, side, one)]!;
      for (let two = rows.start[lower]!; two < rows.start[lower + 1]!; two += 1) {
        gain += Math.sign(above - columns.place[neighbour(columns, side, two)]!);
      }
    }
  }
  return gain > 0;
}
