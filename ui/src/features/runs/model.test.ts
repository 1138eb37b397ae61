import { expect, test } from 'vitest';
import { applyEvent, durationOf, filterLines, isActive, mergeLines } from './model';

const LINES = [
  { number: 1, at: '2026-01-01T00:00:00Z', level: 'INFO', message: 'read schema public' },
  { number: 2, at: '2026-01-01T00:00:01Z', level: 'WARN', message: 'cannot read Secret_table' },
  { number: 3, at: '2026-01-01T00:00:02Z', level: 'DEBUG', message: 'statement took 3 ms' },
];
const RUN = { id: 'r', status: 'RUNNING' as const, phase: 'tables', progress: 0.2, counts: { seen: 1, added: 1, changed: 0, removed: 0, held: 0, failed: 0 } };

test('only queued and running runs still move', () => {
  expect(['QUEUED', 'RUNNING', 'SUCCEEDED', 'LOST'].map(isActive)).toEqual([true, true, false, false]);
});

test('run that has not begun has no duration, a working one grows, an ended one does not', () => {
  expect(durationOf({}, 10)).toBeNull();
  expect(durationOf({ startedAt: new Date(1_000).toISOString() }, 4_000)).toBe(3_000);
  expect(durationOf({ startedAt: new Date(1_000).toISOString(), endedAt: new Date(2_000).toISOString() }, 9_000)).toBe(1_000);
});

test('lines are filtered by least level and by text in any case', () => {
  expect(filterLines(LINES, 'INFO', '').map((line) => line.number)).toEqual([1, 2]);
  expect(filterLines(LINES, 'DEBUG', 'SECRET').map((line) => line.number)).toEqual([2]);
});

test('lines that come twice are kept once', () => {
  expect(mergeLines(LINES.slice(0, 2), LINES).map((line) => line.number)).toEqual([1, 2, 3]);
  expect(mergeLines(LINES, LINES)).toBe(LINES);
});

test('event moves counts and phase, and leaves alone what it does not say', () => {
  const moved = applyEvent(RUN, { runId: 'r', phase: 'views', counts: { seen: 40, added: 39 } });
  expect(moved).toMatchObject({ phase: 'views', progress: 0.2, status: 'RUNNING', counts: { seen: 40, added: 39, changed: 0 } });
});

test('end of a run is not taken from an event, as its results are not in it', () => {
  expect(applyEvent(RUN, { status: 'SUCCEEDED' }).status).toBe('RUNNING');
});

test('event that is no object changes nothing', () => {
  expect(applyEvent(RUN, 'nonsense')).toBe(RUN);
});
