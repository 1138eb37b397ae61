import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import { type Answer, openPage } from '../../app/test-page';

const asset = (id: string) => ({ id, kind: 'TABLE', name: id, displayName: id, fullName: `shop.public.${id}`, isPlaceholder: false, isRemoved: false, path: [], owners: [], source: null, details: { __typename: 'TableDetails', tableType: 'REGULAR' }, parent: null });
const node = (id: string) => ({ key: id, hiddenUp: 0, hiddenDown: 0, columns: [], asset: asset(id) });
const part = (ids: readonly string[], edges: readonly object[]) => ({ focus: 'orders', totalNodes: ids.length, totalEdges: edges.length, truncated: false, limit: 500, nodes: ids.map(node), edges });
const GRAPH = { LineageGraph: { data: { asset: asset('orders'), up: part(['orders'], []), down: part(['orders', 'sales'], [{ from: 'orders', to: 'sales', level: 'TABLE', type: 'DIRECT', subtype: null, masking: false }]) } } };
const columns = (id: string, ...names: readonly string[]): Answer => ({ data: { asset: { id, columns: { nodes: names.map((name) => ({ id: `${id}.${name}`, name, details: { __typename: 'ColumnDetails', dataType: { text: 'text' } } })), pageInfo: { hasNextPage: false, endCursor: null } } } } });
const FORM = {
  ...GRAPH,
  LineageEnds: { data: { suggest: [{ id: 'c', kind: 'COLUMN', name: 'board_id', fullName: 'shop.public.x.board_id' }, { id: 'board', kind: 'DASHBOARD', name: 'board', fullName: 'bi.board' }, { id: 'sales', kind: 'TABLE', name: 'sales', fullName: 'shop.public.sales' }] } },
  LineageColumns: (variables: Record<string, unknown>): Answer => (variables['id'] === 'orders' ? columns('orders', 'id', 'amount', 'Paid') : columns('sales', 'id', 'total', 'paid')),
  SetManualLineage: { data: { setManualLineage: { edges: 1 } } },
  RemoveManualLineage: { data: { removeManualLineage: { edges: 1 } } },
};
const hand = (scope: string) => ({ tool: 'manual', scope, why: 'declared', confidence: 1, text: null, span: null, since: 3, sinceTime: null, byHand: { note: 'Copied each night', actor: 'ben', at: '2026-03-01T10:00:00Z' }, seen: null });
const said = (level: string, from: string, to: string) => ({ level, type: 'DIRECT', subtype: level === 'COLUMN' ? 'IDENTITY' : null, masking: false, since: 3, sinceTime: null, through: null, from: { id: from, displayName: from }, to: { id: to, displayName: to }, assertions: [hand(`${from}>${to}`)] });
const EDGE = { LineageEdgeDetails: { data: { lineageEdge: { truncated: false, texts: [], edges: [said('TABLE', 'orders', 'sales'), said('COLUMN', 'orders.amount', 'sales.total')] } } } };
const sentEdges = (sent: readonly { name: string; variables: Record<string, unknown> }[], name: string) => sent.find((one) => one.name === name)?.variables['edges'];

