import { expect, test } from 'vitest';
import { joinDays, mostOf } from './usage';

const day = (at: number, queries: number) => ({ day: `2026-03-${String(at).padStart(2, '0')}`, queries, reads: queries - 1, writes: 1, users: at });

test('bars of a long time are days joined, and lose no query', () => {
  const days = Array.from({ length: 10 }, (_, at) => day(at + 1, at + 1));
  const bars = joinDays(days, 4);
  expect(bars.map((bar) => bar.day)).toEqual(['2026-03-01', '2026-03-04', '2026-03-07', '2026-03-10']);
  expect(bars.reduce((sum, bar) => sum + bar.queries, 0)).toBe(55);
  expect(bars[0]).toEqual({ day: '2026-03-01', queries: 6, reads: 3, writes: 3, users: 3 });
  expect(joinDays(days, 10)).toEqual(days);
});

test('height of a bar is measured against the busiest day, and never against nothing', () => {
  expect(mostOf([day(1, 3), day(2, 9)])).toBe(9);
  expect(mostOf([])).toBe(1);
});
