import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, test } from 'vitest';
import type { CheckQuery, CheckRowFragment, IncidentQuery, IncidentRowFragment, QualityHomeQuery, SuiteQuery } from '../../gql/types';
import { type Network, openApp } from '../../test-app';

const ORDERS = { id: 'a1', kind: 'TABLE' as const, displayName: 'orders', fullName: 'postgres://h/shop.public.orders' };
const said = (en: string, zh = en) => ({ en, zh });
const tally = (passed: number, failed: number) => ({ passed, failed, errors: 0, noData: 0, total: passed + failed, passRate: passed + failed === 0 ? null : passed / (passed + failed) });
const page = <Node,>(...nodes: readonly Node[]) => ({ nodes: [...nodes], pageInfo: { hasNextPage: false, endCursor: null } });
const AT = '2026-01-02T03:04:05Z';

const check: CheckRowFragment = {
  id: 'c1',
  kind: 'not_null',
  title: null,
  column: 'amount',
  dimension: 'COMPLETENESS',
  severity: 'CRITICAL',
  tool: 'cadastre',
  isActive: true,
  suiteId: 's1',
  asset: ORDERS,
  last: { outcome: 'FAIL', at: AT, since: AT, errors: 2, total: 10, message: said('2 of 10 rows have no value', '10 行中 2 行没有值') },
  strip: [
    { at: '2026-01-01T00:00:00Z', outcome: 'PASS' },
    { at: AT, outcome: 'FAIL' },
  ],
};
const incident: IncidentRowFragment = {
  id: 'i1',
  state: 'NEW',
  severity: 2,
  openedAt: AT,
  lastAt: AT,
  failures: 1,
  assignee: null,
  reason: null,
  resolvedAt: null,
  asset: ORDERS,
  check: { id: 'c1', kind: 'not_null', title: null, column: 'amount' },
};
const NAMES = { data: { checkTypes: [{ name: 'not_null', title: said('No missing values', '没有缺失值') }] } };
const TYPE = {
  name: 'not_null',
  level: 'COLUMN',
  dimension: 'COMPLETENESS',
  title: said('No missing values', '没有缺失值'),
  description: said('Counts rows without a value.', '统计没有值的行。'),
  aliases: [],
  schema: { type: 'object', properties: { min: { type: 'integer', minimum: 1, title: 'Minimum' } } },
  examples: [],
};
const TYPES = { data: { checkTypes: [TYPE] } };
const HOME: QualityHomeQuery = {
  qualitySummary: {
    tally: tally(9, 1),
    byDimension: [{ dimension: 'COMPLETENESS', tally: tally(9, 1) }],
    tables: 2,
    allTables: 8,
    failingTables: 1,
    openIncidents: 1,
    worst: [{ asset: ORDERS, tally: tally(0, 1), openIncidents: 1 }],
  },
  incidents: { nodes: [incident] },
};
const TREND = { data: { qualityTrend: [{ day: '2026-01-01', tally: tally(1, 1), byDimension: [{ dimension: 'VALIDITY', tally: tally(0, 1) }] }, { day: '2026-01-02', tally: tally(9, 1), byDimension: [] }] } };
const BY = { data: { qualitySummary: { by: [{ name: null, tally: tally(9, 1), tables: 2, openIncidents: 1 }] } } };

