/*
 * The scene: what the canvas shows, as plain data without positions. The caller
 * makes it from the server's answer; nothing here knows GraphQL, React or the DOM.
 */

import type { LayoutInput } from './layout/input';

/** State of an asset, always shown as shape and text besides its colour. */
export type NodeState = 'good' | 'warn' | 'bad' | 'unknown';

/** Colour family of a node; the names are those of the kind tokens. */
export type KindColour = 'table' | 'view' | 'topic' | 'pipeline' | 'dashboard' | 'metric' | 'model' | 'file';

export interface SceneColumn {
  readonly id: string;
  readonly name: string;
  readonly dataType: string;
}

export interface SceneNode {
  readonly id: string;
  readonly name: string;
  /** Where the asset lives, for example `shop.public`. */
  readonly place: string;
  readonly colour: KindColour;
  readonly kindLabel: string;
  /** `null` where there is nothing to say. */
  readonly state: NodeState | null;
  readonly stateLabel: string;
  /** Assets up- and downstream that the scene does not hold yet. */
  readonly hiddenUp: number;
  readonly hiddenDown: number;
  readonly isFocus: boolean;
  /** Known by name only, from another asset's statement. */
  readonly isPlaceholder: boolean;
  readonly canOpen: boolean;
  /** Stands for several assets; pressing its button shows them. */
  readonly isGroup?: boolean;
  /** Columns of an opened node; absent while it is closed or still loading. */
  readonly columns?: readonly SceneColumn[];
}

export interface SceneEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** What became of it between two moments. */
  readonly mark?: 'appeared' | 'vanished';
}

export interface SceneColumnEdge {
  readonly id: string;
  readonly fromNode: string;
  readonly fromColumn: string;
  readonly toNode: string;
  readonly toColumn: string;
}

export interface Scene {
  readonly nodes: readonly SceneNode[];
  readonly edges: readonly SceneEdge[];
  readonly columnEdges: readonly SceneColumnEdge[];
}

export const EMPTY_SCENE: Scene = { nodes: [], edges: [], columnEdges: [] };

export const NODE_WIDTH = 248;
export const HEAD_HEIGHT = 56;
export const ROW_HEIGHT = 26;
/** Rows an opened node shows at once; more are reached by search and paging. */
export const MAX_ROWS = 12;
export const TOOLS_HEIGHT = 36;

/** Whether an opened node needs its own search and paging. */
export function hasTools(node: SceneNode): boolean {
  return (node.columns?.length ?? 0) > MAX_ROWS;
}

/** Height of a node's card in world pixels. */
export function nodeHeight(node: SceneNode): number {
  if (node.columns === undefined || node.columns.length === 0) return HEAD_HEIGHT;
  const rows = Math.min(node.columns.length, MAX_ROWS);
  return HEAD_HEIGHT + (hasTools(node) ? TOOLS_HEIGHT : 0) + rows * ROW_HEIGHT + 4;
}

/** A scene with its names turned into indices, in an order that does not depend on the answer's. */
export interface IndexedScene {
  readonly nodes: readonly SceneNode[];
  readonly edges: readonly SceneEdge[];
  readonly columnEdges: readonly SceneColumnEdge[];
  readonly indexOf: ReadonlyMap<string, number>;
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** Edges by node, both directions. */
  readonly outgoing: readonly (readonly number[])[];
  readonly incoming: readonly (readonly number[])[];
}

/** Sorts and indexes a scene; edges to nodes it does not hold are left out. */
export function indexScene(scene: Scene): IndexedScene {
  const nodes = [...scene.nodes].sort((left, right) => compare(left.place, right.place) || compare(left.name, right.name) || compare(left.id, right.id));
  const indexOf = new Map(nodes.map((node, index) => [node.id, index]));
  const edges = scene.edges
    .filter((edge) => indexOf.has(edge.from) && indexOf.has(edge.to))
    .sort((left, right) => compare(left.from, right.from) || compare(left.to, right.to) || compare(left.id, right.id));
  const from = Int32Array.from(edges, (edge) => indexOf.get(edge.from) ?? 0);
  const to = Int32Array.from(edges, (edge) => indexOf.get(edge.to) ?? 0);
  const outgoing: number[][] = nodes.map(() => []);
  const incoming: number[][] = nodes.map(() => []);
  edges.forEach((_, edge) => {
    outgoing[from[edge]!]!.push(edge);
    incoming[to[edge]!]!.push(edge);
  });
  const columnEdges = scene.columnEdges.filter((edge) => indexOf.has(edge.fromNode) && indexOf.has(edge.toNode));
  return { nodes, edges, columnEdges, indexOf, from, to, outgoing, incoming };
}

/** What the layout needs to know of a scene. */
export function layoutInput(scene: IndexedScene): LayoutInput {
  const count = scene.nodes.length;
  return {
    widths: new Float64Array(count).fill(NODE_WIDTH),
    heights: Float64Array.from(scene.nodes, nodeHeight),
    ports: new Float64Array(count).fill(HEAD_HEIGHT / 2),
    from: scene.from.slice(),
    to: scene.to.slice(),
  };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
