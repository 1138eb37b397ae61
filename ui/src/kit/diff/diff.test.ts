import { expect, test } from 'vitest';
import { asText } from './diff';

test('values are written for people', () => {
  expect(asText(null)).toBe('');
  expect(asText(['pii', 'core'])).toBe('pii, core');
  expect(asText({ text: 'numeric(12,2)', class: 'decimal', values: [] })).toBe('numeric(12,2)');
  expect(asText(false)).toBe('false');
  expect(asText({ a: 1 })).toBe('{\n  "a": 1\n}');
});
