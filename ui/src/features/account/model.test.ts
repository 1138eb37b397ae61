import { expect, test } from 'vitest';
import { endOf, scopesOf } from './model';

test('nobody can give a token more than they may themselves', () => {
  expect(scopesOf('VIEWER')).toEqual(['READ']);
  expect(scopesOf('EDITOR')).not.toContain('ADMIN');
});

test('a token ends the chosen number of days later, or never', () => {
  expect(endOf('7', Date.parse('2026-03-01T00:00:00Z'))).toBe('2026-03-08T00:00:00.000Z');
  expect(endOf('never', 0)).toBeNull();
});