describe('edge by hand', () => {
  test('is written with its columns and why, begun by a key', async () => {
    const { sent } = await openPage('/lineage?focus=orders&view=table', { ...FORM, ...EDGE }, 'EDITOR');
    await screen.findByRole('button', { name: 'Add an edge' });
    await userEvent.keyboard('a');
    const dialog = await screen.findByRole('dialog', { name: 'Add an edge by hand' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    expect((await within(dialog).findByRole('alert')).textContent).toBe('Choose where data goes.');
    await userEvent.type(within(dialog).getByRole('combobox', { name: 'Find an asset' }), 'sa');
    expect(await within(dialog).findAllByRole('option')).toHaveLength(2);
    await userEvent.click(within(dialog).getByRole('option', { name: /sales/ }));
    await userEvent.click(await within(dialog).findByText('Columns (optional)'));
    await userEvent.click(await within(dialog).findByRole('button', { name: 'Pair 2 columns of the same name' }));
    await userEvent.click(within(dialog).getByRole('button', { name: /^amount/ }));
    await userEvent.click(within(dialog).getByRole('button', { name: /^total/ }));
    await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'What happens from amount → total' }), 'AGGREGATION');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Take away id → id' }));
    await userEvent.type(within(dialog).getByRole('textbox', { name: 'Note' }), ' Ask Ben ');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(sentEdges(sent, 'SetManualLineage')).toEqual([
      { upstream: 'orders', downstream: 'sales', note: 'Ask Ben' },
      { upstream: 'orders.Paid', downstream: 'sales.paid', subtype: 'IDENTITY', masking: false, note: null },
      { upstream: 'orders.amount', downstream: 'sales.total', subtype: 'AGGREGATION', masking: false, note: null },
    ]);
    expect(await screen.findByRole('complementary', { name: 'Edge' })).toBeTruthy();
  });

  test('that is refused says at the field why', async () => {
    await openPage('/lineage?focus=orders&view=table&sel=e~orders>sales', { ...FORM, ...EDGE, SetManualLineage: { code: 'INVALID', field: 'edges[0].note', message: 'has a NUL character' } });
    await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
    const dialog = await screen.findByRole('dialog', { name: 'Edge written by hand' });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    const note = within(dialog).getByRole('textbox', { name: 'Note' });
    await waitFor(() => expect(note.getAttribute('aria-invalid')).toBe('true'));
    expect(within(dialog).getByRole('alert').textContent).toBe('has a NUL character');
  });

  test('loses the pairs that are taken away', async () => {
    const { sent } = await openPage('/lineage?focus=orders&view=table&sel=e~orders>sales', { ...FORM, ...EDGE });
    await userEvent.click(await screen.findByRole('button', { name: 'Edit' }));
    const dialog = await screen.findByRole('dialog', { name: 'Edge written by hand' });
    expect(within(dialog).getByRole('textbox', { name: 'Note' })).toHaveProperty('value', 'Copied each night');
    await userEvent.click(await within(dialog).findByRole('button', { name: /^Take away/ }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(sentEdges(sent, 'RemoveManualLineage')).toEqual([{ upstream: 'orders.amount', downstream: 'sales.total' }]));
  });

  test('tells who wrote it, and is removed after a question', async () => {
    const { sent } = await openPage('/lineage?focus=orders&view=table&sel=e~orders>sales', { ...FORM, ...EDGE });
    const section = await screen.findByRole('region', { name: 'Written by hand' });
    expect(section.textContent).toMatch(/Copied each night.*ben/);
    await userEvent.click(within(section).getByRole('button', { name: 'Remove' }));
    const question = await screen.findByRole('dialog', { name: 'Remove what was written by hand?' });
    expect(question.textContent).toContain('from orders to sales');
    await userEvent.click(within(question).getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(sentEdges(sent, 'RemoveManualLineage')).toEqual([{ upstream: 'orders', downstream: 'sales' }]));
  });

  test('is read by a viewer, who has no button and no key for it', async () => {
    await openPage('/lineage?focus=orders&view=table&sel=e~orders>sales', { ...FORM, ...EDGE }, 'VIEWER');
    await screen.findByText('Copied each night');
    await userEvent.keyboard('a');
    expect(screen.queryByRole('button', { name: 'Add an edge' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Remove' })).toBeNull();
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  test('is not written into the past', async () => {
    await openPage('/lineage?focus=orders&view=table&asOf=3', { ...FORM, LineageMoments: { data: { lineageMoments: { complete: true, moments: [] } } } });
    await screen.findAllByRole('row');
    expect(screen.queryByRole('button', { name: 'Add an edge' })).toBeNull();
  });
});
