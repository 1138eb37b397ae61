import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import type { ContractFactsFragment, ContractQuery, ContractVersionsQuery } from '../../gql/types';
import { type Network, openApp } from '../../test-app';
import { namesOf } from './model';

const ORDERS = { id: 'a1', kind: 'TABLE' as const, displayName: 'orders', fullName: 'postgres://h/shop.public.orders' };
const said = (en: string, zh = en) => ({ en, zh });
const AT = '2026-01-02T03:04:05Z';
const END = { hasNextPage: false, endCursor: null };

const facts: ContractFactsFragment = {
  id: 'k1',
  key: 'orders-of-the-shop',
  name: 'Orders',
  owner: 'team:shop',
  health: 'BROKEN',
  isInForce: true,
  updatedAt: AT,
  updatedBy: 'ana',
  version: { version: '1.0.0', state: 'ACTIVE' },
  tables: [
    { name: 'orders', asset: ORDERS },
    { name: 'later', asset: null },
  ],
};
const contract: ContractQuery['contract'] = {
  ...facts,
  suiteId: 's1',
  cron: null,
  standing: { made: 6, passed: 4, failed: 2, errors: 0 },
  version: { ...facts.version, number: 1, document: 'kind: DataContract', notEnforced: [{ path: 'schema[0].quality[1]', why: said('it is words for people') }] },
  consumers: [{ name: 'team:bi', asset: null }],
  reach: { total: 3, assets: [{ ...ORDERS, id: 'a2', displayName: 'totals' }] },
  checks: { nodes: [], pageInfo: END },
  incidents: {
    nodes: [{ id: 'i1', state: 'NEW', severity: 2, openedAt: AT, lastAt: AT, failures: 1, assignee: null, reason: null, resolvedAt: null, asset: ORDERS, check: { id: 'c1', kind: 'contract', title: 'Orders is broken', column: null } }],
  },
};
const change = (path: string, isBreaking: boolean, why: string) => ({ path, isBreaking, why: said(why) });
const versions: ContractVersionsQuery['contractVersions'] = {
  nodes: [
    {
      number: 2,
      version: '1.1.0',
      state: 'DRAFT',
      isInForce: false,
      isBreaking: true,
      acknowledgedBy: 'ana',
      savedBy: 'ana',
      savedAt: AT,
      changes: { isBreaking: true, differences: [change('orders.note', true, 'the column `note` is gone'), change('orders.total', false, 'the column `total` is new')] },
    },
    { number: 1, version: '1.0.0', state: 'ACTIVE', isInForce: true, isBreaking: false, acknowledgedBy: null, savedBy: 'ana', savedAt: AT, changes: { isBreaking: false, differences: [] } },
  ],
  pageInfo: END,
};
const network: Network = {
  Contracts: { data: { contracts: { nodes: [facts], pageInfo: END } } },
  Contract: { data: { contract } },
  ContractVersions: { data: { contractVersions: versions } },
  CheckNames: { data: { checkTypes: [] } },
};

describe('i5 contracts', () => {
  test('are listed with what holds and whether it is kept', async () => {
    await openApp({ path: '/quality/contracts', role: 'VIEWER', network });
    expect((await screen.findByRole('link', { name: 'Orders' })).getAttribute('href')).toBe('/quality/contracts/k1');
    expect(screen.getByText('Broken')).toBeTruthy();
    expect(screen.getByText('later (not found yet)')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Bring a contract' })).toBeNull();
  });

  test('without one tell a viewer who brings it, in Chinese too', async () => {
    await openApp({ path: '/quality/contracts', role: 'VIEWER', locale: 'zh', network: { Contracts: { data: { contracts: { nodes: [], pageInfo: END } } } } });
    expect(await screen.findByText('由有质量管理权限的人导入第一份契约。')).toBeTruthy();
  });

  test('that cannot be read say so', async () => {
    await openApp({ path: '/quality/contracts', network: { Contracts: { code: 'INTERNAL' } } });
    expect(await screen.findByText('req-42')).toBeTruthy();
  });

  test('are brought as text, and a refusal is said in the dialog', async () => {
    let isRefused = true;
    const SaveContract = () => (isRefused ? { code: 'INVALID', message: '`version`: breaks who relies on `1.0.0`' } : { data: { saveContract: { isNew: true, contract: { id: 'k1', name: 'Orders' }, version: { version: '1.1.0' } } } });
    const app = await openApp({ path: '/quality/contracts', role: 'EDITOR', network: { ...network, SaveContract } });
    await userEvent.click(await screen.findByRole('button', { name: 'Bring a contract' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByRole('button', { name: 'Save' })).toHaveProperty('disabled', true);
    await userEvent.type(dialog.getByRole('textbox', { name: 'Document' }), 'kind: DataContract');
    await userEvent.type(dialog.getByRole('textbox', { name: /Who relies on it/ }), 'ana, team:bi');
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    expect(await dialog.findByText('`version`: breaks who relies on `1.0.0`')).toBeTruthy();
    isRefused = false;
    await userEvent.click(dialog.getByRole('checkbox', { name: 'It breaks who relies on it, and that is known' }));
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Orders 1.1.0 is saved')).toBeTruthy();
    const sent = app.sent.filter(({ name }) => name === 'SaveContract').at(-1)?.variables;
    expect(sent).toEqual({ input: { text: 'kind: DataContract', isBreakingKnown: true, consumers: { names: ['ana', 'team:bi'] } } });
    expect(app.path()).toBe('/quality/contracts/k1');
  });
});

describe('i5 a contract', () => {
  test('shows promises, consumers, incidents, and which changes of a version break', async () => {
    await openApp({ path: '/quality/contracts/k1', role: 'VIEWER', network });
    expect(await screen.findByText('4 of 6 promises are kept')).toBeTruthy();
    expect(screen.getByText('team:bi')).toBeTruthy();
    expect(screen.getByText('3 assets downstream')).toBeTruthy();
    expect(screen.getByText('it is words for people')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Orders is broken' })).toBeTruthy();
    expect(await screen.findByText('the column `note` is gone')).toBeTruthy();
    expect(screen.getAllByLabelText('Breaking')).toHaveLength(1);
    expect(screen.getByText('known to ana')).toBeTruthy();
    expect(screen.getByText('YAML').getAttribute('href')).toBe('/api/contracts/k1.yaml');
    expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull();
    expect(screen.queryByRole('combobox', { name: 'State of 1.1.0' })).toBeNull();
  });

  test('a version is put in force by who may', async () => {
    const app = await openApp({ path: '/quality/contracts/k1', role: 'EDITOR', network: { ...network, SetContractState: { data: { setContractState: { id: 'k1' } } } } });
    await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'State of 1.1.0' }), 'ACTIVE');
    expect(app.sent.find(({ name }) => name === 'SetContractState')?.variables).toEqual({ id: 'k1', state: 'ACTIVE', version: '1.1.0', isBreakingKnown: false });
  });
});

test('names of consumers are parted as people write them, each once', () => {
  expect(namesOf(' ana,team:bi；ana\n bob ')).toEqual(['ana', 'team:bi', 'bob']);
  expect(namesOf('')).toEqual([]);
});
