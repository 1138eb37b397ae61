import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import type { CostQuery, HealthGroupFactsFragment, HealthQuery, KpiFactsFragment, WorthRowFragment } from '../../gql/types';
import type { Action } from '../../gql/types';
import { type Network, openApp } from '../../test-app';
import { RIGHTS } from '../../test-rights';
import { HALVED } from './test-kpi';

const AT = '2026-11-23T03:04:05Z';
const last = { hasNextPage: false, endCursor: null };
const MANAGER: readonly Action[] = [...RIGHTS.VIEWER, 'MANAGE_KPIS'];
const asset: WorthRowFragment = { id: 'a1', kind: 'TABLE', name: 'shop.orders', source: 'shop', owners: ['ana'], tier: 'tier1', bytes: 2_000_000, monthlyCost: '1200.00', currency: 'USD', lastReadAt: AT, lastWrittenAt: AT };
const met: KpiFactsFragment = { ...HALVED, id: 'k2', name: 'Owned tables', metric: 'OWNED', direction: 'INCREASE', baseline: null, baselineCost: null, currency: null, target: '60', owner: 'ana', standing: 'MET_EARLY', feedback: ['Well done', '太棒了'], latest: { day: '2026-11-23', value: '76', part: 57, whole: 75 }, progress: { isMet: true, raw: '1.2666', bar: 1, reduction: null, saved: null, savedAtTarget: null }, forecast: null };
const lines = [
  { name: null, points: [{ day: '2026-11-23', part: 57, whole: 75 }] },
  { name: 'table', points: [{ day: '2026-11-23', part: 11, whole: 18 }] },
  { name: 'topic', points: [{ day: '2026-11-23', part: 6, whole: 6 }] },
];
const COVERAGE = { data: { described: { isGlobal: false, lines }, owned: { lines: [] } } };
const kpis = (...nodes: KpiFactsFragment[]) => ({ data: { kpis: { nodes, pageInfo: last } } });
const BOARD: Network = { Kpis: kpis(HALVED, met), KindCoverage: COVERAGE };

describe('f6 the board of KPIs', () => {
  test('f11 reads as the company reckons: 30 % saved are 90,000 USD, progress 60 %, not met', async () => {
    await openApp({ path: '/kpis', role: 'VIEWER', network: BOARD });
    expect(await screen.findByText('Saved 30%, 90,000.00 USD a month, progress 60%, not met')).toBeTruthy();
    expect(screen.getByText('38 days left')).toBeTruthy();
    expect(screen.getByRole('meter', { name: 'Progress of Half the cost of data' }).getAttribute('aria-valuenow')).toBe('60');
    expect(screen.getByText('90,000.00 USD')).toBeTruthy();
    expect(screen.getByText('Expected at the end: 51%, not met')).toBeTruthy();
    expect(screen.getByText('57 of 75')).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'New KPI' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Work out now' })).toBeNull();
  });

  test('f11 an overspend is said as one, in Chinese too', async () => {
    const over = { ...HALVED, latest: { day: '2026-11-23', value: '110', part: null, whole: null }, progress: { isMet: false, raw: '-0.2', bar: 0, reduction: '-10', saved: '-30000.00', savedAtTarget: '150000.00' } };
    await openApp({ path: '/kpis', role: 'VIEWER', locale: 'zh', network: { ...BOARD, Kpis: kpis(over) } });
    expect(await screen.findByText('超出基线 10%，每月多支出 30,000.00 USD，进度 -20%，未达成')).toBeTruthy();
    expect(screen.getByText('还剩 38 天')).toBeTruthy();
  });

  test('is narrowed by state, and the address says so', async () => {
    const app = await openApp({ path: '/kpis', network: BOARD });
    await screen.findByRole('link', { name: 'Owned tables' });
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'State' }), 'MET_EARLY');
    expect(app.path()).toBe('/kpis?standing=MET_EARLY');
    expect(screen.queryByRole('link', { name: 'Half the cost of data' })).toBeNull();
    expect(screen.getByRole('link', { name: 'Owned tables' })).toBeTruthy();
  });

  test('f8 shows what is described by what it is for, and the sum', async () => {
    await openApp({ path: '/kpis', network: BOARD });
    expect((await screen.findByRole('meter', { name: 'Raw data' })).getAttribute('aria-valuetext')).toBe('11 / 18');
    expect(screen.getByRole('meter', { name: 'Queues' }).getAttribute('aria-valuetext')).toBe('6 / 6');
    expect(screen.getByRole('meter', { name: 'All together' }).getAttribute('aria-valuetext')).toBe('17 / 24');
  });

  test('without a KPI leads a manager to the first, and tells others who makes it', async () => {
    await openApp({ path: '/kpis', role: 'VIEWER', permissions: MANAGER, network: { ...BOARD, Kpis: kpis() } });
    expect((await screen.findByRole('link', { name: 'New KPI' })).getAttribute('href')).toBe('/kpis/new');
  });

  test('that cannot be read says so, with the id of the request', async () => {
    await openApp({ path: '/kpis', network: { ...BOARD, Kpis: { code: 'INTERNAL' } } });
    expect(await screen.findByText('req-42')).toBeTruthy();
  });
});

