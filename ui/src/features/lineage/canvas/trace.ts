/*
 * Tracing: everything that feeds a node or a column and everything it feeds, as
 * far as the scene knows. Iterative with a visited set, so cycles end it.
 */

import type { IndexedScene } from './scene';

/** What is lit; all else is dimmed. */
export interface Trace {
  readonly nodes: ReadonlySet<number>;
  readonly edges: ReadonlySet<number>;
  /** Ids of columns. */
  readonly columns: ReadonlySet<string>;
  readonly columnEdges: ReadonlySet<number>;
}

/** What is selected; the host of the stage owns it. */
export type Selection =
  | { readonly kind: 'node'; readonly node: string }
  | { readonly kind: 'column'; readonly node: string; readonly column: string }
  | { readonly kind: 'edge'; readonly edge: string }
  | null;

/** What a selection lights; without one, what the node under the pointer does. */
export function traceSelection(scene: IndexedScene, selection: Selection, hover: number): Trace | null {
  if (selection?.kind === 'edge') {
    const edge = scene.edges.findIndex((candidate) => candidate.id === selection.edge);
    return edge === -1 ? null : traceEdge(scene, edge);
  }
  const node = selection === null ? hover : (scene.indexOf.get(selection.node) ?? -1);
  if (node === -1) return null;
  return selection?.kind === 'column' ? traceColumn(scene, node, selection.column) : traceNode(scene, node);
}

/** All nodes and edges on a path through `node`. */
export function traceNode(scene: IndexedScene, node: number): Trace {
  const nodes = new Set([node]);
  const edges = new Set<number>();
  for (const side of ['up', 'down'] as const) {
    const seen = new Set([node]);
    const queue = [node];
    for (let at = 0; at < queue.length; at += 1) {
      const rows = side === 'up' ? scene.incoming[queue[at]!]! : scene.outgoing[queue[at]!]!;
      for (const edge of rows) {
        edges.add(edge);
        const next = side === 'up' ? scene.from[edge]! : scene.to[edge]!;
        if (seen.has(next)) continue;
        seen.add(next);
        nodes.add(next);
        queue.push(next);
      }
    }
  }
  return { nodes, edges, columns: new Set(), columnEdges: new Set() };
}

/** All columns on a path through `column`, with the nodes and table edges they run along. */
export function traceColumn(scene: IndexedScene, node: number, column: string): Trace {
  const columns = new Set([column]);
  const columnEdges = new Set<number>();
  const nodes = new Set([node]);
  const byFrom = new Map<string, number[]>();
  const byTo = new Map<string, number[]>();
  scene.columnEdges.forEach((edge, index) => {
    append(byFrom, edge.fromColumn, index);
    append(byTo, edge.toColumn, index);
  });
  for (const side of ['up', 'down'] as const) {
    const seen = new Set([column]);
    const queue = [column];
    for (let at = 0; at < queue.length; at += 1) {
      const found = (side === 'up' ? byTo : byFrom).get(queue[at]!) ?? [];
      for (const index of found) {
        columnEdges.add(index);
        const edge = scene.columnEdges[index]!;
        const next = side === 'up' ? edge.fromColumn : edge.toColumn;
        nodes.add(scene.indexOf.get(side === 'up' ? edge.fromNode : edge.toNode) ?? node);
        if (seen.has(next)) continue;
        seen.add(next);
        columns.add(next);
        queue.push(next);
      }
    }
  }
  return { nodes, edges: edgesUnder(scene, columnEdges), columns, columnEdges };
}

/** One edge and its two ends. */
export function traceEdge(scene: IndexedScene, edge: number): Trace {
  return { nodes: new Set([scene.from[edge]!, scene.to[edge]!]), edges: new Set([edge]), columns: new Set(), columnEdges: new Set() };
}

function edgesUnder(scene: IndexedScene, columnEdges: ReadonlySet<number>): Set<number> {
  const pairs = new Set<string>();
  for (const index of columnEdges) {
    const edge = scene.columnEdges[index]!;
    pairs.add(`${scene.indexOf.get(edge.fromNode)}>${scene.indexOf.get(edge.toNode)}`);
  }
  const edges = new Set<number>();
  scene.edges.forEach((_, edge) => {
    if (pairs.has(`${scene.from[edge]!}>${scene.to[edge]!}`)) edges.add(edge);
  });
  return edges;
}

function append(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
