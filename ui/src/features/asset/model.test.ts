import { expect, test } from 'vitest';
import { cellOf, draftOf, editInput, foreignKeys, isUsed, NO_TIER, oneLine, sortedColumns, tabsOf } from './model';
import type { Asset, ColumnRow } from './model';

function column(name: string, type: string, position: number): ColumnRow {
  return {
    id: name,
    name,
    fullName: `shop.orders.${name}`,
    displayName: name,
    description: null,
    curatedDescription: null,
    isRemoved: false,
    mayEdit: true,
    version: { major: 1, minor: 0 },
    tags: [],
    suggestedTags: [], refusedTags: [],
    governance: { terms: [], codeList: null },
    details: { __typename: 'ColumnDetails', dataType: { text: type }, isNullable: true, position, defaultValue: null, generation: null, primaryKeyPosition: null },
  };
}

test('tabs that would be empty are left out', () => {
  const source = { id: 's1', name: 'shop', connector: 'postgres' };
  const crawled = { isRemoved: false, source };
  expect(tabsOf({ kind: 'TABLE', childCounts: [{ kind: 'COLUMN', count: 3 }], isRemoved: false, source: null }, false)).toEqual(['overview', 'columns', 'lineage', 'quality', 'profile', 'discussion', 'history', 'raw']);
  expect(tabsOf({ kind: 'TABLE', childCounts: [{ kind: 'COLUMN', count: 3 }], ...crawled }, false)).toContain('sample');
  expect(tabsOf({ kind: 'CONTAINER', childCounts: [{ kind: 'COLUMN', count: 3 }], ...crawled }, false)).toContain('sample');
  expect(tabsOf({ kind: 'CONTAINER', childCounts: [], ...crawled }, false)).not.toContain('sample');
  expect(tabsOf({ kind: 'TABLE', childCounts: [{ kind: 'COLUMN', count: 3 }], isRemoved: false, source: null }, false, false)).toContain('sample');
  expect(tabsOf({ kind: 'TABLE', childCounts: [{ kind: 'COLUMN', count: 3 }], isRemoved: true, source }, false)).not.toContain('sample');
  expect(tabsOf({ kind: 'SCHEMA', childCounts: [{ kind: 'TABLE', count: 3 }], ...crawled }, false)).toContain('contents');
  expect(tabsOf({ kind: 'COLUMN', childCounts: [], ...crawled }, isUsed({ queries: 0, lastReadAt: '2026-03-01T00:00:00Z' }))).toEqual(['overview', 'lineage', 'usage', 'discussion', 'history', 'raw']);
});

test('a value of a sample is nothing, a text, or a number of bytes', () => {
  expect([null, 'x', { bytes: 7 }].map(cellOf)).toEqual([{ text: null, bytes: null }, { text: 'x', bytes: null }, { text: null, bytes: 7 }]);
});

test('a draft holds what people decided, not what the source says', () => {
  const asset = {
    name: 'orders',
    displayName: 'orders',
    owners: [
      { name: 'ana', displayName: 'Ana', layer: 'CURATED' },
      { name: 'etl', displayName: 'etl', layer: 'HARVESTED' },
    ],
    tags: [{ name: 'pii', layer: 'HARVESTED' }],
    tier: null,
  } as unknown as Asset;
  expect(draftOf(asset)).toEqual({ displayName: '', owners: ['ana'], tags: [], tier: NO_TIER });
});

test('an edit sends only what differs, and null or [] to take away', () => {
  const before = { displayName: 'Orders', owners: ['ana'], tags: ['pii'], tier: 'tier1' };
  expect(editInput(before, before)).toBeNull();
  expect(editInput(before, { ...before, displayName: ' ', owners: [], tier: NO_TIER })).toEqual({ displayName: null, owners: [], tier: null });
  expect(editInput(before, { ...before, tags: ['pii', 'core'] })).toEqual({ tags: ['pii', 'core'] });
});

test('columns sort by number inside names and keep the table order without a sort', () => {
  const rows = [column('c10', 'int', 1), column('c9', 'text', 2), column('C1', 'int', 3)];
  expect(sortedColumns(rows, undefined, 'en').map((row) => row.name)).toEqual(['c10', 'c9', 'C1']);
  expect(sortedColumns(rows, { by: 'name', isDescending: false }, 'en').map((row) => row.name)).toEqual(['C1', 'c9', 'c10']);
  expect(sortedColumns(rows, { by: 'position', isDescending: true }, 'en').map((row) => row.name)).toEqual(['C1', 'c9', 'c10']);
});

test('foreign keys are found per column, also in a key of several columns', () => {
  const asset = {
    details: {
      __typename: 'TableDetails',
      constraints: [{ constraintType: 'FOREIGN_KEY', columns: ['a', 'b'], referencedTable: ['shop', 'users'], referencedColumns: ['x', 'y'] }],
    },
  } as unknown as Asset;
  expect([...foreignKeys(asset)]).toEqual([['a', 'shop.users.x'], ['b', 'shop.users.y']]);
});

test('a description of several lines fits one', () => {
  expect(oneLine('first\n\n  second')).toBe('first second');
  expect(oneLine(null)).toBe('');
});
