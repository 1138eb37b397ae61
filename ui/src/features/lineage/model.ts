// From the server's answers to one graph: joins what was asked in several steps
// (both directions, later expansions), recounts what is still hidden, and finds
// depth and path of every asset. Pure; tested in model.test.ts.
/** The fields of an asset that the view needs. */
export interface Asset {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly displayName: string;
  readonly fullName: string;
  readonly isPlaceholder: boolean;
  readonly isRemoved: boolean;
  readonly path: readonly { readonly id?: string; readonly name: string; readonly displayName?: string }[];
  readonly owners: readonly { readonly displayName: string }[];
  readonly source?: { readonly id: string; readonly name: string } | null;
  readonly details: { readonly __typename?: string; readonly tableType?: string | null };
}

/** One answer of the server. */
export interface Part {
  /** A page of one neighbourhood: it says nothing of how much there is in all. */
  readonly isPage?: boolean;
  readonly totalNodes: number;
  readonly truncated: boolean;
  readonly nodes: readonly {
    readonly key: string;
    readonly hiddenUp: number;
    readonly hiddenDown: number;
    readonly columns: readonly { readonly id: string; readonly name: string }[];
    readonly asset?: Asset | null;
  }[];
  readonly edges: readonly { readonly from: string; readonly to: string; readonly level: string; readonly type: string; readonly subtype?: string | null; readonly masking: boolean }[];
}

export interface GraphNode {
  readonly key: string;
  /** `null`: it exists, and the reader may not know more. */
  readonly asset: Asset | null;
  readonly hiddenUp: number;
  readonly hiddenDown: number;
  readonly columns: readonly { readonly id: string; readonly name: string }[];
  /** What it stands for, where it is a group of assets and not one. */
  readonly group?: Group;
}

/** Assets of one schema or source that are drawn as one. */
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly place: string;
  readonly kind: 'schema' | 'source';
  readonly members: readonly string[];
}

/** What became of an edge or asset between two moments. */
export type Mark = 'appeared' | 'vanished';

export interface GraphEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** The edges it stands for, where an end is a group. */
  readonly members?: readonly GraphEdge[];
}

export interface GraphColumnEdge extends GraphEdge {
  readonly fromNode: string;
  readonly toNode: string;
}

/** All answers as one graph. */
export interface LineageGraph {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  readonly edges: readonly GraphEdge[];
  readonly columnEdges: readonly GraphColumnEdge[];
  readonly isTruncated: boolean;
  /** What the server counted in the widest of its answers. */
  readonly total: number;
}

/** Joins answers; what two of them hold is there once. */
export function joinParts(parts: readonly Part[]): LineageGraph {
  const found = new Map<string, { node: Part['nodes'][number]; up: number; down: number; columns: Map<string, string> }>();
  const edges = new Map<string, GraphEdge>();
  const columns: { from: string; to: string }[] = [];
  for (const part of parts.map(nameHidden)) {
    for (const edge of part.edges) {
      if (edge.level === 'COLUMN') columns.push(edge);
      else edges.set(`${edge.from}>${edge.to}`, { id: `${edge.from}>${edge.to}`, from: edge.from, to: edge.to });
    }
    const shown = countNeighbours(part.edges.filter((edge) => edge.level !== 'COLUMN'));
    for (const node of part.nodes) {
      const known = found.get(node.key) ?? { node, up: 0, down: 0, columns: new Map<string, string>() };
      // What the server hides beyond this answer, plus what the answer shows, is all there is.
      known.up = Math.max(known.up, node.hiddenUp + (shown.up.get(node.key)?.size ?? 0));
      known.down = Math.max(known.down, node.hiddenDown + (shown.down.get(node.key)?.size ?? 0));
      for (const column of node.columns) known.columns.set(column.id, column.name);
      found.set(node.key, known);
    }
  }
  const kept = [...edges.values()].filter((edge) => found.has(edge.from) && found.has(edge.to));
  const shown = countNeighbours(kept);
  const nodes = new Map<string, GraphNode>();
  for (const [key, { node, up, down, columns: named }] of found) {
    nodes.set(key, {
      key,
      asset: node.asset ?? null,
      hiddenUp: Math.max(0, up - (shown.up.get(key)?.size ?? 0)),
      hiddenDown: Math.max(0, down - (shown.down.get(key)?.size ?? 0)),
      columns: Array.from(named, ([id, name]) => ({ id, name })),
    });
  }
  return {
    nodes,
    edges: kept,
    columnEdges: placeColumnEdges(nodes, columns),
    isTruncated: parts.some((part) => part.truncated && part.isPage !== true),
    total: totalOf(parts, nodes.size),
  };
}

