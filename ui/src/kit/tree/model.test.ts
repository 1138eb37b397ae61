import { expect, test } from 'vitest';
import { ROOT, treeStep, visibleRows } from './model';
import type { Branch } from './model';

const node = (id: string, isLeaf = false) => ({ id, isLeaf });
const ready = (...ids: string[]): Branch<{ id: string; isLeaf: boolean }> => ({ nodes: ids.map((id) => node(id, id.startsWith('leaf'))), hasMore: false, state: 'ready' });

test('children follow their open parent, one level deeper', () => {
  const rows = visibleRows(new Map([[ROOT, ready('a', 'b')], ['a', ready('leaf1')]]), new Set(['a']));
  expect(rows.map((row) => [row.id, row.level])).toEqual([['a', 1], ['leaf1', 2], ['b', 1]]);
});

test('a branch that is not loaded yet shows a waiting row', () => {
  const rows = visibleRows(new Map([[ROOT, ready('a')]]), new Set(['a']));
  expect(rows.map((row) => row.type)).toEqual(['node', 'loading']);
});

test('a branch with more pages ends in a row that loads them', () => {
  const rows = visibleRows(new Map([[ROOT, { ...ready('a'), hasMore: true }]]), new Set());
  expect(rows.at(-1)).toMatchObject({ type: 'more', parent: null });
});

test('an open node without children says so', () => {
  const rows = visibleRows(new Map([[ROOT, ready('a')], ['a', ready()]]), new Set(['a']));
  expect(rows.at(-1)).toMatchObject({ type: 'empty', parent: 'a', level: 2 });
});

test('a node that is its own ancestor is listed once', () => {
  const rows = visibleRows(new Map([[ROOT, ready('a')], ['a', ready('a')]]), new Set(['a']));
  expect(rows.filter((row) => row.id === 'a')).toHaveLength(1);
});

test('a branch of fifty thousand nodes is listed without deep recursion', () => {
  const ids = Array.from({ length: 50_000 }, (_, index) => `leaf${index}`);
  expect(visibleRows(new Map([[ROOT, ready(...ids)]]), new Set())).toHaveLength(50_000);
});

test('arrow right opens a shut node and then goes to its first child', () => {
  const branches = new Map([[ROOT, ready('a')], ['a', ready('leaf1')]]);
  expect(treeStep(visibleRows(branches, new Set()), 0, 'ArrowRight')).toEqual({ open: 'a' });
  expect(treeStep(visibleRows(branches, new Set(['a'])), 0, 'ArrowRight')).toEqual({ to: 1 });
});

test('arrow left shuts an open node and goes from a child to its parent', () => {
  const rows = visibleRows(new Map([[ROOT, ready('a')], ['a', ready('leaf1')]]), new Set(['a']));
  expect(treeStep(rows, 0, 'ArrowLeft')).toEqual({ shut: 'a' });
  expect(treeStep(rows, 1, 'ArrowLeft')).toEqual({ to: 0 });
});

test('End goes to the last row and other keys do nothing', () => {
  const rows = visibleRows(new Map([[ROOT, ready('a', 'b')]]), new Set());
  expect(treeStep(rows, 0, 'End')).toEqual({ to: 1 });
  expect(treeStep(rows, 0, 'x')).toBeNull();
});