describe('f4 making a KPI', () => {
  const FORM: Network = { KpiPeople: { data: { people: [] } }, KpiGroups: { data: { organisation: { teams: [{ id: 't1', name: 'Sales' }] }, search: { hits: [] } } }, ScopeCount: { data: { search: { total: 7 } } } };

  test('puts what the server refuses at its fields, then sends what was typed', async () => {
    let asked = 0;
    const SaveKpi = () => {
      asked += 1;
      return asked === 1 ? { code: 'INVALID', message: '`target`: is 120 %; a percentage is at most 100; `until`: is before the beginning', field: 'target' } : { data: { saveKpi: { id: 'k1' } } };
    };
    const app = await openApp({ path: '/kpis/new', role: 'VIEWER', permissions: MANAGER, network: { ...FORM, SaveKpi, Kpi: { data: { kpi: { ...HALVED, changedAt: AT, changedBy: 'ana' } } }, KpiResults: { data: { kpiResults: HALVED.recent } }, KpiAssets: { data: { kpiAssets: { total: 0, nodes: [], pageInfo: last } } } } });
    await userEvent.click(await screen.findByRole('button', { name: 'Save' }));
    expect(await screen.findAllByText('This is missing.')).toHaveLength(3);
    expect(asked).toBe(0);
    await userEvent.type(screen.getByRole('textbox', { name: /^Name/ }), 'Owned');
    await userEvent.type(screen.getByRole('textbox', { name: /^Description/ }), 'Somebody answers.');
    await userEvent.type(screen.getByRole('textbox', { name: /^Target/ }), '120');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByText('is 120 %; a percentage is at most 100')).toBeTruthy();
    expect(screen.getByText('is before the beginning')).toBeTruthy();
    await userEvent.clear(screen.getByRole('textbox', { name: /^Target/ }));
    await userEvent.type(screen.getByRole('textbox', { name: /^Target/ }), '90');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('heading', { level: 1, name: HALVED.name })).toBeTruthy();
    expect(app.sent.findLast(({ name }) => name === 'SaveKpi')?.variables['input']).toMatchObject({ name: 'Owned', target: '90', metric: 'DESCRIBED', unit: 'PERCENTAGE' });
  });

  test('f7 shows how many assets the scope means before anything is saved', async () => {
    await openApp({ path: '/kpis/new', role: 'VIEWER', permissions: MANAGER, network: FORM });
    expect(await screen.findByText(/7 assets found now/)).toBeTruthy();
  });

  test('is refused to who may not', async () => {
    await openApp({ path: '/kpis/new', role: 'VIEWER', network: {} });
    expect(await screen.findByText('You may not see this')).toBeTruthy();
  });
});