/** How much there is: upstream and downstream together, the focus once. */
function totalOf(parts: readonly Part[], shown: number): number {
  const whole = parts.filter((part) => part.isPage !== true);
  return Math.max(shown, whole.reduce((sum, part) => sum + part.totalNodes, 0) - Math.max(0, whole.length - 1));
}

/** What may not be seen is numbered by each answer anew, so its key is only good within one. */
function nameHidden(part: Part, index: number): Part {
  const renamed = new Map(part.nodes.filter((node) => !node.asset).map((node) => [node.key, `${node.key}@${index}`]));
  if (renamed.size === 0) return part;
  const keyOf = (key: string): string => renamed.get(key) ?? key;
  return {
    ...part,
    nodes: part.nodes.map((node) => ({ ...node, key: keyOf(node.key) })),
    edges: part.edges.map((edge) => ({ ...edge, from: keyOf(edge.from), to: keyOf(edge.to) })),
  };
}

function countNeighbours(edges: readonly { readonly from: string; readonly to: string }[]): { up: Map<string, Set<string>>; down: Map<string, Set<string>> } {
  const up = new Map<string, Set<string>>();
  const down = new Map<string, Set<string>>();
  for (const { from, to } of edges) {
    down.set(from, (down.get(from) ?? new Set()).add(to));
    up.set(to, (up.get(to) ?? new Set()).add(from));
  }
  return { up, down };
}

function placeColumnEdges(nodes: ReadonlyMap<string, GraphNode>, edges: readonly { readonly from: string; readonly to: string }[]): GraphColumnEdge[] {
  const ownerOf = new Map<string, string>();
  for (const node of nodes.values()) for (const column of node.columns) ownerOf.set(column.id, node.key);
  const placed = new Map<string, GraphColumnEdge>();
  for (const { from, to } of edges) {
    const fromNode = ownerOf.get(from);
    const toNode = ownerOf.get(to);
    if (fromNode !== undefined && toNode !== undefined) placed.set(`${from}>${to}`, { id: `${from}>${to}`, from, to, fromNode, toNode });
  }
  return [...placed.values()];
}

/** How an asset relates to the focus. */
export interface Reach {
  readonly direction: 'focus' | 'up' | 'down' | 'both';
  readonly depth: number;
  /** Keys from the focus to the asset, both left out. */
  readonly via: readonly string[];
}

/** Depth and shortest path of everything that is up- or downstream of `focus`. */
export function reaches(graph: LineageGraph, focus: string): Map<string, Reach> {
  const up = walk(graph, focus, 'up');
  const down = walk(graph, focus, 'down');
  const all = new Map<string, Reach>();
  for (const key of graph.nodes.keys()) {
    const above = up.get(key);
    const below = down.get(key);
    if (key === focus) all.set(key, { direction: 'focus', depth: 0, via: [] });
    else if (above !== undefined && below !== undefined) all.set(key, { direction: 'both', ...(above.depth <= below.depth ? above : below) });
    else if (above !== undefined) all.set(key, { direction: 'up', ...above });
    else if (below !== undefined) all.set(key, { direction: 'down', ...below });
  }
  return all;
}

