import { describe, expect, test } from 'vitest';
import type { Detail } from './edge';
import { byHandOf, canBeEnd, type Draft, type End, MOST_NOTE_BYTES, problemOf, removedPairs, swapped, withEnd, withPair, withSameNames } from './manual';

const end = (id: string): End => ({ id, kind: 'TABLE', name: id, fullName: `shop.${id}` });
const column = (name: string) => ({ id: name, name });
const EMPTY: Draft = { upstream: null, downstream: null, pairs: [], note: '' };
const FULL: Draft = { upstream: end('orders'), downstream: end('sales'), pairs: withPair([], column('a'), column('b')), note: 'why' };

describe('an edge by hand', () => {
  test('cannot be sent without both ends, nor into itself, nor with a note that is too long in bytes', () => {
    expect(problemOf(EMPTY)).toBe('noUpstream');
    expect(problemOf({ ...EMPTY, upstream: end('orders') })).toBe('noDownstream');
    expect(problemOf({ ...FULL, downstream: end('orders') })).toBe('same');
    expect(problemOf({ ...FULL, note: '表'.repeat(MOST_NOTE_BYTES / 3 + 1) })).toBe('longNote');
    expect(problemOf({ ...FULL, note: '表'.repeat(Math.floor(MOST_NOTE_BYTES / 3)) })).toBeNull();
  });

  test('loses its pairs with an end, and keeps them when it is turned round', () => {
    expect(withEnd(FULL, 'upstream', end('returns')).pairs).toEqual([]);
    expect(withEnd(FULL, 'upstream', end('orders'))).toBe(FULL);
    expect(swapped(FULL)).toMatchObject({ upstream: end('sales'), downstream: end('orders'), pairs: [{ from: column('b'), to: column('a') }] });
  });

  test('has no pair twice, and pairs columns by name in any case', () => {
    const once = withPair([], column('id'), column('id'));
    expect(withPair(once, column('id'), column('id'))).toBe(once);
    const named = withSameNames(once, [column('id'), column('AMOUNT'), column('x')], [column('id'), column('amount'), column('y')]);
    expect(named.map(({ from, to }) => `${from.name}>${to.name}`)).toEqual(['id>id', 'AMOUNT>amount']);
  });

  test('names the pairs that are to go', () => {
    const before = withPair(FULL.pairs, column('c'), column('d'));
    expect(removedPairs(before, FULL.pairs).map(({ from }) => from.name)).toEqual(['c']);
  });

  test('is not between what only holds others', () => {
    expect(['TABLE', 'TOPIC', 'DASHBOARD', 'FILE'].every(canBeEnd)).toBe(true);
    expect(['COLUMN', 'SCHEMA', 'DATABASE'].some(canBeEnd)).toBe(false);
  });
});

test('what people wrote is told from what tools say, with who wrote the newest of it', () => {
  const said = (tool: string, scope: string, day: number) => ({ tool, scope, byHand: tool === 'manual' ? { note: `note ${day}`, actor: `ana${day}`, at: `2026-03-0${day}T00:00:00Z` } : null });
  const edge = (level: string, name: string, ...assertions: readonly object[]) => ({ level, type: 'DIRECT', subtype: level === 'COLUMN' ? 'AGGREGATION' : null, masking: true, from: { id: name, displayName: name }, to: { id: 'to', displayName: 'to' }, assertions }) as unknown as Detail;
  const edges = [edge('TABLE', 't', said('manual', 'a>to', 3), said('manual', 't>to', 1)), edge('COLUMN', 'a', said('manual', 'a>to', 3)), edge('COLUMN', 'b', said('view', 'v', 1))];
  expect(byHandOf(edges)).toEqual({ note: 'note 1', pairs: [{ from: column('a'), to: column('to'), subtype: 'AGGREGATION', masking: true, note: 'note 3' }], actor: 'ana3', at: '2026-03-03T00:00:00Z' });
  expect(byHandOf([edge('TABLE', 't', said('view', 'v', 1))])).toBeNull();
});