describe('f6 one KPI', () => {
  const ONE: Network = {
    Kpi: { data: { kpi: { ...HALVED, changedAt: AT, changedBy: 'ana' } } },
    KpiResults: { data: { kpiResults: HALVED.recent } },
    KpiAssets: ({ missing }) => ({ data: { kpiAssets: { total: missing ? 28 : 67, nodes: missing ? [] : [asset], pageInfo: last } } }),
    KpiVersions: { data: { kpiVersions: { nodes: [{ version: 2, changedAt: AT, changedBy: 'ana', definition: { target: '50' } }, { version: 1, changedAt: AT, changedBy: 'bo', definition: { target: '60' } }], pageInfo: last } } },
  };

  test('shows its line as a table, the assets behind it and what it was', async () => {
    await openApp({ path: '/kpis/k1', role: 'VIEWER', network: ONE });
    expect(await screen.findByText('At the target it saves 150,000.00 USD a month.')).toBeTruthy();
    await userEvent.click(await screen.findByRole('button', { name: 'As a table' }));
    expect(within(screen.getByRole('region', { name: /target 50%$/ })).getByText('71%')).toBeTruthy();
    expect((await screen.findByRole('link', { name: 'shop.orders' })).getAttribute('href')).toBe('/a/a1');
    expect(screen.getByRole('tab', { name: /^Missing/ }).textContent).toContain('28');
    await userEvent.click(screen.getByRole('button', { name: 'Show' }));
    expect(await screen.findByText('changed target')).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Edit' })).toBeNull();
    expect(screen.queryByRole('button', { name: 'Delete' })).toBeNull();
  });

  test('that is unknown says so', async () => {
    await openApp({ path: '/kpis/k9', network: { ...ONE, Kpi: { code: 'NOT_FOUND' }, KpiAssets: { code: 'NOT_FOUND' } } });
    expect(await screen.findByText('There is nothing here')).toBeTruthy();
  });
});

const group = (name: string | null, cost: string): CostQuery['costSummary']['total'] => ({ name, bytes: 4_000_000, sized: 3, unpriced: 1, notMeasured: 2, costs: [{ amount: cost, currency: 'USD' }] });
const tally = (count: number) => ({ count, bytes: count * 1000 });
const USE = { data: { reports: [{ name: null, total: tally(10), neverRead: tally(3), buckets: [{ days: 30, used: tally(4), unused: tally(3), unusedCountPercent: 42.857, unusedBytesPercent: 42.857 }, { days: 90, used: tally(6), unused: tally(1), unusedCountPercent: 14.2857, unusedBytesPercent: 14.2857 }] }] } };
const COST: Network = {
  Cost: { data: { costSummary: { total: group(null, '210000.00'), groups: [group('warehouse', '120000.00'), group(null, '90000.00')], moreGroups: 0 } } },
  UseReport: USE,
  UnusedAssets: { data: { unusedAssets: { total: 1, nodes: [asset], pageInfo: last } } },
  Downstream: { data: { assets: [{ id: 'a1', lineageCounts: { downstream: 2 } }] } },
  SavingsPlans: { data: { savingsPlans: { nodes: [], pageInfo: last } } },
  Duplicates: { data: { duplicateCandidates: [] } },
};

