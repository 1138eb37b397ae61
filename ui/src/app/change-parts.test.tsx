import { expect, test } from 'vitest';
import { telling } from './change-parts';

const field = (name: string, after: unknown) => ({ field: name, before: null, after, isBreaking: false });

test('a changed type is told once, by its text', () => {
  const fields = [field('details.data_type.class', 'text'), field('details.data_type.length', 64), field('details.data_type.text', 'varchar(64)'), field('details.is_nullable', true)];
  expect(telling(fields).map((each) => each.field)).toEqual(['details.data_type.text', 'details.is_nullable']);
});

test('without the text the parts of a type are told', () => {
  expect(telling([field('details.data_type.values', ['a', 'b'])])).toHaveLength(1);
});

test('a field that was and is empty is not told', () => {
  expect(telling([field('tags', []), field('tier', null)])).toEqual([]);
});
