/*
 * Spatial index of placed nodes. The layout stands nodes in columns without
 * overlap, so the columns, each sorted from top to bottom, are the index: a query
 * is one binary search per column it touches.
 */

import type { Rect } from './viewport';

interface Boxes {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly widths: Float64Array;
  readonly heights: Float64Array;
  readonly rank: Int32Array;
}

export class SpatialIndex {
  readonly #boxes: Boxes;
  readonly #columns: { left: number; right: number; nodes: number[] }[] = [];

  constructor(boxes: Boxes) {
    this.#boxes = boxes;
    for (let node = 0; node < boxes.x.length; node += 1) {
      const rank = boxes.rank[node]!;
      while (this.#columns.length <= rank) this.#columns.push({ left: Infinity, right: -Infinity, nodes: [] });
      const column = this.#columns[rank]!;
      column.left = Math.min(column.left, boxes.x[node]!);
      column.right = Math.max(column.right, boxes.x[node]! + boxes.widths[node]!);
      column.nodes.push(node);
    }
    for (const column of this.#columns) column.nodes.sort((left, right) => boxes.y[left]! - boxes.y[right]!);
  }

  /** Nodes that touch `rect`, column by column from the left, at most `limit` of them. */
  within(rect: Rect, limit = Infinity): number[] {
    const found: number[] = [];
    const { y, heights } = this.#boxes;
    for (const { left, right, nodes } of this.#columns) {
      if (right < rect.left || left > rect.right) continue;
      for (let at = this.#firstBelow(nodes, rect.top); at < nodes.length; at += 1) {
        const node = nodes[at]!;
        if (y[node]! > rect.bottom) break;
        if (y[node]! + heights[node]! < rect.top) continue;
        if (found.length === limit) return found;
        found.push(node);
      }
    }
    return found;
  }

  /** The node at a point of the world, or -1. */
  at(x: number, y: number): number {
    const found = this.within({ left: x, right: x, top: y, bottom: y });
    return found.find((node) => x >= this.#boxes.x[node]! && x <= this.#boxes.x[node]! + this.#boxes.widths[node]!) ?? -1;
  }

  /** Nodes of a column from top to bottom. */
  column(rank: number): readonly number[] {
    return this.#columns[rank]?.nodes ?? [];
  }

  /** First place in `nodes` whose box ends at or below `top`. */
  #firstBelow(nodes: readonly number[], top: number): number {
    let low = 0;
    let high = nodes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const node = nodes[middle]!;
      if (this.#boxes.y[node]! + this.#boxes.heights[node]! < top) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