describe('f9 cost', () => {
  test('shows what it comes to, and what was never read apart', async () => {
    const app = await openApp({ path: '/cost', role: 'VIEWER', network: COST });
    expect(await screen.findByText('210,000.00 USD')).toBeTruthy();
    expect(screen.getByText('without a source')).toBeTruthy();
    expect(await screen.findByRole('img', { name: '4 used, 3 unused, 3 without any known read' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: '90 days' }));
    expect(app.path()).toBe('/cost?days=90');
    expect(app.sent.filter(({ name }) => name === 'UnusedAssets').map(({ variables }) => variables['days'])).toEqual([30, 90]);
    expect(await screen.findByText('2 assets come from it')).toBeTruthy();
    expect(screen.queryByRole('checkbox')).toBeNull();
  });

  test('f10 a plan tells what it saves and warns of what still comes from the assets', async () => {
    const app = await openApp({ path: '/cost', role: 'VIEWER', permissions: MANAGER, network: { ...COST, SaveSavingsPlan: { data: { saveSavingsPlan: { id: 'p1' } } } } });
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Choose shop.orders' }));
    await userEvent.click(screen.getByRole('button', { name: 'Make a savings plan' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(await dialog.findByText('Something still comes from 1 of them:')).toBeTruthy();
    expect(dialog.getByText('saves 1,200.00 USD a month')).toBeTruthy();
    await userEvent.type(dialog.getByRole('textbox', { name: /^Name/ }), 'Spring');
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    await screen.findByText('Spring is saved.');
    expect(app.sent.find(({ name }) => name === 'SaveSavingsPlan')?.variables).toEqual({ id: null, name: 'Spring', currency: 'USD', assets: [{ asset: 'a1', storage: null }] });
  });

  const planned = (asset: string, owner: string | null) => ({ asset, name: asset, owner, bytes: 10, storage: null, projected: '100.00', actual: '0.00', isGone: false, liveDownstream: 0, warning: null });
  const plan = { id: 'p1', name: 'Spring', currency: 'USD', madeBy: 'ana', changedAt: AT, projected: '200.00', actual: '0.00', assets: [planned('x1', 'bo'), planned('x2', null)] };
  const PLANNED: Network = { ...COST, SavingsPlans: { data: { savingsPlans: { nodes: [plan], pageInfo: last } } }, SaveSavingsPlan: { data: { saveSavingsPlan: { id: 'p1' } } } };

  test('f10 a plan is renamed, an asset is taken out, another is to be stored otherwise', async () => {
    const app = await openApp({ path: '/cost', role: 'VIEWER', permissions: MANAGER, network: PLANNED });
    await userEvent.click(await screen.findByRole('button', { name: 'Change Spring' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByRole('textbox', { name: /^Name/ }), ' 2026');
    await userEvent.click(dialog.getByRole('button', { name: 'Take x1 out of the plan' }));
    await userEvent.type(dialog.getByRole('textbox', { name: 'Store x2 otherwise as' }), 'cold');
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    await screen.findByText('Spring 2026 is saved.');
    expect(app.sent.find(({ name }) => name === 'SaveSavingsPlan')?.variables).toEqual({ id: 'p1', name: 'Spring 2026', currency: 'USD', assets: [{ asset: 'x2', storage: 'cold' }] });
  });

  test('f10 more assets are put into a plan that there is', async () => {
    const app = await openApp({ path: '/cost', role: 'VIEWER', permissions: MANAGER, network: PLANNED });
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Choose shop.orders' }));
    await userEvent.click(screen.getByRole('button', { name: 'Make a savings plan' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.selectOptions(await dialog.findByRole('combobox', { name: 'Put into' }), 'Spring');
    await userEvent.click(dialog.getByRole('button', { name: 'Save' }));
    await screen.findByText('Spring is saved.');
    expect(app.sent.find(({ name }) => name === 'SaveSavingsPlan')?.variables).toMatchObject({ id: 'p1', name: 'Spring', assets: [{ asset: 'x1' }, { asset: 'x2' }, { asset: 'a1', storage: null }] });
  });

  test('f10 who may not manage KPIs sees a plan by owner, takes it away as a file and changes nothing', async () => {
    await openApp({ path: '/cost', role: 'VIEWER', network: PLANNED });
    expect(await screen.findByRole('button', { name: 'Spring by owner: CSV' })).toBeTruthy();
    expect(screen.getByText('Nobody owns')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Change Spring' })).toBeNull();
  });

  test('without a price says who makes one', async () => {
    const none = { ...group(null, '0'), costs: [] };
    await openApp({ path: '/cost', role: 'VIEWER', locale: 'zh', network: { ...COST, Cost: { data: { costSummary: { total: none, groups: [], moreGroups: 0 } } } } });
    expect(await screen.findByText('由有权管理 KPI 的人设置存储单价。')).toBeTruthy();
  });
});

const share = (part: 'OWNED' | 'TIERED', has: number, weight: number) => ({ part, has, of: 95, ratio: has / 95, weight });
const healthy: HealthGroupFactsFragment = { name: null, assets: 95, score: 0.6, missing: ['FRESH'], withoutChecks: 92, parts: [share('OWNED', 69, 20), share('TIERED', 19, 10)] };
const HEALTH: { readonly data: HealthQuery } = { data: { health: { total: healthy, groups: [{ ...healthy, name: 'shop.public' }], moreGroups: 0 }, healthWeights: { version: 4, weights: [{ part: 'OWNED', weight: 20 }, { part: 'TIERED', weight: 10 }] } } };

describe('f3 health', () => {
  const network: Network = { Health: HEALTH, HealthAssets: ({ missing }) => ({ data: { healthAssets: { total: missing ? 26 : 69, nodes: [asset], pageInfo: last } } }), SetHealthWeights: { data: { setHealthWeights: { version: 5 } } } };

  test('shows the formula, what is left out, and the assets behind a number with the same count', async () => {
    const app = await openApp({ path: '/health', role: 'VIEWER', network });
    expect(await screen.findByText('Left out, because nothing is known: On time')).toBeTruthy();
    expect(screen.getByText('÷ 30')).toBeTruthy();
    const formula = within(screen.getByRole('region', { name: 'How the score comes about' }));
    await userEvent.click(formula.getByRole('button', { name: 'Owned: 69 of 95, show the assets' }));
    expect(app.path()).toBe('/health?part=OWNED');
    expect((await screen.findByRole('tab', { name: /^Having all of it/ })).textContent).toContain('69');
    expect(screen.getByRole('tab', { name: /^Lacking/ }).textContent).toContain('26');
    expect(screen.queryByRole('button', { name: 'Weights' })).toBeNull();
  });

  test('a group narrows the list to it', async () => {
    const app = await openApp({ path: '/health?part=TIERED&in=shop.public', network });
    expect(await screen.findByRole('heading', { name: 'Tiered: shop.public' })).toBeTruthy();
    expect(app.sent.find(({ name }) => name === 'HealthAssets')?.variables).toMatchObject({ by: 'SCHEMA', group: 'shop.public', part: 'TIERED' });
  });

  test('weights are changed by who may', async () => {
    const app = await openApp({ path: '/health', role: 'VIEWER', permissions: MANAGER, network });
    await userEvent.click(await screen.findByRole('button', { name: 'Weights' }));
    const owned = within(await screen.findByRole('dialog')).getByRole('textbox', { name: 'Owned' });
    await userEvent.clear(owned);
    await userEvent.type(owned, '1001');
    expect(screen.getByText('A whole number from 0 to 1,000.')).toBeTruthy();
    await userEvent.clear(owned);
    await userEvent.type(owned, '50');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('Weights are saved.');
    expect(app.sent.find(({ name }) => name === 'SetHealthWeights')?.variables).toEqual({ version: 4, weights: [{ part: 'OWNED', weight: 50 }, { part: 'TIERED', weight: 10 }] });
  });
});

describe('f12 insights', () => {
  const network: Network = {
    Insights: { data: { insights: { isGlobal: true, isShare: false, lines: [{ name: 'table', points: [{ day: '2026-11-22', part: 90, ratio: null }, { day: '2026-11-23', part: 93, ratio: null }] }] } } },
    Activity: { data: { activity: { byKind: [{ kind: 'TABLE', views: 5 }], mostViewed: [{ views: 5, asset: { id: 'a1', kind: 'TABLE', displayName: 'orders', fullName: 'shop.orders' } }], mostActive: [{ user: 'ana', views: 5, sessions: 2, seconds: 120, lastAt: AT }], usersByDay: [{ day: '2026-11-23', users: 1 }] } } },
    OwnersLeague: { data: { health: { groups: [{ ...healthy, name: 'Sales' }, { ...healthy, name: null }] } } },
    KpiGroups: { data: { organisation: { teams: [{ id: 't1', name: 'Sales' }] }, search: { hits: [] } } },
  };

  test('draw every chart, say who looked, and are narrowed by team', async () => {
    const app = await openApp({ path: '/insights', role: 'VIEWER', network });
    expect(await screen.findByRole('img', { name: 'Assets by kind' })).toBeTruthy();
    expect(await screen.findByText('5 views')).toBeTruthy();
    expect(screen.getByText('1 min 0 s')).toBeTruthy();
    expect(await screen.findByRole('rowheader', { name: /Sales$/ })).toBeTruthy();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Team' }), 'Sales');
    expect(app.path()).toBe('/insights?team=Sales');
    expect(app.sent.findLast(({ name }) => name === 'Insights')?.variables['filter']).toMatchObject({ team: 'Sales' });
  });

  test('without anything say so', async () => {
    await openApp({ path: '/insights', network: { ...network, Insights: { data: { insights: { isGlobal: false, isShare: true, lines: [] } } }, Activity: { data: { activity: { byKind: [], mostViewed: [], mostActive: [], usersByDay: [] } } } } });
    expect(await screen.findByText('Nobody looked at anything in this time.')).toBeTruthy();
    expect(await screen.findAllByText('Nothing was counted in this time. It is counted once a day.')).toHaveLength(10);
  });
});
