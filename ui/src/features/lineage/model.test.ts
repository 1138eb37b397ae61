import { describe, expect, test } from 'vitest';
import { findIn } from './find';
import { type Asset, childName, columnNeighbours, joinParts, nodesOnPath, type Part, placeOf, reaches, shownKind, toRows } from './model';
import { NO_MARKS, toScene } from './scene-of';

function asset(name: string, extra: Partial<Asset> = {}): Asset {
  return { id: name, kind: 'TABLE', name, displayName: name, fullName: `shop.public.${name}`, isPlaceholder: false, isRemoved: false, path: [{ name: 'shop' }, { name: 'public' }], owners: [], details: {}, ...extra };
}

function node(key: string, hiddenUp = 0, hiddenDown = 0): Part['nodes'][number] {
  return { key, hiddenUp, hiddenDown, columns: [{ id: `${key}.id`, name: 'id' }], asset: asset(key) };
}

function edge(from: string, to: string, level = 'TABLE'): Part['edges'][number] {
  return { from, to, level, type: 'DIRECT', masking: false };
}

/** a → b → c → a; b → d. The first answer ends at b, which hides two. */
const FIRST: Part = { totalNodes: 2, truncated: false, nodes: [node('a', 1), node('b', 0, 2)], edges: [edge('a', 'b'), edge('a.id', 'b.id', 'COLUMN')] };
const MORE: Part = { totalNodes: 3, truncated: false, nodes: [node('b', 1), node('c', 0, 1), node('d')], edges: [edge('b', 'c'), edge('b', 'd'), edge('b.id', 'nowhere.id', 'COLUMN')] };
const WORDS = { kindName: (kind: string) => kind, colour: () => 'table' as const, members: (count: number) => `${count} assets`, mark: (mark: string) => mark, hidden: 'hidden', removed: 'removed' };

describe('joined answers', () => {
  test('hold what both hold once', () => {
    const graph = joinParts([FIRST, { ...MORE, isPage: true }, FIRST]);
    expect([...graph.nodes.keys()].sort()).toEqual(['a', 'b', 'c', 'd']);
    expect(graph.edges.map(({ id }) => id).sort()).toEqual(['a>b', 'b>c', 'b>d']);
    expect(graph.total).toBe(4);
  });

  test('hide only what neither shows', () => {
    expect(joinParts([FIRST]).nodes.get('b')).toMatchObject({ hiddenUp: 0, hiddenDown: 2 });
    expect(joinParts([FIRST, MORE]).nodes.get('b')).toMatchObject({ hiddenUp: 0, hiddenDown: 0 });
    expect(joinParts([FIRST, MORE]).nodes.get('c')).toMatchObject({ hiddenDown: 1 });
  });

  test('keep a column edge only where both columns are known', () => {
    expect(joinParts([FIRST, MORE]).columnEdges.map(({ fromNode, toNode }) => [fromNode, toNode])).toEqual([['a', 'b']]);
  });

  test('never take two hidden assets of two answers for one', () => {
    const hidden = (edges: Part['edges']): Part => ({ totalNodes: 2, truncated: false, nodes: [node('a'), { ...node('hidden-1'), asset: null }], edges });
    const graph = joinParts([hidden([edge('hidden-1', 'a')]), hidden([edge('a', 'hidden-1')])]);
    expect(graph.nodes.size).toBe(3);
    expect(graph.edges).toHaveLength(2);
  });

  test('are truncated when one of them is', () => {
    expect(joinParts([FIRST, { ...MORE, truncated: true }]).isTruncated).toBe(true);
  });
});

describe('reach', () => {
  const graph = joinParts([FIRST, MORE, { ...MORE, edges: [edge('c', 'a')] }]);

  test('gives depth and path from the focus', () => {
    expect(reaches(graph, 'a').get('d')).toEqual({ direction: 'down', depth: 2, via: ['b'] });
  });

  test('of an asset on a cycle is both up- and downstream, by its shorter way', () => {
    expect(reaches(graph, 'a').get('c')).toEqual({ direction: 'both', depth: 1, via: [] });
  });

  test('rows are ordered by direction and depth and leave out the focus', () => {
    expect(toRows(graph, 'a', 'hidden').map(({ key }) => key)).toEqual(['b', 'c', 'd']);
  });
});

describe('scene', () => {
  test('names what may not be seen as hidden and offers no columns for it', () => {
    const graph = joinParts([{ ...FIRST, nodes: [{ ...node('a'), asset: null }, node('b')] }]);
    const found = toScene(graph, { focus: 'b', open: new Map(), marks: NO_MARKS }, WORDS).nodes.find(({ isPlaceholder }) => isPlaceholder);
    expect(found).toMatchObject({ name: 'hidden', canOpen: false });
  });

  test('opened node has its columns', () => {
    const open = new Map([['a', [{ id: 'a.id', name: 'id', dataType: 'int' }]]]);
    expect(toScene(joinParts([FIRST]), { focus: 'a', open, marks: NO_MARKS }, WORDS).nodes.find(({ id }) => id === 'a')?.columns).toHaveLength(1);
  });
});

