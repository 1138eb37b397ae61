import { expect, test } from 'vitest';
import { fromLocalInput, toAsOf, toLocalInput } from './as-of';

test('digits are a change number, an ISO time a time', () => {
  expect(toAsOf('812')).toEqual({ change: 812 });
  expect(toAsOf('2026-03-01T12:00:00Z')).toEqual({ time: '2026-03-01T12:00:00.000Z' });
});

test('what is neither means now', () => {
  expect([toAsOf(undefined), toAsOf('yesterday'), toAsOf('')]).toEqual([null, null, null]);
});

test('a moment survives the input field, to the minute', () => {
  const iso = '2026-03-01T12:34:00.000Z';
  expect(fromLocalInput(toLocalInput(iso))).toBe(iso);
  expect(fromLocalInput('')).toBeNull();
});
