import { expect, test } from 'vitest';
import { absentChange, absentOf, readColumn, readColumns } from './profile';

test('a profile of another version, or of nonsense, shows what is understood of it', () => {
  expect(readColumns('nonsense')).toEqual([]);
  expect(readColumns([null, 7, { name: '' }, { nulls: 1 }])).toEqual([]);
  expect(readColumn({ name: 'a', nulls: '3', histogram: [{ from: 0, to: 1 }, { from: 0, to: 1, count: 2 }], top: [{ value: 1, count: 1 }, { value: 'x', count: 1 }], quartiles: [1, 2] })).toEqual({
    name: 'a',
    nulls: null,
    distinct: null,
    isEstimate: false,
    min: null,
    max: null,
    figures: [['q1', 1], ['median', 2]],
    histogram: [{ from: 0, to: 1, count: 2 }],
    top: [{ value: 'x', count: 1 }],
    patterns: [],
    trouble: null,
  });
});

test('what is missing is a share of the rows, and has changed only when both are known', () => {
  const [now, before] = [readColumn({ name: 'a', nulls: 5 }), readColumn({ name: 'a', nulls: 1 })];
  expect([absentOf(now, 10), absentOf(now, 0), absentOf(readColumn({ name: 'a' }), 10)]).toEqual([0.5, null, null]);
  expect(absentChange(now, 10, before, 10)).toBeCloseTo(0.4);
  expect([absentChange(now, 10, undefined, 0), absentChange(now, 10, before, 2)]).toEqual([null, null]);
});
