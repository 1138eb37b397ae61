import { expect, test } from 'vitest';
import { nextSort } from './table';

test('a header goes from up to down to none', () => {
  const up = nextSort(undefined, 'name');
  const down = nextSort(up, 'name');
  expect([up, down, nextSort(down, 'name')]).toEqual([{ by: 'name', isDescending: false }, { by: 'name', isDescending: true }, undefined]);
});

test('another header begins anew', () => {
  expect(nextSort({ by: 'name', isDescending: true }, 'type')).toEqual({ by: 'type', isDescending: false });
});
