import { describe, expect, test } from 'vitest';
import { byOwner, filterRows, type ImpactRow, sortRows, toImpactRows } from './impact';
import type { Asset } from './model';
import { excerpt, markedPieces } from './spans';

function asset(name: string, owners: readonly string[]): Asset {
  return { id: name, kind: 'TABLE', name, displayName: name, fullName: `dw.${name}`, isPlaceholder: false, isRemoved: false, path: [{ id: 's', name: 'dw' }], owners: owners.map((displayName) => ({ displayName })), details: {} };
}

const ROWS = toImpactRows([
  { depth: 2, via: [{ displayName: 'b' }], asset: asset('c', ['Ana', 'Bo']) },
  { depth: 1, via: [], asset: asset('b', []) },
  { depth: 1, via: [], asset: null },
  { depth: 3, via: [{ displayName: 'b' }, { displayName: 'c' }], asset: asset('a', ['Ana']) },
]);
const names = (rows: readonly ImpactRow[]): string => rows.map((row) => row.asset.name).join('');

describe('impact', () => {
  test('leaves out what may not be seen, and keeps the way', () => {
    expect(ROWS.map((row) => row.via)).toEqual(['b', '', 'b → c']);
  });

  test('is sorted by any column, both ways, nearest first among equals', () => {
    expect(names(sortRows(ROWS, { by: 'depth', isDown: false }))).toBe('bca');
    expect(names(sortRows(ROWS, { by: 'name', isDown: true }))).toBe('cba');
    expect(names(sortRows(ROWS, { by: 'kind', isDown: false }))).toBe('bca');
  });

  test('by owner begins with whoever is hit most and ends with what nobody owns', () => {
    expect(byOwner(ROWS).map(({ owner, rows }) => [owner, names(rows)])).toEqual([['Ana', 'ca'], ['Bo', 'c'], ['', 'b']]);
  });

  test('is filtered by name and owner', () => {
    expect(names(filterRows(ROWS, ' BO '))).toBe('c');
    expect(filterRows(ROWS, '')).toBe(ROWS);
  });
});

describe('spans', () => {
  test('mark their pieces, joined where they overlap; nonsense is left out', () => {
    expect(markedPieces('select a + b', [[7, 10], [9, 12], [40, 50], [3, 3], [-1, 2]])).toEqual([
      { text: 'select ', isMarked: false },
      { text: 'a + b', isMarked: true },
    ]);
  });

  test('of a long statement are shown with a little around them', () => {
    const sql = `${'x'.repeat(300)}HERE${'y'.repeat(300)}`;
    const part = excerpt(sql, [[300, 304]]);
    expect(part.isCut).toBe(true);
    expect(markedPieces(part.text, part.spans).find((piece) => piece.isMarked)?.text).toBe('HERE');
    expect(part.text.length).toBe(124);
    expect(excerpt('select 1', [[0, 6]]).isCut).toBe(false);
  });
});
