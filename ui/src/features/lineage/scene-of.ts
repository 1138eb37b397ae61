// From the graph to what the canvas draws: names, kinds, colours, marks. Pure.
import type { Scene, SceneColumn, SceneEdge, SceneNode } from './canvas/scene';
import { type Asset, type GraphNode, type LineageGraph, type Mark, placeOf, shownKind } from './model';

/** Texts and looks that the scene needs and this file does not know. */
export interface SceneWords {
  kindName(kind: string): string;
  colour(kind: string): SceneNode['colour'];
  members(count: number): string;
  mark(mark: Mark): string;
  readonly hidden: string;
  readonly removed: string;
}

/** What changed between two moments, by key of node and id of edge. */
export interface Marks {
  readonly nodes: ReadonlyMap<string, Mark>;
  readonly edges: ReadonlyMap<string, Mark>;
}

export const NO_MARKS: Marks = { nodes: new Map(), edges: new Map() };

interface Drawn {
  readonly focus: string;
  /** The columns of opened nodes. */
  readonly open: ReadonlyMap<string, readonly SceneColumn[]>;
  readonly marks: Marks;
}

/** The scene of a graph. */
export function toScene(graph: LineageGraph, { focus, open, marks }: Drawn, words: SceneWords): Scene {
  const nodes = Array.from(graph.nodes.values(), (node): SceneNode => {
    const { key, asset, group } = node;
    const common = { id: key, hiddenUp: node.hiddenUp, hiddenDown: node.hiddenDown, isFocus: key === focus, ...stateOf(node, marks, words) };
    if (group !== undefined) {
      const kindLabel = `${words.kindName(group.kind)} · ${words.members(group.members.length)}`;
      return { ...common, name: group.name, place: group.place, colour: words.colour(group.kind), kindLabel, isPlaceholder: false, canOpen: false, isGroup: true };
    }
    if (asset === null) return { ...common, name: words.hidden, place: '', colour: 'file', kindLabel: '', isPlaceholder: true, canOpen: false };
    return { ...common, ...looksOf(asset, words), ...(open.has(key) ? { columns: open.get(key) ?? [] } : {}) };
  });
  const edges = graph.edges.map(({ id, from, to }): SceneEdge => {
    const mark = marks.edges.get(id);
    return { id, from, to, ...(mark === undefined ? {} : { mark }) };
  });
  return {
    nodes,
    edges,
    columnEdges: graph.columnEdges.map((edge) => ({ id: edge.id, fromNode: edge.fromNode, fromColumn: edge.from, toNode: edge.toNode, toColumn: edge.to })),
  };
}

function looksOf(asset: Asset, words: SceneWords) {
  const kind = shownKind(asset);
  return {
    name: asset.displayName,
    place: placeOf(asset),
    colour: words.colour(kind),
    kindLabel: words.kindName(kind),
    isPlaceholder: asset.isPlaceholder,
    canOpen: asset.kind === 'TABLE',
  };
}

function stateOf({ key, asset }: GraphNode, marks: Marks, words: SceneWords): Pick<SceneNode, 'state' | 'stateLabel'> {
  const mark = marks.nodes.get(key);
  if (mark !== undefined) return { state: mark === 'appeared' ? 'good' : 'bad', stateLabel: words.mark(mark) };
  return asset?.isRemoved === true ? { state: 'bad', stateLabel: words.removed } : { state: null, stateLabel: '' };
}
