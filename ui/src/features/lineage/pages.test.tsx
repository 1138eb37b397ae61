import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { openPage } from '../../app/test-page';

const asset = (id: string, extra: object = {}) => ({ id, kind: 'TABLE', name: id, displayName: id, fullName: `shop.public.${id}`, isPlaceholder: false, isRemoved: false, path: [{ id: 'p', kind: 'SCHEMA', name: 'public', displayName: 'public' }], owners: [], details: { tableType: 'REGULAR' }, parent: null, ...extra });
const node = (id: string, hiddenDown = 0) => ({ key: id, hiddenUp: 0, hiddenDown, columns: [], asset: asset(id) });
const edge = (from: string, to: string) => ({ from, to, level: 'TABLE', type: 'DIRECT', subtype: null, masking: false });
const part = (nodes: readonly object[], edges: readonly object[]) => ({ focus: 'orders', totalNodes: nodes.length, totalEdges: edges.length, truncated: false, limit: 500, nodes, edges });
const UP = part([node('orders'), node('customers')], [edge('customers', 'orders')]);
const DOWN = part([node('orders'), node('sales', 2)], [edge('orders', 'sales')]);
const GRAPH = { LineageGraph: { data: { asset: asset('orders'), up: UP, down: DOWN } } };
const CARD = { LineageCard: { data: { asset: { ...asset('sales'), description: 'Sold', tier: null, lastSeenAt: null, tags: [], source: null, statistics: null, lineageCounts: { upstream: 1, downstream: 2 } } } } };

describe('lineage explorer', () => {
  test('without a focus asks for one', async () => {
    await openPage('/lineage', {});
    expect(await screen.findByText('Whose lineage?')).toBeTruthy();
  });

  test('table view lists both directions with hops, nearest first', async () => {
    await openPage('/lineage?focus=orders&view=table', GRAPH);
    const rows = await screen.findAllByRole('row');
    expect(rows.map((row) => row.textContent)).toEqual([expect.stringContaining('Direction'), expect.stringMatching(/^upstream1customers/), expect.stringMatching(/^downstream1sales/)]);
    expect(screen.getByText('3 assets and 2 edges')).toBeTruthy();
  });

  test('says how much of the whole is shown when the limit is reached', async () => {
    const cut = { ...DOWN, truncated: true, totalNodes: 4_211 };
    await openPage('/lineage?focus=orders&view=table', { LineageGraph: { data: { asset: asset('orders'), up: UP, down: cut } } });
    expect(await screen.findByText(/Showing 3 of 4,211 assets/)).toBeTruthy();
  });

  test('asset that may not be seen has no name and no page', async () => {
    const secret = part([node('orders'), { ...node('salaries'), asset: null }], [edge('orders', 'salaries')]);
    await openPage('/lineage?focus=orders&view=table', { LineageGraph: { data: { asset: asset('orders'), up: UP, down: secret } } });
    await userEvent.click(await screen.findByRole('button', { name: 'Not visible to you' }));
    expect(await screen.findByText('Something is here, and your role does not let you see what.')).toBeTruthy();
    expect(screen.queryByText(/salaries/)).toBeNull();
    expect(screen.queryByRole('link', { name: 'Open its page' })).toBeNull();
  });

  test('selected asset shows its card, and its edges as buttons', async () => {
    await openPage('/lineage?focus=orders&view=table', { ...GRAPH, ...CARD });
    await userEvent.click(await screen.findByRole('button', { name: 'sales' }));
    expect(await screen.findByText('Sold')).toBeTruthy();
    expect(screen.getByRole('complementary', { name: 'sales' }).textContent).toContain('Upstream (1)');
    expect(screen.getByRole('button', { name: 'Make it the focus' })).toBeTruthy();
  });

  test('depth and moment of the address are asked for', async () => {
    const { sent } = await openPage('/lineage?focus=orders&up=0&down=3&view=table&asOf=41', GRAPH);
    await screen.findAllByRole('row');
    expect(sent.find(({ name }) => name === 'LineageGraph')?.variables).toMatchObject({ hasUp: false, hasDown: true, asOf: { change: 41 }, down: { depth: 3, direction: 'DOWN', asOf: { change: 41 } } });
  });

  test('column as the focus opens its table and selects the column there', async () => {
    const { sent } = await openPage('/lineage?focus=amount&view=table', {
      LineageGraph: (variables) => ({ data: { asset: variables['focus'] === 'amount' ? asset('amount', { kind: 'COLUMN', parent: { id: 'orders' }, details: {} }) : asset('orders'), up: UP, down: DOWN } }),
      LineageColumns: { data: { asset: { id: 'orders', columns: { nodes: [{ id: 'amount', name: 'amount', details: { dataType: { text: 'numeric' } } }], pageInfo: { hasNextPage: false, endCursor: null } } } } },
      ...CARD,
    });
    await screen.findAllByRole('row');
    await waitFor(() => expect(sent.some(({ name, variables }) => name === 'LineageGraph' && variables['focus'] === 'orders')).toBe(true));
    await waitFor(() => expect(sent.find(({ name }) => name === 'LineageColumns')?.variables['id']).toBe('orders'));
  });

  test('failure offers another try', async () => {
    await openPage('/lineage?focus=orders', { LineageGraph: { code: 'INTERNAL' } });
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy();
  });

  test('asset that is not there says so', async () => {
    await openPage('/lineage?focus=nothing', { LineageGraph: { data: { asset: null, up: part([], []), down: part([], []) } } });
    expect(await screen.findByText('No lineage for this asset')).toBeTruthy();
  });
});
