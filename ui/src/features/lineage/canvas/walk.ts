/*
 * Walking: where the arrow keys lead. Left and right follow edges, up and down
 * stay within the column, so the keyboard reads the graph as the eye does.
 */

import type { LayoutOutput } from './layout';
import type { IndexedScene } from './scene';
import type { SpatialIndex } from './spatial';

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The node one step from `node`, or -1 where the graph ends. */
export function step(node: number, direction: Direction, graph: { scene: IndexedScene; layout: LayoutOutput; index: SpatialIndex }): number {
  const { scene, layout, index } = graph;
  if (direction === 'left') return nearest(node, scene.incoming[node]!.map((edge) => scene.from[edge]!), layout);
  if (direction === 'right') return nearest(node, scene.outgoing[node]!.map((edge) => scene.to[edge]!), layout);
  const column = index.column(layout.rank[node]!);
  return column[column.indexOf(node) + (direction === 'up' ? -1 : 1)]! ?? -1;
}

/** Among `found` the one at the most similar height; of equals the upper. */
function nearest(node: number, found: readonly number[], layout: LayoutOutput): number {
  let best = -1;
  for (const candidate of found) {
    if (candidate === node) continue;
    const gap = Math.abs(layout.y[candidate]! - layout.y[node]!);
    const bestGap = best === -1 ? Infinity : Math.abs(layout.y[best]! - layout.y[node]!);
    if (gap < bestGap || (gap === bestGap && layout.y[candidate]! < layout.y[best]!)) best = candidate;
  }
  return best;
}
