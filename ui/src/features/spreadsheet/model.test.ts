import { expect, test } from 'vitest';
import { changedFields, kindsOf, tableAddress } from './model';

test('the address of a table names kinds as tables do, and a system that may have any letter', () => {
  expect(tableAddress(['TABLE', 'DATA_PRODUCT'], ' postgres://h:5432?a=b&c ')).toBe('/api/governance.csv?kinds=table%2Cdata_product&namespace=postgres%3A%2F%2Fh%3A5432%3Fa%3Db%26c');
  expect(tableAddress(['TERM'], '')).toBe('/api/governance.csv?kinds=term');
});

test('unknown kinds of the address are left out, and tables stand for none', () => {
  expect(kindsOf(['TERM', 'nonsense', 'COLUMN'])).toEqual(['COLUMN', 'TERM']);
  expect(kindsOf(['nonsense'])).toEqual(['TABLE']);
  expect(kindsOf(undefined)).toEqual(['TABLE']);
});

test('a field breaks readers only where the server says so', () => {
  const fields = [{ field: 'tags', before: null, after: ['a'] }, { field: 'x', is_breaking: true }];
  expect(changedFields({ line: 2, asset: 'a', name: 'n', fields }).map(({ isBreaking }) => isBreaking)).toEqual([false, true]);
});