describe('f1 home of data quality', () => {
  test('shows rate, coverage, what fails, and groups by what is chosen', async () => {
    const app = await openApp({ path: '/quality', network: { QualityHome: { data: HOME }, QualityBy: BY, QualityTrend: TREND, CheckNames: NAMES } });
    expect(await screen.findAllByText('90%')).toBeTruthy();
    expect(screen.getByRole('meter', { name: 'Tables with a check' }).getAttribute('aria-valuetext')).toBe('2 / 8');
    expect(await screen.findByRole('link', { name: 'No missing values: amount' })).toBeTruthy();
    expect(screen.getAllByRole('img', { name: 'orders: 1 failed' })).toBeTruthy();
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Put together by' }), 'owner');
    expect(await screen.findByText('without an owner')).toBeTruthy();
    expect(app.path()).toBe('/quality?by=owner');
    await userEvent.click(screen.getByRole('button', { name: 'As a table' }));
    expect(screen.getAllByText('50%')).toHaveLength(1);
    await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Time shown' }), '90');
    expect(app.path()).toBe('/quality?by=owner&days=90');
    expect(app.sent.filter(({ name }) => name === 'QualityTrend').map(({ variables }) => variables['days'])).toEqual([30, 90]);
    expect(app.sent.filter(({ name }) => name === 'QualityBy').map(({ variables }) => variables['group'])).toEqual(['DOMAIN', 'OWNER']);
  });

  const nothing = { data: { qualitySummary: { ...HOME.qualitySummary, tally: tally(0, 0) }, incidents: { nodes: [] } } };

  test('without a check leads an editor to the first suite, and tells a viewer who makes it', async () => {
    await openApp({ path: '/quality', role: 'EDITOR', network: { QualityHome: nothing } });
    expect((await screen.findByRole('link', { name: 'New suite' })).getAttribute('href')).toBe('/quality/suites/new');
  });

  test('without a check tells a viewer who makes the first suite, in Chinese too', async () => {
    await openApp({ path: '/quality', role: 'VIEWER', locale: 'zh', network: { QualityHome: nothing } });
    expect(await screen.findByText('由有权管理数据质量的人创建第一个检查套件。')).toBeTruthy();
    expect(screen.queryByRole('link', { name: '新建套件' })).toBeNull();
  });

  test('that cannot be read says so, with the id of the request', async () => {
    await openApp({ path: '/quality', network: { QualityHome: { code: 'INTERNAL' } } });
    expect(await screen.findByText('req-42')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeTruthy();
  });
});

describe('f2 incidents', () => {
  const board = { data: { new: page(incident), acknowledged: page(), assigned: page(), resolved: page({ ...incident, id: 'i2', state: 'RESOLVED', reason: 'FIXED', resolvedAt: AT }) } };
  const whole: IncidentQuery['incident'] = {
    ...incident,
    check,
    entries: [
      { at: AT, actor: 'system', what: 'opened', note: null },
      { at: AT, actor: 'ana', what: 'assigned', note: 'team:data: please' },
      { at: AT, actor: 'ana', what: 'resolved', note: 'false_positive' },
    ],
    suspects: [{ asset: { ...ORDERS, id: 'a0', displayName: 'raw_orders' }, depth: 1, tally: tally(0, 1) }],
    atRisk: { total: 7, assets: [{ asset: { ...ORDERS, id: 'a2', displayName: 'totals' }, depth: 1 }] },
  };
  const network: Network = { IncidentBoard: board, CheckNames: NAMES, Incident: { data: { incident: whole } }, WorkOnIncident: { data: { workOnIncident: { ...incident, state: 'ACKNOWLEDGED' } } } };

  test('stand in the column of their state, and are acknowledged there', async () => {
    const app = await openApp({ path: '/quality/incidents', role: 'EDITOR', network });
    const fresh = within(await screen.findByRole('region', { name: 'New' }));
    await userEvent.click(await fresh.findByRole('button', { name: 'Acknowledge No missing values: amount' }));
    expect(within(screen.getByRole('region', { name: 'Resolved' })).getByText('The data was mended')).toBeTruthy();
    expect(app.sent.find(({ name }) => name === 'WorkOnIncident')?.variables).toEqual({ id: 'i1', action: 'ACKNOWLEDGE' });
  });

  test('are those of the reader only when they say so', async () => {
    const app = await openApp({ path: '/quality/incidents', role: 'VIEWER', network });
    await userEvent.click(await screen.findByRole('checkbox', { name: 'Only what is given to me' }));
    await screen.findByRole('region', { name: 'New' });
    expect(app.sent.filter(({ name }) => name === 'IncidentBoard').map(({ variables }) => variables['assignee'])).toEqual([null, 'ana']);
    expect(screen.queryByRole('button', { name: /^Acknowledge/ })).toBeNull();
  });

  test('more of a column are fetched from where it ended', async () => {
    const long = { data: { ...board.data, new: { nodes: [incident], pageInfo: { hasNextPage: true, endCursor: 'e1' } } } };
    const app = await openApp({ path: '/quality/incidents', network: { ...network, IncidentBoard: long, MoreIncidents: { data: { incidents: page({ ...incident, id: 'i9', failures: 5 }) } } } });
    await userEvent.click(await screen.findByRole('button', { name: 'Show more that are New' }));
    expect(await screen.findByText(/failed 5 times/)).toBeTruthy();
    expect(app.sent.find(({ name }) => name === 'MoreIncidents')?.variables).toMatchObject({ filter: { states: ['NEW'] }, after: 'e1' });
  });

  test('tell their story, where they may come from and what is at risk', async () => {
    await openApp({ path: '/quality/incidents/i1', role: 'VIEWER', network });
    expect(await screen.findByText('The check is wrong')).toBeTruthy();
    expect(screen.getByText('team:data')).toBeTruthy();
    expect(screen.getByText('please')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'raw_orders' })).toBeTruthy();
    expect(screen.getByText('At risk downstream: 7')).toBeTruthy();
    expect(screen.getByText('and 6 more, or such as you may not know of')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Say something' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Resolve' })).toBeNull();
  });

  test('are resolved with a reason, and a refusal is said in the dialog', async () => {
    let isRefused = true;
    const WorkOnIncident = () => (isRefused ? { code: 'CONFLICT', message: 'it is resolved; reopen it first' } : { data: { workOnIncident: { ...incident, state: 'RESOLVED' } } });
    const app = await openApp({ path: '/quality/incidents/i1', role: 'EDITOR', network: { ...network, WorkOnIncident } });
    await userEvent.click(await screen.findByRole('button', { name: 'Resolve' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.selectOptions(dialog.getByRole('combobox', { name: 'Why it is over' }), 'ACCEPTED');
    await userEvent.type(dialog.getByRole('textbox', { name: /What there is to say/ }), 'known');
    await userEvent.click(dialog.getByRole('button', { name: 'Resolve' }));
    expect(await dialog.findByText('it is resolved; reopen it first')).toBeTruthy();
    isRefused = false;
    await userEvent.click(dialog.getByRole('button', { name: 'Resolve' }));
    expect(await screen.findByText('Resolved')).toBeTruthy();
    expect(app.sent.filter(({ name }) => name === 'WorkOnIncident').at(-1)?.variables).toEqual({ id: 'i1', action: 'RESOLVE', reason: 'ACCEPTED', note: 'known' });
  });

  test('are given to a team by its name', async () => {
    const Assignees = { data: { people: [], organisation: { teams: [{ id: 't1', name: 'data' }, { id: 't2', name: 'ops' }] } } };
    const app = await openApp({ path: '/quality/incidents/i1', role: 'EDITOR', network: { ...network, Assignees } });
    await userEvent.click(await screen.findByRole('button', { name: 'Assign' }));
    const dialog = within(await screen.findByRole('dialog'));
    expect(dialog.getByRole('button', { name: 'Assign' })).toHaveProperty('disabled', true);
    await userEvent.type(dialog.getByRole('combobox', { name: 'Given to' }), 'dat');
    await userEvent.click(await dialog.findByRole('option', { name: /team:data/ }));
    await userEvent.click(dialog.getByRole('button', { name: 'Assign' }));
    expect(await screen.findByText('Assigned')).toBeTruthy();
    expect(app.sent.find(({ name }) => name === 'WorkOnIncident')?.variables).toEqual({ id: 'i1', action: 'ASSIGN', assignee: 'team:data' });
  });
});

describe('f1 a check', () => {
  const results = { nodes: [{ at: AT, outcome: 'FAIL' as const, errors: 2, total: 10, value: 2, message: said('2 of 10 rows have no value'), runId: 'r1' }, { at: '2026-01-01T00:00:00Z', outcome: 'PASS' as const, errors: 0, total: 10, value: 0, message: said('every row has a value'), runId: null }], pageInfo: { hasNextPage: false, endCursor: null } };
  const failing = { columns: ['id', 'amount'], rows: [['7', null], [{ bytes: 12 }, 'x']], isTruncated: true, sql: 'SELECT id, amount FROM orders WHERE amount IS NULL' };
  const whole: CheckQuery['check'] = { ...check, settings: { min: 1 }, latest: { nodes: [{ at: AT, measured: { null_count: 2 }, groups: [{ value: 'Berlin', outcome: 'FAIL', errors: 1, total: 4, message: said('one') }], failing }] }, results };
  const answer = (one: CheckQuery['check']) => ({ data: { check: one, checkTypes: [TYPE], incidents: { nodes: [incident] } } });

  test('shows what it came to, its line, its groups, and the rows it objects to with the question', async () => {
    await openApp({ path: '/quality/checks/c1', network: { Check: answer(whole), CheckNames: NAMES } });
    expect(await screen.findByText('Counts rows without a value.')).toBeTruthy();
    expect(screen.getAllByText('2 of 10 wrong')).toHaveLength(2);
    expect(screen.getByRole('img', { name: /2 results, from 0 to 2/ })).toBeTruthy();
    expect(screen.getByText('Berlin')).toBeTruthy();
    const rows = within(screen.getByRole('region', { name: 'Rows that it objects to' }));
    expect(rows.getByText('nothing')).toBeTruthy();
    expect(rows.getByText('12 B')).toBeTruthy();
    expect(screen.getByText(/FROM/)).toBeTruthy();
    expect(screen.getByText('Minimum')).toBeTruthy();
  });

  test('without rows, results and values says less, in Chinese too', async () => {
    const bare = { ...whole, last: null, strip: [], results: { ...results, nodes: [] }, latest: { nodes: [] }, settings: {} };
    await openApp({ path: '/quality/checks/c1', role: 'VIEWER', locale: 'zh', network: { Check: answer(bare), CheckNames: NAMES } });
    expect(await screen.findByText('至少需要两次有数值的结果才能画线。')).toBeTruthy();
    expect(screen.queryByText('不符合的行')).toBeNull();
    expect(screen.getByText('没有设置项。')).toBeTruthy();
  });
});

describe('f1 suites', () => {
  const item = { id: 'i1', kind: 'not_null', columns: 'amount', settings: {}, condition: null, groupBy: null, toleratedErrors: null, toleratedShare: null, severity: 'WARNING' as const, title: null, isResolvedByPassing: true };
  const facts = { id: 's1', name: 'Orders', description: '', query: null, cron: null, timezone: null, isAfterCrawl: true, isAfterRun: true, isEnabled: true, assets: [ORDERS], items: [item] };
  const suite: SuiteQuery['suite'] = { ...facts, descriptionHtml: '', nextAt: null, version: 2, updatedBy: 'ana', updatedAt: AT, tally: tally(0, 1), checks: page(check) };
  const listed = { data: { suites: page({ ...facts, nextAt: null, updatedAt: AT, tally: tally(0, 1) }) } };
  const network: Network = { Suites: listed, Suite: { data: { suite } }, CheckNames: NAMES, CheckTypes: TYPES, EditedSuite: { data: { suite: facts } }, TableColumns: { data: { asset: { id: 'a1', columns: { nodes: [{ id: 'k1', name: 'amount' }] } } } }, SuggestedChecks: { data: { suggestedChecks: [] } } };

  test('are listed with what they came to, and run by who may', async () => {
    const run = { data: { runSuite: { id: 'r1' } } };
    const app = await openApp({ path: '/quality/suites', role: 'EDITOR', network: { ...network, RunSuite: run, Run: 'pending' } });
    expect(await screen.findByRole('img', { name: 'Orders: 1 failed' })).toBeTruthy();
    expect(screen.getByText('After each crawl · After each run')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Run now: Orders' }));
    await screen.findAllByRole('status');
    expect(app.sent.find(({ name }) => name === 'RunSuite')?.variables).toEqual({ id: 's1' });
  });

  test('show a viewer their checks with strips and no button', async () => {
    await openApp({ path: '/quality/suites/s1', role: 'VIEWER', network });
    expect(await screen.findByRole('img', { name: 'The last times: 1 passed, 1 failed' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Run now' })).toBeNull();
    expect(screen.queryByRole('link', { name: 'Edit' })).toBeNull();
  });

  test('are deleted after a question only', async () => {
    const app = await openApp({ path: '/quality/suites/s1', role: 'EDITOR', network: { ...network, DeleteSuite: { data: { deleteSuite: true } } } });
    await userEvent.click(await screen.findByRole('button', { name: 'Delete' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Delete Orders?' }));
    expect(app.sent.some(({ name }) => name === 'DeleteSuite')).toBe(false);
    await userEvent.click(dialog.getByRole('button', { name: 'Delete' }));
    expect(await screen.findByText('Orders is deleted')).toBeTruthy();
    expect(app.path()).toBe('/quality/suites');
  });

  test('are made from a table, a type that is found, and its settings; what is wrong is said at its field', async () => {
    const SaveSuite = ({ input }: Record<string, unknown>) => ((input as { items: { columns: string }[] }).items[0]?.columns === 'amuont' ? { code: 'INVALID', message: 'no column fits', field: 'checks.0.columns' } : { data: { saveSuite: { id: 's1' } } });
    const CheckableTables = { data: { suggest: [{ id: 'a1', kind: 'TABLE', name: 'orders', fullName: 'shop.orders' }, { id: 'x', kind: 'COLUMN', name: 'orders', fullName: 'x' }] } };
    const app = await openApp({ path: '/quality/suites/new', role: 'EDITOR', network: { ...network, SaveSuite, CheckableTables } });
    await userEvent.click(await screen.findByRole('button', { name: 'Save' }));
    expect(await screen.findByText('Fill this in.')).toBeTruthy();
    expect(screen.getByText('Name a table, or give a search.')).toBeTruthy();
    await userEvent.type(screen.getByRole('textbox', { name: /^Name/ }), 'Orders');
    await userEvent.type(screen.getByRole('combobox', { name: 'Find a table to add' }), 'ord');
    const options = await screen.findAllByRole('option', { name: /orders/ });
    expect(options).toHaveLength(1);
    await userEvent.click(options[0]!);
    await userEvent.click(screen.getByRole('button', { name: 'Add a check' }));
    const dialog = within(await screen.findByRole('dialog'));
    await userEvent.type(dialog.getByRole('searchbox', { name: 'Find a check' }), '缺失');
    await userEvent.click(dialog.getByRole('button', { name: /No missing values/ }));
    const item = within(await screen.findByRole('region', { name: 'No missing values' }));
    await userEvent.type(item.getByRole('textbox', { name: 'Minimum' }), '0');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await item.findByText('Name a column, or a pattern such as *_id.')).toBeTruthy();
    expect(item.getByText('Give at least 1.')).toBeTruthy();
    await userEvent.clear(item.getByRole('textbox', { name: 'Minimum' }));
    await userEvent.type(item.getByRole('combobox', { name: /^Columns/ }), 'amuont');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await item.findByText('no column fits')).toBeTruthy();
    await userEvent.clear(item.getByRole('combobox', { name: /^Columns/ }));
    await userEvent.type(item.getByRole('combobox', { name: /^Columns/ }), 'amount');
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(await screen.findByRole('heading', { level: 1, name: 'Orders' })).toBeTruthy();
    expect(app.sent.filter(({ name }) => name === 'SaveSuite').at(-1)?.variables).toMatchObject({ id: null, input: { name: 'Orders', assets: ['a1'], cron: null, items: [{ kind: 'not_null', columns: 'amount', settings: {}, toleratedShare: null }] } });
  });

  test('tell beforehand which statements they ask and what they would come to', async () => {
    const plan = { statements: [{ sql: 'SELECT count(*) FROM orders', purpose: 'SCAN', answers: [{ kind: 'not_null', column: 'amount' }] }], refused: [{ check: { kind: 'not_null', column: 'note' }, problem: 'settings.min: is too small' }] };
    const tried = [{ kind: 'not_null', column: 'amount', result: { outcome: 'FAIL', errors: 2, total: 10, message: said('2 of 10'), failing: null } }];
    const app = await openApp({ path: '/quality/suites/s1/edit', role: 'EDITOR', network: { ...network, ExplainChecks: { data: { explainChecks: plan } }, TryChecks: { data: { tryChecks: tried } } } });
    await userEvent.click(await screen.findByRole('button', { name: 'Show the statements' }));
    expect(await screen.findByText('settings.min: is too small')).toBeTruthy();
    expect(screen.getByText('One look at all rows')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Try it now' }));
    expect(await screen.findByText('2 of 10 wrong')).toBeTruthy();
    expect(app.sent.find(({ name }) => name === 'TryChecks')?.variables).toMatchObject({ asset: 'a1', items: [{ id: 'i1', kind: 'not_null' }] });
    // What holds for other checks than those of the form is not shown any more.
    await userEvent.type(screen.getByRole('combobox', { name: /^Columns/ }), 's');
    expect(screen.queryByText('2 of 10 wrong')).toBeNull();
  });

  test('f1_take over what profiles suggest, each once, and keep when they run', async () => {
    const suggested = (column: string) => ({ kind: 'not_null', column, dimension: 'COMPLETENESS', settings: { min: 3 }, reason: said(`${column} was never missing`) });
    const SuggestedChecks = { data: { suggestedChecks: [suggested('amount'), suggested('id'), suggested('at'), { ...suggested('x'), kind: 'of_a_newer_server' }] } };
    const app = await openApp({ path: '/quality/suites/s1/edit', role: 'EDITOR', network: { ...network, SuggestedChecks, SaveSuite: { data: { saveSuite: { id: 's1' } } } } });
    const panel = within(await screen.findByRole('region', { name: 'What would fit orders' }));
    // `amount` is asked for already, and a type that is not known cannot be made.
    expect(panel.getAllByRole('listitem')).toHaveLength(2);
    expect(panel.getByText('id was never missing')).toBeTruthy();
    await userEvent.click(panel.getByRole('button', { name: 'Add: No missing values: id' }));
    expect(panel.getAllByRole('listitem')).toHaveLength(1);
    await userEvent.click(panel.getByRole('button', { name: 'Add it' }));
    expect(screen.queryByRole('region', { name: 'What would fit orders' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByRole('heading', { level: 1, name: 'Orders' });
    const input = { isAfterCrawl: true, isAfterRun: true, items: [{ columns: 'amount' }, { columns: 'id', kind: 'not_null', settings: { min: 3 } }, { columns: 'at' }] };
    expect(app.sent.find(({ name }) => name === 'SaveSuite')?.variables).toMatchObject({ input });
  });

  test('are not made by who may not', async () => {
    await openApp({ path: '/quality/suites/new', role: 'VIEWER', network });
    expect(await screen.findByText(/You may not see this/)).toBeTruthy();
  });

  test('a condition is for who may manage sources', async () => {
    await openApp({ path: '/quality/suites/s1/edit', role: 'EDITOR', network });
    await userEvent.click(await screen.findByText('How strict, how bad, what it is called'));
    expect(screen.getByRole('textbox', { name: 'Title' })).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: /Only for rows where/ })).toBeNull();
  });
});
