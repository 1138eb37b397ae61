import { expect, test } from 'vitest';
import { filterOf, tableAddress, toneOf } from './model';

test('the last day is included, and days are those of the reader', () => {
  const filter = filterOf({ from: '2026-05-01', until: '2026-05-01' });
  expect(new Date(filter.until!).getTime() - new Date(filter.from!).getTime()).toBe(24 * 3600 * 1000);
  expect(new Date(filter.from!).getHours()).toBe(0);
});

test('what is empty or no day is not asked for', () => {
  expect(filterOf({ user: undefined, from: 'yesterday' })).toEqual({});
});

test('the table has the rows of the page', () => {
  expect(tableAddress({})).toBe('/api/audit.csv');
  expect(tableAddress({ user: 'a&b', result: 'OK' })).toBe('/api/audit.csv?user=a%26b&result=OK');
});

test('refusals warn, faults are bad', () => {
  expect([toneOf('OK'), toneOf('FORBIDDEN'), toneOf('INTERNAL')]).toEqual(['good', 'warn', 'bad']);
});
