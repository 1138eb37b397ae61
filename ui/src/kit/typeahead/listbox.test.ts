import { expect, test } from 'vitest';
import { moved } from './listbox';

test('arrows go round through the place where nothing is marked', () => {
  expect(moved(-1, 1, 3)).toBe(0);
  expect(moved(2, 1, 3)).toBe(-1);
  expect(moved(-1, -1, 3)).toBe(2);
  expect(moved(0, -1, 3)).toBe(-1);
});

test('an empty list has nothing to mark', () => {
  expect(moved(-1, 1, 0)).toBe(-1);
});
