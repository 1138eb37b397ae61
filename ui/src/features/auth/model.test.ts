import { expect, test } from 'vitest';
import { passwordProblem } from './model';

const LEAST = 10;

test('a password one character short is refused', () => {
  const short = 'x'.repeat(LEAST - 1);
  expect(passwordProblem(short, short, LEAST)).toBe('short');
  expect(passwordProblem(short, short, LEAST - 1)).toBeNull();
});

test('characters are counted, not UTF-16 units', () => {
  const emoji = '🗺'.repeat(LEAST);
  expect(passwordProblem(emoji, emoji, LEAST)).toBeNull();
  expect(passwordProblem('🗺'.repeat(LEAST - 1), '', LEAST)).toBe('short');
});

test('two passwords that differ are refused', () => {
  expect(passwordProblem('correct horse battery', 'correct horse batterY', LEAST)).toBe('different');
});
