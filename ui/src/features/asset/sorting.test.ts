import { expect, test } from 'vitest';
import { askedFor, valuesOf } from './sorting';

test('a6_a value is asked for as a word, and quoted where it is more', () => {
  expect(askedFor('costCenter', '4711')).toBe('costCenter:4711');
  expect(askedFor('secrecy', '内部')).toBe('secrecy:内部');
  expect(askedFor('place', 'New York')).toBe('place:"New York"');
  expect(askedFor('place', 'say "a" OR b')).toBe('place:"say  a  OR b"');
});

test('several choices are several values', () => {
  expect(valuesOf({ value: ['a', 'b'], text: 'a, b' })).toEqual(['a', 'b']);
  expect(valuesOf({ value: true, text: 'true' })).toEqual(['true']);
});
