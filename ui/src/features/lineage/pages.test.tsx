import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { openPage } from '../../app/test-page';

const asset = (id: string, extra: object = {}) => ({ id, kind: 'TABLE', name: id, displayName: id, fullName: `shop.public.${id}`, isPlaceholder: false, isRemoved: false, path: [{ id: 'p', kind: 'SCHEMA', name: 'public', displayName: 'public' }], owners: [], source: { id: 's1', name: 'shop' }, details: { __typename: 'TableDetails', tableType: 'REGULAR' }, parent: null, ...extra });
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
    expect(await screen.findByText(/Showing 3 of 4,212 assets/)).toBeTruthy();
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
    expect((await screen.findByRole('link', { name: 'Open the column’s page' })).getAttribute('href')).toBe('/a/amount');
  });

  test('hub whose address brings pages along is read in few pieces, each beginning where the one before ended', async () => {
    const page = (name: string, end: string | null) => ({ data: { lineageNeighbours: { total: 100_000, pageInfo: { hasNextPage: end !== null, endCursor: end }, scene: part([node('sales', 99_000), node(name)], [edge('sales', name)]) } } });
    const { sent } = await openPage('/lineage?focus=orders&view=table&more=d~sales~21', {
      ...GRAPH,
      LineageNeighbours: (variables) => ((variables['input'] as { after?: string }).after === '7' ? page('mart_2', null) : page('mart_1', '7')),
    });
    expect(await screen.findByText('mart_1')).toBeTruthy();
    expect(await screen.findByText('mart_2')).toBeTruthy();
    const asked = sent.filter(({ name }) => name === 'LineageNeighbours').map(({ variables }) => variables['input']);
    expect(asked).toEqual([expect.objectContaining({ focus: 'sales', side: 'DOWN', first: 500 }), expect.objectContaining({ after: '7', first: 25 })]);
  });

  test('neighbours that are not in the graph are found by name, and brought in', async () => {
    const names = { data: { lineageNeighbours: { total: 100_000, pageInfo: { hasNextPage: true, endCursor: '9' }, scene: { nodes: [{ key: 'sales', asset: null }, { key: 'm', asset: { id: 'm', kind: 'TABLE', displayName: 'mart_042' } }] } } } };
    const found = { data: { lineageNeighbours: { total: 2, pageInfo: { hasNextPage: false, endCursor: null }, scene: part([node('sales', 1), node('mart_042')], [edge('sales', 'mart_042')]) } } };
    const { sent } = await openPage('/lineage?focus=orders&view=table&sel=n~sales', { ...GRAPH, ...CARD, LineageNames: names, LineageNeighbours: found });
    await userEvent.type(await screen.findByLabelText('Find downstream by name'), '42');
    await userEvent.click(await screen.findByRole('button', { name: 'Show those with “42”' }));
    await waitFor(() => expect(screen.getAllByRole('button', { name: 'mart_042' })).toHaveLength(2));
    expect(sent.find(({ name }) => name === 'LineageNeighbours')?.variables['input']).toMatchObject({ focus: 'sales', text: '42' });
  });

  test('impact is listed, sorted, and gathered by owner', async () => {
    const item = (id: string, depth: number, owners: readonly string[]) => ({ depth, via: [], asset: asset(id, { owners: owners.map((name) => ({ name, displayName: name })) }) });
    await openPage('/lineage?focus=orders&view=impact', { ...GRAPH, LineageImpact: { data: { impact: { total: 3, truncated: false, items: [item('b', 1, ['Ana']), item('a', 2, ['Ana']), item('c', 1, [])] } } } });
    const names = () => screen.getAllByRole('row').slice(1).map((row) => row.querySelectorAll('td')[1]?.textContent);
    await screen.findByRole('link', { name: 'a' });
    expect(names()).toEqual(['b', 'c', 'a']);
    await userEvent.click(screen.getByRole('button', { name: /^Name/ }));
    expect(names()).toEqual(['a', 'b', 'c']);
    await userEvent.click(screen.getByRole('button', { name: 'By owner' }));
    expect(screen.getAllByRole('heading', { level: 2 }).map((heading) => heading.textContent)).toEqual(['Ana2 assets', 'nobody1 asset']);
  });

  test('slider stops where something changed and compares with the step before', async () => {
    const moments = [{ change: 50, time: '2026-03-02T10:00:00Z', appeared: 2, vanished: 1 }, { change: 41, time: '2026-03-01T10:00:00Z', appeared: 5, vanished: 0 }];
    const { sent } = await openPage('/lineage?focus=orders&view=table&asOf=50&against=before', { ...GRAPH, LineageMoments: { data: { lineageMoments: { complete: true, moments } } } });
    const slider = await screen.findByRole('slider', { name: 'Moment shown' });
    expect(slider).toHaveProperty('value', '1');
    expect(await screen.findByText(/0 edges appeared · 0 edges vanished/)).toBeTruthy();
    expect(sent.filter(({ name }) => name === 'LineageGraph').map(({ variables }) => (variables['asOf'] as { change: number }).change).sort((one, two) => one - two)).toEqual([49, 50]);
  });

  test('edge says who says so, how surely, and where in the SQL', async () => {
    const said = { tool: 'view', scope: 'shop.public.sales', why: 'resolved', confidence: 0.9, text: 0, span: [7, 13], byHand: null, seen: { queries: 1200, lastSeenAt: '2026-03-01T10:00:00Z' }, since: 3, sinceTime: '2026-03-01T10:00:00Z' };
    const ends = { from: { id: 'c1', displayName: 'amount' }, to: { id: 'c2', displayName: 'total' } };
    await openPage('/lineage?focus=orders&view=table&sel=e~orders>sales', {
      ...GRAPH,
      LineageEdgeDetails: { data: { lineageEdge: { truncated: false, texts: [{ text: 'select amount as total from orders', asset: { id: 'refill', kind: 'PROCEDURE', displayName: 'refill()' } }], edges: [{ level: 'COLUMN', type: 'DIRECT', subtype: 'IDENTITY', masking: false, since: 3, sinceTime: null, through: null, assertions: [said], ...ends }] } } },
    });
    const card = await screen.findByRole('complementary', { name: 'Edge' });
    await waitFor(() => expect(card.textContent).toContain('Said by (1)'));
    expect(card.textContent).toMatch(/view.*90%.*shop\.public\.sales.*names resolved/s);
    expect(card.textContent).toContain('seen 1,200 times, last');
    expect(card.querySelector('mark')?.textContent).toBe('amount');
    expect(within(card).getByRole('link', { name: 'refill()' }).getAttribute('href')).toBe('/a/refill');
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