function walk(graph: LineageGraph, focus: string, side: 'up' | 'down'): Map<string, { depth: number; via: readonly string[] }> {
  const next = countNeighbours(graph.edges)[side];
  const found = new Map<string, { depth: number; via: readonly string[] }>([[focus, { depth: 0, via: [] }]]);
  const queue = [focus];
  for (const key of queue) {
    const here = found.get(key);
    if (here === undefined) continue;
    for (const neighbour of next.get(key) ?? []) {
      if (found.has(neighbour)) continue;
      found.set(neighbour, { depth: here.depth + 1, via: key === focus ? [] : [...here.via, key] });
      queue.push(neighbour);
    }
  }
  found.delete(focus);
  return found;
}

/** A column at the other end of a column's edge. */
export interface ColumnNeighbour {
  readonly node: string;
  readonly column: string;
  readonly name: string;
}

/** The columns directly up- or downstream of a column. */
export function columnNeighbours(graph: LineageGraph, column: string, side: 'up' | 'down'): ColumnNeighbour[] {
  return graph.columnEdges.flatMap((edge): ColumnNeighbour[] => {
    if ((side === 'up' ? edge.to : edge.from) !== column) return [];
    const [node, other] = side === 'up' ? [edge.fromNode, edge.from] : [edge.toNode, edge.to];
    return [{ node, column: other, name: graph.nodes.get(node)?.columns.find(({ id }) => id === other)?.name ?? '' }];
  });
}

/** The nodes on every path through a column, its own among them. */
export function nodesOnPath(graph: LineageGraph, node: string, column: string): Set<string> {
  const nodes = new Set([node]);
  for (const side of ['up', 'down'] as const) {
    const next = new Map<string, { node: string; column: string }[]>();
    for (const edge of graph.columnEdges) {
      const [here, there] = side === 'up' ? [edge.to, { node: edge.fromNode, column: edge.from }] : [edge.from, { node: edge.toNode, column: edge.to }];
      const list = next.get(here);
      if (list === undefined) next.set(here, [there]);
      else list.push(there);
    }
    const queue = [column];
    const seen = new Set(queue);
    for (const at of queue) {
      for (const found of next.get(at) ?? []) {
        nodes.add(found.node);
        if (seen.has(found.column)) continue;
        seen.add(found.column);
        queue.push(found.column);
      }
    }
  }
  return nodes;
}

/** The kind as people see it: a view is a table to the store only. */
export function shownKind(asset: Asset): string {
  const type = asset.details.tableType?.toLowerCase() ?? '';
  return asset.kind === 'TABLE' && (type === 'view' || type === 'materialized_view') ? type : asset.kind.toLowerCase();
}

/** Where an asset lives, without its own name: `shop.public`; of a file's path only the file. */
export function placeOf(asset: Asset): string {
  const names = asset.path.map((step) => step.name.slice(step.name.lastIndexOf('/') + 1));
  return (names.at(-1) === asset.name ? names.slice(0, -1) : names).slice(-2).join('.');
}

/** The full name of something inside, quoted where the dotted text needs it. */
export function childName(fullName: string, name: string): string {
  return /["./]|^\s|\s$/.test(name) ? `${fullName}."${name.replaceAll('"', '""')}"` : `${fullName}.${name}`;
}

/** One row of the table view. */
export interface Row {
  readonly key: string;
  readonly asset: Asset | null;
  readonly reach: Reach;
  readonly owners: string;
  readonly via: string;
}

/** Everything in the graph but the focus: nearest first, then by name. */
export function toRows(graph: LineageGraph, focus: string, hiddenName: string): Row[] {
  const nameOf = (key: string): string => graph.nodes.get(key)?.asset?.displayName ?? hiddenName;
  const all = reaches(graph, focus);
  const rows: Row[] = [];
  for (const [key, reach] of all) {
    if (reach.direction === 'focus') continue;
    const asset = graph.nodes.get(key)?.asset ?? null;
    rows.push({ key, asset, reach, owners: asset?.owners.map((owner) => owner.displayName).join(', ') ?? '', via: reach.via.map(nameOf).join(' → ') });
  }
  const order = { up: 0, both: 1, down: 2, focus: 3 };
  return rows.sort((one, two) => order[one.reach.direction] - order[two.reach.direction] || one.reach.depth - two.reach.depth || nameOf(one.key).localeCompare(nameOf(two.key)));
}
