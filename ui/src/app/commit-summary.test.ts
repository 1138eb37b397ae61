import { expect, test } from 'vitest';
import { countsIn } from './commit-summary';

test('counts are read, in their order', () => {
  expect(countsIn('3 added, 12 changed')).toEqual([
    { word: 'added', count: 3 },
    { word: 'changed', count: 12 },
  ]);
});

test('what somebody wrote is not taken for counts', () => {
  expect(countsIn('3 added by hand')).toBeNull();
  expect(countsIn('')).toBeNull();
});
