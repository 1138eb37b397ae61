/*
 * Layered layout of a lineage graph, from nodes and edges to positions: break
 * cycles, give columns, make lanes for long edges, order columns, place rows.
 * Pure and deterministic: the same input gives the same bytes on every machine
 * that computes IEEE doubles. Runs in a worker (`layout-worker.ts`), or on the
 * page's own thread where there is none.
 */

import { breakCycles } from './layout/cycles';
import { type LayoutInput, type LayoutOutput, RANK_GAP, Steps } from './layout/input';
import { addLanes, type Layered } from './layout/lanes';
import { orderColumns } from './layout/order';
import { placeRows } from './layout/place';
import { assignRanks, orient } from './layout/ranks';

export { EDGE_FORWARD, EDGE_LOOP, EDGE_REVERSED, type LayoutInput, type LayoutOutput } from './layout/input';

/** Places every node and bends every edge of `input`. */
export function layoutGraph(input: LayoutInput): LayoutOutput {
  const nodes = input.widths.length;
  const steps = new Steps();
  const direction = breakCycles(nodes, input.from, input.to, steps);
  const acyclic = orient(input.from, input.to, direction);
  const rank = assignRanks(nodes, acyclic, steps);
  const graph = addLanes(nodes, acyclic, rank, steps);
  const { columns, crossings } = orderColumns(graph, steps);
  const anchor = placeRows(columns, input, steps);
  const lines = columnLines(graph, input);
  const x = new Float64Array(nodes);
  const y = new Float64Array(nodes);
  let height = 0;
  for (let node = 0; node < nodes; node += 1) {
    x[node] = lines.left[rank[node]!]!;
    y[node] = anchor[node]! - input.ports[node]!;
    height = Math.max(height, y[node]! + input.heights[node]!);
  }
  return { x, y, rank, direction, ...bendsOf(graph, anchor, lines), width: lines.width, height, crossings, steps: steps.count };
}

interface Lines {
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly width: number;
}

/** Left and right border of each column; columns with many edges between them stand further apart. */
function columnLines(graph: Layered, input: LayoutInput): Lines {
  const widest = new Float64Array(graph.ranks);
  const between = new Float64Array(graph.ranks);
  for (let node = 0; node < graph.nodes; node += 1) widest[graph.rank[node]!] = Math.max(widest[graph.rank[node]!]!, input.widths[node]!);
  for (const tail of graph.tail) between[graph.rank[tail]!]! += 1;
  const left = new Float64Array(graph.ranks);
  const right = new Float64Array(graph.ranks);
  let at = 0;
  for (let rank = 0; rank < graph.ranks; rank += 1) {
    left[rank] = at;
    right[rank] = at + widest[rank]!;
    at = right[rank]! + RANK_GAP + Math.min(120, Math.round(Math.sqrt(between[rank]!) * 6));
  }
  return { left, right, width: graph.ranks === 0 ? 0 : right[graph.ranks - 1]! };
}

/** Each stand-in becomes two bends: where its edge enters the column and where it leaves. */
function bendsOf(graph: Layered, anchor: Float64Array, lines: Lines): { bendStart: Int32Array; bends: Float64Array } {
  const bendStart = graph.chainStart.map((start) => start * 2);
  const bends = new Float64Array(graph.chain.length * 4);
  graph.chain.forEach((dummy, at) => {
    const rank = graph.rank[dummy]!;
    bends[at * 4] = lines.left[rank]!;
    bends[at * 4 + 1] = anchor[dummy]!;
    bends[at * 4 + 2] = lines.right[rank]!;
    bends[at * 4 + 3] = anchor[dummy]!;
  });
  return { bendStart, bends };
}
