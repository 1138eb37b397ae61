import { expect, test } from 'vitest';
import { type Day, linesOf } from './trend';

const tally = (passed: number, failed: number) => ({ passed, failed, errors: 0, noData: 0, total: passed + failed, passRate: passed + failed === 0 ? null : passed / (passed + failed) });
const day = (name: string, passed: number, failed: number, byDimension: Day['byDimension'] = []): Day => ({ day: name, tally: tally(passed, failed), byDimension });

test('f1_the trend is one line of all and one of each side; a day without a result is no zero', () => {
  const days = [day('2026-01-01', 3, 1, [{ dimension: 'VALIDITY', tally: tally(1, 1) }, { dimension: 'VOLUME', tally: tally(2, 0) }]), day('2026-01-02', 0, 0), day('2026-01-03', 1, 1, [{ dimension: 'VOLUME', tally: tally(1, 1) }])];
  expect(linesOf(days)).toEqual([
    { dimension: null, points: [{ day: '2026-01-01', value: 0.75 }, { day: '2026-01-03', value: 0.5 }] },
    { dimension: 'VOLUME', points: [{ day: '2026-01-01', value: 1 }, { day: '2026-01-03', value: 0.5 }] },
    { dimension: 'VALIDITY', points: [{ day: '2026-01-01', value: 0.5 }] },
  ]);
  expect(linesOf([day('2026-01-01', 0, 0)])).toEqual([]);
});
