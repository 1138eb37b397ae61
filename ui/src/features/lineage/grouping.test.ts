import { describe, expect, test } from 'vitest';
import { compareGraphs } from './compare';
import { groupGraph, groupOf } from './grouping';
import { type Asset, joinParts, type LineageGraph, type Part } from './model';

function asset(name: string, schema: string): Asset {
  return { id: name, kind: 'TABLE', name, displayName: name, fullName: name, isPlaceholder: false, isRemoved: false, path: [{ id: 'db', name: 'shop' }, { id: schema, name: schema }], owners: [], source: { id: 's1', name: 'warehouse' }, details: {} };
}

function graphOf(edges: readonly (readonly [string, string])[], extra: Partial<Part> = {}): LineageGraph {
  const names = [...new Set(edges.flat())];
  const node = (name: string) => ({ key: name, hiddenUp: 0, hiddenDown: 0, columns: [{ id: `${name}.id`, name: 'id' }], asset: asset(name, name[0]!) });
  return joinParts([{ totalNodes: names.length, truncated: false, nodes: names.map(node), edges: edges.map(([from, to]) => ({ from, to, level: 'TABLE', type: 'DIRECT', masking: false })), ...extra }]);
}

/** a1, a2 feed b1, which feeds c1 and c2; c1 feeds c2. */
const GRAPH = graphOf([['a1', 'b1'], ['a2', 'b1'], ['b1', 'c1'], ['b1', 'c2'], ['c1', 'c2']]);

describe('grouping', () => {
  test('draws the assets of a schema as one, with the edges it stands for', () => {
    const grouped = groupGraph(GRAPH, 'b1', 'schema', []);
    expect([...grouped.nodes.keys()].sort()).toEqual(['b1', 'g-a', 'g-c']);
    expect(grouped.nodes.get('g-c')?.group).toMatchObject({ name: 'c', place: 'shop', members: ['c1', 'c2'] });
    expect(grouped.edges.map(({ id, members }) => [id, members?.length])).toEqual([['g-a>b1', 2], ['b1>g-c', 2]]);
  });

  test('leaves the focus, and what is spread, as they are', () => {
    expect([...groupGraph(GRAPH, 'a1', 'schema', ['g-c']).nodes.keys()].sort()).toEqual(['a1', 'a2', 'b1', 'c1', 'c2']);
    expect(groupGraph(GRAPH, 'b1', 'none', [])).toBe(GRAPH);
  });

  test('by source takes everything but the focus together', () => {
    expect([...groupGraph(GRAPH, 'b1', 'source', []).nodes.keys()]).toEqual(['g-s1', 'b1']);
  });

  test('leaves alone what may not be seen', () => {
    expect(groupOf(null, 'schema')).toBeNull();
  });
});

describe('comparison', () => {
  const later = graphOf([['a1', 'b1'], ['b1', 'c1'], ['b1', 'd1']]);

  test('marks what appeared and what vanished, and shows both', () => {
    const { graph, marks, appeared, vanished, isWhole } = compareGraphs(GRAPH, later);
    expect([...marks.nodes]).toEqual(expect.arrayContaining([['a2', 'vanished'], ['c2', 'vanished'], ['d1', 'appeared']]));
    expect(marks.edges.get('b1>d1')).toBe('appeared');
    expect(marks.edges.get('c1>c2')).toBe('vanished');
    expect(marks.edges.has('a1>b1')).toBe(false);
    expect([appeared, vanished, isWhole]).toEqual([1, 3, true]);
    expect(graph.nodes.has('a2') && graph.nodes.has('d1')).toBe(true);
  });

  test('calls nothing new that an older window may have left out', () => {
    const { marks, isWhole } = compareGraphs(graphOf([['a1', 'b1'], ['b1', 'x1']], { truncated: true }), later);
    expect([...marks.nodes]).toEqual([['x1', 'vanished']]);
    expect(isWhole).toBe(false);
  });
});
