import { describe, expect, test } from 'vitest';
import { dayNumber, rangeOf, ticksOf } from '../../kit/line-chart/model';
import { scoreOf } from './groups';
import { byKindGroup, draftOf, firstDraft, inputOf, METRICS, problemsOf, savingsOf, sumOf, unitsOf, withMetric } from './model';
import { countsOf } from './parts/measure-fields';
import { changedFields } from './parts/kpi-versions';
import { HALVED } from './test-kpi';
import { treemap } from './treemap';

describe('f4 the form of a KPI', () => {
  test('offers each metric once, with units that it has', () => {
    const all = Object.values(METRICS).flat();
    expect(new Set(all).size).toBe(all.length);
    expect(all).toHaveLength(18);
    expect(unitsOf('OPEN_INCIDENTS')).toEqual(['NUMBER']);
    expect(unitsOf('COST')).toEqual(['PERCENTAGE', 'MONEY']);
  });

  test('leaves out what means nothing to the metric', () => {
    const draft = { ...firstDraft(0), name: ' Owned ', description: 'who', target: '60', days: '14', formula: 'count()', baselineCost: '' };
    expect(inputOf(draft)).toMatchObject({ name: 'Owned', days: null, formula: null, baselineCost: null, currency: null });
    expect(inputOf({ ...draft, metric: 'UNUSED' }).days).toBe(14);
    expect(inputOf({ ...draft, metric: 'FORMULA' }).formula).toBe('count()');
  });

  test('of cost goes down from 100 in one currency', () => {
    expect(withMetric(firstDraft(0), 'COST')).toMatchObject({ unit: 'PERCENTAGE', direction: 'DECREASE', baseline: '100', currency: 'USD' });
  });

  test('of a KPI that there is sends back what it was', () => {
    const { name, target, baselineCost, currency, from, until, direction } = HALVED;
    expect(inputOf(draftOf(HALVED))).toMatchObject({ name, target, baselineCost, currency, from, until, direction });
  });

  test('puts each problem of a refusal at its field', () => {
    const found = problemsOf('`until`: is 2026-01-01, before 2026-02-01 where the period begins; `target`: is 120 %; a percentage is at most 100');
    expect([...found]).toEqual([
      ['until', 'is 2026-01-01, before 2026-02-01 where the period begins'],
      ['target', 'is 120 %; a percentage is at most 100'],
    ]);
    expect(problemsOf('no KPI with this name').size).toBe(0);
  });

  test('finds the counts of a formula', () => {
    expect(countsOf('count(has:owner tier:tier1) / count() * 100 + count()')).toEqual(['has:owner tier:tier1', '']);
  });
});

describe('f11 money', () => {
  test('is added up without binary fractions', () => {
    expect(sumOf(['0.10', '0.20'])).toBe('0.30');
    expect(sumOf(['90000.00', '-30000.5'])).toBe('59999.50');
    expect(sumOf(['-0.05'])).toBe('-0.05');
    expect(sumOf(['90071992547409.93', '0.01', 'none'])).toBe('90071992547409.94');
  });

  test('that KPIs save stays apart by currency', () => {
    expect(savingsOf([HALVED, HALVED, { ...HALVED, currency: 'CNY' }, { ...HALVED, progress: null }])).toEqual([
      { currency: 'USD', amount: '180000.00' },
      { currency: 'CNY', amount: '90000.00' },
    ]);
  });
});

test('f8 kinds are summed up by what they are for, never averaged', () => {
  const line = (name: string | null, part: number, whole: number) => ({ name, points: [{ day: '2026-01-01', part: 0, whole: 1 }, { day: '2026-01-02', part, whole }] });
  const groups = byKindGroup([line(null, 57, 75), line('table', 11, 18), line('schema', 1, 1), line('topic', 6, 6), line('pipeline', 8, 8), line('ml_model', 3, 3), line('chart', 12, 12), line('metric', 0, 2)]);
  expect(groups).toEqual([
    { group: 'raw', part: 12, whole: 19 },
    { group: 'workspace', part: 12, whole: 12 },
    { group: 'queue', part: 6, whole: 6 },
    { group: 'workflow', part: 8, whole: 8 },
    { group: 'learning', part: 3, whole: 3 },
    { group: 'other', part: 0, whole: 2 },
  ]);
});

test('f3 the score is the mean of the ratios by their weights', () => {
  expect(scoreOf([{ ratio: 0.5, weight: 20 }, { ratio: 1, weight: 10 }, { ratio: 0, weight: 0 }])).toBeCloseTo(20 / 30, 12);
  expect(scoreOf([{ ratio: 1, weight: 0 }])).toBeNull();
});

test('f4 versions name the fields that differ', () => {
  expect(changedFields({ name: 'a', target: '1', days: 3 }, { name: 'a', target: '2' })).toEqual(['days', 'target']);
});

describe('f10 areas of costs', () => {
  test('are as large as the values, inside of the space, and do not overlap', () => {
    const values = [60, 25, 10, 4, 1, 0];
    const boxes = treemap(values, (value) => value, 4);
    expect(boxes).toHaveLength(5);
    for (const { item, left, top, width, height } of boxes) {
      expect(width * height).toBeCloseTo(item / 100, 9);
      expect(left + width).toBeLessThanOrEqual(1 + 1e-9);
      expect(top + height).toBeLessThanOrEqual(1 + 1e-9);
    }
    const overlaps = boxes.flatMap((one, at) => boxes.slice(at + 1).filter((other) => one.left + one.width > other.left + 1e-9 && other.left + other.width > one.left + 1e-9 && one.top + one.height > other.top + 1e-9 && other.top + other.height > one.top + 1e-9));
    expect(overlaps).toEqual([]);
  });

  test('of nothing are none', () => expect(treemap([0, -1, Number.NaN], (value) => value, 4)).toEqual([]));
});

describe('f6 the scale of a line', () => {
  test('counts days in UTC', () => expect(dayNumber('1970-01-03')).toBe(2));
  test('has a few round values', () => {
    expect(ticksOf(0, 100)).toEqual([0, 25, 50, 75, 100]);
    expect(ticksOf(0.02, 0.31)).toEqual([0.1, 0.2, 0.3]);
  });
  test('is never empty, and begins at 0 where that is asked for', () => {
    expect(rangeOf([])).toEqual([0, 1]);
    const [low, high] = rangeOf([70, 70]);
    expect(low).toBeLessThan(high);
    expect(rangeOf([90, 100], true)[0]).toBe(0);
    expect(rangeOf([90, 100])[0]).toBeGreaterThan(80);
  });
});
