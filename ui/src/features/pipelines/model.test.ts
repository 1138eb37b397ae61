import { describe, expect, test } from 'vitest';
import { dayOf, facetLines, fillDays, rangeOf, startOf } from './model';

const NOW = new Date(2026, 2, 2, 15, 30);
const DAY = { day: '2026-03-01', succeeded: 3, failed: 1, running: 0, queued: 0, skipped: 0, cancelled: 0, total: 4 };

describe('days', () => {
  test('without runs stand between those with', () => {
    const days = fillDays([DAY], 4, NOW);
    expect(days.map(({ day, total }) => [day, total])).toEqual([['2026-02-27', 0], ['2026-02-28', 0], ['2026-03-01', 4], ['2026-03-02', 0]]);
  });

  test('reach from midnight to midnight, today included', () => {
    expect(rangeOf(undefined, 7, NOW)).toEqual({ from: new Date(2026, 1, 24).toISOString(), to: new Date(2026, 2, 3).toISOString() });
    expect(rangeOf('2026-02-28', 7, NOW)).toEqual({ from: new Date(2026, 1, 28).toISOString(), to: new Date(2026, 2, 1).toISOString() });
  });

  test('that do not exist are none', () => {
    expect([startOf('2026-02-30'), startOf('today'), startOf('')]).toEqual([null, null, null]);
    expect(dayOf(startOf('2026-12-31')!)).toBe('2026-12-31');
    expect(rangeOf('2026-02-30', 1, NOW).from).toBe(new Date(2026, 2, 2).toISOString());
  });
});

test('facets are lines, whatever they hold', () => {
  expect(facetLines({ host: 'w1', retries: 2, nested: { a: [1] } })).toEqual([{ name: 'host', value: 'w1' }, { name: 'retries', value: '2' }, { name: 'nested', value: '{"a":[1]}' }]);
  expect(facetLines(null)).toEqual([]);
  expect(facetLines([1])).toEqual([]);
});
