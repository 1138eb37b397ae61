// Draws assets of one schema or source as one node, so that a large picture tells
// first which parts of the company are tied. Pure; tested in grouping.test.ts.
import type { Asset, Group, GraphEdge, GraphNode, LineageGraph } from './model';
import type { Grouping } from './state';

/** What an asset is grouped by; none for what has no such place. */
export function groupOf(asset: Asset | null, grouping: Grouping): Omit<Group, 'members'> | null {
  if (asset === null || grouping === 'none') return null;
  if (grouping === 'source') return asset.source ? { id: `g-${asset.source.id}`, name: asset.source.name, place: '', kind: 'source' } : null;
  const parents = asset.path.filter((step) => step.id !== asset.id);
  const schema = parents.at(-1);
  if (schema?.id === undefined) return null;
  const place = parents.slice(0, -1).map((step) => step.displayName ?? step.name).slice(-2).join('.');
  return { id: `g-${schema.id}`, name: schema.displayName ?? schema.name, place, kind: 'schema' };
}

/** The graph with its groups drawn as one; the focus, groups of one and those in `spread` are left as they are. */
export function groupGraph(graph: LineageGraph, focus: string, grouping: Grouping, spread: readonly string[]): LineageGraph {
  if (grouping === 'none') return graph;
  const groups = new Map<string, { group: Omit<Group, 'members'>; members: GraphNode[] }>();
  for (const node of graph.nodes.values()) {
    const group = node.key === focus ? null : groupOf(node.asset, grouping);
    if (group === null || spread.includes(group.id)) continue;
    const known = groups.get(group.id) ?? { group, members: [] };
    known.members.push(node);
    groups.set(group.id, known);
  }
  const standIn = new Map<string, string>();
  const nodes = new Map<string, GraphNode>();
  for (const { group, members } of groups.values()) {
    if (members.length < 2) continue;
    for (const member of members) standIn.set(member.key, group.id);
    nodes.set(group.id, { key: group.id, asset: null, columns: [], hiddenUp: 0, hiddenDown: 0, group: { ...group, members: members.map((member) => member.key) } });
  }
  for (const node of graph.nodes.values()) if (!standIn.has(node.key)) nodes.set(node.key, node);
  return {
    ...graph,
    nodes,
    edges: joinEdges(graph.edges, standIn),
    columnEdges: graph.columnEdges.filter((edge) => !standIn.has(edge.fromNode) && !standIn.has(edge.toNode)),
  };
}

function joinEdges(edges: readonly GraphEdge[], standIn: ReadonlyMap<string, string>): GraphEdge[] {
  const joined = new Map<string, { from: string; to: string; members: GraphEdge[]; isPlain: boolean }>();
  for (const edge of edges) {
    const from = standIn.get(edge.from) ?? edge.from;
    const to = standIn.get(edge.to) ?? edge.to;
    const isPlain = from === edge.from && to === edge.to;
    // What leads from a group into itself is inside of it.
    if (from === to && !isPlain) continue;
    const known = joined.get(`${from}>${to}`) ?? { from, to, members: [], isPlain };
    known.members.push(edge);
    joined.set(`${from}>${to}`, known);
  }
  return Array.from(joined, ([id, { from, to, members, isPlain }]) => (isPlain ? { id, from, to } : { id, from, to, members }));
}
