import { expect, test } from 'vitest';
import { daysOf } from './model';

test('days are whole numbers from 1 to 730', () => {
  expect(['1', ' 30 ', '730'].map(daysOf)).toEqual([1, 30, 730]);
  expect(['', '0', '731', '-1', '1.5', '1e2', 'x'].map(daysOf)).toEqual(Array(7).fill(null));
});
