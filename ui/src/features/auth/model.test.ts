import { expect, test } from 'vitest';
import { LEAST_PASSWORD_LENGTH, passwordProblem } from './model';

test('a password one character short is refused', () => {
  const short = 'x'.repeat(LEAST_PASSWORD_LENGTH - 1);
  expect(passwordProblem(short, short)).toBe('short');
});

test('characters are counted, not UTF-16 units', () => {
  const emoji = '🗺'.repeat(LEAST_PASSWORD_LENGTH);
  expect(passwordProblem(emoji, emoji)).toBeNull();
  expect(passwordProblem('🗺'.repeat(LEAST_PASSWORD_LENGTH - 1), '')).toBe('short');
});

test('two passwords that differ are refused', () => {
  expect(passwordProblem('correct horse battery', 'correct horse batterY')).toBe('different');
});
