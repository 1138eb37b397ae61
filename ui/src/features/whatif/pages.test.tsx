import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test, vi } from 'vitest';
import { openPage } from '../../app/test-page';

const ORDERS = 'postgres://h/shop.public.orders';
const TABLE = { id: 't1', kind: 'TABLE', displayName: 'orders', fullName: ORDERS, columns: { nodes: ['id', 'amount'].map((name) => ({ id: name, name, fullName: `${ORDERS}.${name}`, details: { __typename: 'ColumnDetails', dataType: { text: 'int' } } })), pageInfo: { hasNextPage: false } } };
const broken = (name: string, extra: object = {}) => ({ name, kind: 'COLUMN', effect: 'BREAKS', distance: 1, change: 0, subtype: 'AGGREGATION', owners: ['ana'], path: [`${ORDERS}.amount`, name], asset: { id: name, kind: 'COLUMN', displayName: name, details: { __typename: 'ColumnDetails' } }, ...extra });
const ANSWER = {
  total: 3,
  truncated: false,
  notes: [],
  contractsTotal: 1,
  contracts: [{ name: 'postgres://h/shop.public.clean', effect: 'BREAKS', owners: ['ben'], asset: { id: 'clean' }, breaches: [{ kind: 'COMPUTED', column: 'amount', change: 0, before: null, after: null }, { kind: 'OTHER_TYPE', column: 'id', change: null, before: 'int', after: 'text' }] }],
  changes: [{ asset: 'amount', name: `${ORDERS}.amount`, kind: 'COLUMN', change: 'DROPPED', before: 'int', after: null, isBreaking: true }],
  broken: [
    broken('postgres://h/shop.public.sales.total'),
    broken('bi://h/board', { kind: 'DASHBOARD', effect: 'AFFECTED', distance: 2, subtype: null, owners: [], path: [`${ORDERS}.amount`, 'postgres://h/shop.public.sales.total', 'bi://h/board'], asset: { id: 'board', kind: 'DASHBOARD', displayName: 'Board', details: { __typename: 'DashboardDetails' } } }),
    broken('secret', { path: [`${ORDERS}.amount`, null, 'x.secret'], owners: ['ana'] }),
  ],
};
const ANSWERS = { WhatIfColumns: { data: { asset: TABLE } }, WhatIfTables: { data: { suggest: [{ id: 'c', kind: 'COLUMN', name: 'orders_id', fullName: 'x' }, { id: 't1', kind: 'TABLE', name: 'orders', fullName: ORDERS }] } }, WhatIf: { data: { whatIf: ANSWER } } };
const asked = (sent: readonly { name: string; variables: Record<string, unknown> }[]) => (sent.findLast(({ name }) => name === 'WhatIf')?.variables['input'] as { proposal: unknown } | undefined)?.proposal;

describe('what breaks', () => {
  test('if chosen columns go or change is asked, and told by owner with the way there', async () => {
    const { sent } = await openPage('/what-if', ANSWERS, 'VIEWER');
    await userEvent.type(await screen.findByRole('combobox', { name: 'Find a table or view' }), 'ord');
    const option = await screen.findByRole('option');
    expect(option.textContent).toContain('orders');
    await userEvent.click(option);
    await userEvent.click(await screen.findByRole('checkbox', { name: /^amount/ }));
    const group = await screen.findByRole('region', { name: 'ana' });
    expect(asked(sent)).toEqual({ columns: [{ name: `${ORDERS}.amount` }] });
    expect(within(group).getByRole('row', { name: /sales\.total.*aggregates orders\.amount/ })).toBeTruthy();
    expect(within(group).getByRole('row', { name: /secret.*not visible to you/ })).toBeTruthy();
    expect(within(screen.getByRole('region', { name: 'nobody' })).getByRole('row', { name: /Affected Board.*sales\.total/ })).toBeTruthy();
    const contracts = screen.getByRole('list', { name: '1 contract breaks' });
    expect(within(contracts).getByText('amount cannot be computed: orders.amount is dropped')).toBeTruthy();
    expect(within(contracts).getByText('id is promised as text, no longer as int')).toBeTruthy();
    expect(screen.getByText('2 break')).toBeTruthy();
    expect(screen.getByText('1 is affected')).toBeTruthy();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'What becomes of orders.amount' }), 'type');
    await userEvent.type(screen.getByRole('textbox', { name: 'New type of orders.amount' }), 'bigint{Enter}');
    await waitFor(() => expect(asked(sent)).toEqual({ columns: [{ name: `${ORDERS}.amount`, dataType: 'bigint' }] }));
  });

  test('is taken along as Markdown', async () => {
    await openPage(`/what-if?asset=t1&changes=${encodeURIComponent(JSON.stringify([{ column: `${ORDERS}.amount` }]))}`, ANSWERS);
    const write = vi.fn((_text: string) => Promise.resolve());
    await screen.findByRole('region', { name: 'ana' });
    Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: write } });
    await userEvent.click(screen.getByRole('button', { name: 'Copy as Markdown' }));
    expect(write.mock.calls[0]?.[0]).toMatch(/### What breaks[\s\S]*- `public\.orders\.amount`: is dropped[\s\S]*#### ana \(2\)[\s\S]*\| Breaks \| `sales\.total` \| Column \| 1 \|/);
  });

  test('is asked of a script, with where its tables live', async () => {
    const { sent } = await openPage('/what-if?mode=ddl', { ...ANSWERS, WhatIf: { data: { whatIf: { ...ANSWER, broken: [], total: 0, contracts: [], contractsTotal: 0, notes: ['no table `x` in the catalog'] } } } });
    await userEvent.click(await screen.findByRole('button', { name: 'Check' }));
    expect((await screen.findByRole('alert')).textContent).toBe('Write or paste a statement first.');
    expect(asked(sent)).toBeUndefined();
    await userEvent.type(screen.getByRole('textbox', { name: 'SQL that alters tables' }), 'DROP TABLE x');
    await userEvent.type(screen.getByRole('textbox', { name: 'Default schema (optional)' }), 'shop.public');
    await userEvent.click(screen.getByRole('button', { name: 'Check' }));
    expect(await screen.findByText('no table `x` in the catalog')).toBeTruthy();
    expect(screen.getAllByText('Nothing breaks').length).toBeGreaterThan(0);
    expect(asked(sent)).toEqual({ ddl: { sql: 'DROP TABLE x', dialect: 'postgres', defaultPath: ['shop', 'public'] } });
  });

  test('that cannot be read says which words are wrong', async () => {
    await openPage('/what-if?mode=ddl&sql=DROP', { ...ANSWERS, WhatIf: { code: 'INVALID', message: 'ddl.sql is too long' } });
    expect(await screen.findByText('ddl.sql is too long')).toBeTruthy();
  });
});
