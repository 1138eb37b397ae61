import { expect, test } from 'vitest';
import type { PlanFactsFragment } from '../../gql/types';
import { byOwner, planTable, wishesOf, wishInput, withMore } from './plan';

const planned = (asset: string, owner: string | null, projected: string, actual = '0.00') => ({ asset, name: asset, owner, bytes: 10, storage: null, projected, actual, isGone: actual !== '0.00', liveDownstream: 0, warning: null });
const plan: PlanFactsFragment = { id: 'p', name: 'Spring', currency: 'USD', madeBy: 'ana', changedAt: '2026-01-01T00:00:00Z', projected: '90.00', actual: '20.00', assets: [planned('a', 'ana', '20.00', '20.00'), planned('b', null, '60.00'), planned('c', 'bo', '0.10'), planned('d', 'ana', '9.90')] };

test('f10_savings are put together by owner, the most first and what nobody owns last', () => {
  expect(byOwner(plan.assets).map(({ owner, projected, actual, assets }) => [owner, projected, actual, assets.length])).toEqual([['ana', '29.90', '20.00', 2], ['bo', '0.10', '0.00', 1], [null, '60.00', '0.00', 1]]);
});

test('f10_more assets leave what a plan has as it is', () => {
  const stored = { asset: 'a', name: 'a', storage: 'cold' };
  expect(wishInput(withMore([stored], [{ asset: 'a', name: 'a', storage: '' }, { asset: 'b', name: 'b', storage: ' ' }]))).toEqual([{ asset: 'a', storage: 'cold' }, { asset: 'b', storage: null }]);
  expect(wishesOf(plan)).toHaveLength(4);
});

test('f10_the file goes owner by owner', () => {
  const head = ['owner', 'asset', 'bytes', 'storage', 'planned', 'actual', 'currency', 'gone'];
  const table = planTable(plan, head);
  expect(table.map(([owner, asset]) => `${owner}/${asset}`)).toEqual(['owner/asset', 'ana/a', 'ana/d', 'bo/c', '/b']);
  expect(table[1]).toEqual(['ana', 'a', '10', '', '20.00', '20.00', 'USD', 'true']);
});