describe('pages of a neighbourhood', () => {
  test('are counted with what was there before, and leave the total alone', () => {
    const hub: Part = { totalNodes: 101, truncated: true, nodes: [node('hub', 0, 98), node('a'), node('b')], edges: [edge('hub', 'a'), edge('hub', 'b')] };
    const page: Part = { isPage: true, totalNodes: 101, truncated: true, nodes: [node('hub', 0, 98), node('b'), node('c')], edges: [edge('hub', 'b'), edge('hub', 'c')] };
    const graph = joinParts([hub, page]);
    expect(graph.nodes.get('hub')?.hiddenDown).toBe(97);
    expect([graph.total, graph.isTruncated]).toEqual([101, true]);
    expect(joinParts([FIRST, page]).isTruncated).toBe(false);
  });
});

test('search in the graph finds assets and the columns that are open', () => {
  const open = new Map([['a', [{ id: 'a.id', name: 'order_id', dataType: 'int' }]]]);
  const scene = toScene(joinParts([FIRST]), { focus: 'a', open, marks: NO_MARKS }, WORDS);
  expect(findIn(scene, ' ORDER')).toEqual([{ node: 'a', column: 'a.id' }]);
  expect(findIn(scene, 'public.b')).toEqual([{ node: 'b', column: null }]);
  expect(findIn(scene, ' ')).toEqual([]);
});

test('scene says what appeared and what vanished', () => {
  const marks = { nodes: new Map([['a', 'vanished' as const]]), edges: new Map([['a>b', 'vanished' as const]]) };
  const scene = toScene(joinParts([FIRST]), { focus: 'b', open: new Map(), marks }, WORDS);
  expect(scene.nodes.find(({ id }) => id === 'a')).toMatchObject({ state: 'bad', stateLabel: 'vanished' });
  expect(scene.edges).toEqual([{ id: 'a>b', from: 'a', to: 'b', mark: 'vanished' }]);
});

test('view is shown as a view although it is stored as a table', () => {
  expect(shownKind(asset('v', { details: { tableType: 'MATERIALIZED_VIEW' } }))).toBe('materialized_view');
  expect(shownKind(asset('t', { details: { tableType: 'TABLE' } }))).toBe('table');
});

test('place leaves out the asset itself', () => {
  expect(placeOf(asset('t', { path: [{ name: 'shop' }, { name: 'public' }, { name: 't' }] }))).toBe('shop.public');
});

test('place in a file is the file, without its folders', () => {
  expect(placeOf(asset('t', { path: [{ name: '/data/company/warehouse.db' }] }))).toBe('warehouse.db');
});

test('name of a column is quoted only where the dotted text needs it', () => {
  expect(childName('postgres://h/shop.orders', 'amount')).toBe('postgres://h/shop.orders.amount');
  expect(childName('a.b', 'x.y')).toBe('a.b."x.y"');
  expect(childName('a.b', 'say "hi"')).toBe('a.b."say ""hi"""');
});

describe('a column', () => {
  const column = (from: string, to: string) => ({ id: `${from}>${to}`, from, to, fromNode: from.slice(0, 1), toNode: to.slice(0, 1) });
  const named = (key: string) => ({ key, asset: asset(key), columns: [{ id: `${key}1`, name: `first of ${key}` }], hiddenUp: 0, hiddenDown: 0 });
  // a1 → b1 → c1 → a1, and b2 apart.
  const graph = { nodes: new Map(['a', 'b', 'c', 'd'].map((key) => [key, named(key)])), edges: [], columnEdges: [column('a1', 'b1'), column('b1', 'c1'), column('c1', 'a1'), column('b2', 'd1')], isTruncated: false, total: 4 };

  test('has the columns beside it, by name', () => {
    expect(columnNeighbours(graph, 'b1', 'up')).toEqual([{ node: 'a', column: 'a1', name: 'first of a' }]);
    expect(columnNeighbours(graph, 'b1', 'down')).toEqual([{ node: 'c', column: 'c1', name: 'first of c' }]);
    expect(columnNeighbours(graph, 'nowhere', 'up')).toEqual([]);
  });

  test('has every table on its way, also round a cycle, and no other', () => {
    expect([...nodesOnPath(graph, 'b', 'b1')].sort()).toEqual(['a', 'b', 'c']);
    expect([...nodesOnPath(graph, 'd', 'd1')].sort()).toEqual(['b', 'd']);
  });
});
