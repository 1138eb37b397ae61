import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { AssetHeadFragment } from '../../gql/types';
import { openApp } from '../../test-app';

const asset: AssetHeadFragment = {
  id: 'a1',
  kind: 'TABLE',
  name: 'orders',
  displayName: 'orders',
  fullName: 'postgres://h/shop.public.orders',
  description: 'one row per order',
  descriptionHtml: '<p>one row per <strong>order</strong></p>',
  harvestedDescription: 'one row per order',
  curatedDescription: null,
  tier: null,
  isRemoved: false,
  isPlaceholder: false,
  firstSeenAt: '2026-01-01T00:00:00Z',
  lastChangedAt: '2026-01-01T00:00:00Z',
  lastSeenAt: '2026-01-01T00:00:00Z',
  mayEdit: true,
  version: { major: 1, minor: 3 },
  path: [{ id: 'd1', kind: 'DATABASE', name: 'shop', displayName: 'shop' }],
  owners: [{ name: 'ana', displayName: 'Ana', layer: 'CURATED' }],
  tags: [],
  source: { id: 's1', name: 'warehouse', connector: 'postgres' },
  statistics: null,
  childCounts: [],
  governance: { terms: [], domain: null, products: [], codeList: null, properties: [] },
  lineageCounts: { upstream: 1, downstream: 2 },
  details: { __typename: 'TableDetails', tableType: 'REGULAR', definition: null, dialect: null, location: null, storage: null, ownerAccount: null, constraints: [], indexes: [], partitioning: null },
};
const Asset = { data: { asset } };
const NO_DETECTIONS = { data: { detections: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } } } };

test('owner, source, description and lineage counts are on the first screen', async () => {
  await openApp({ path: '/a/a1', network: { Asset } });
  expect(await screen.findByRole('heading', { name: 'orders', level: 1 })).toBeTruthy();
  expect(screen.getByRole('link', { name: 'warehouse' })).toBeTruthy();
  expect(screen.getByRole('link', { name: '2 downstream' })).toBeTruthy();
  expect(screen.getByText('order').tagName).toBe('STRONG');
});

test('a description is edited in place and sent with the version it was read at', async () => {
  const app = await openApp({
    path: '/a/a1',
    network: { Asset, EditAsset: { data: { editAsset: { ...asset, curatedDescription: 'new', description: 'new', descriptionHtml: '<p>new</p>' } } } },
  });
  await userEvent.click(await screen.findByRole('button', { name: 'Edit description' }));
  const field = await screen.findByRole('textbox', { name: 'Description' });
  await userEvent.clear(field);
  await userEvent.type(field, 'new');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('Description saved')).toBeTruthy();
  expect(app.sent.find((sent) => sent.name === 'EditAsset')?.variables).toEqual({ id: 'a1', input: { description: 'new', expectedVersion: { major: 1, minor: 3 } } });
  expect(screen.getByText('new', { selector: 'p' })).toBeTruthy();
});

test('a refused edit keeps the text and says why', async () => {
  await openApp({ path: '/a/a1', network: { Asset, EditAsset: { code: 'CONFLICT', message: 'version 1.4 is newer' } } });
  await userEvent.click(await screen.findByRole('button', { name: 'Edit description' }));
  await userEvent.type(await screen.findByRole('textbox', { name: 'Description' }), '!');
  await userEvent.click(screen.getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('version 1.4 is newer')).toBeTruthy();
  expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Description' }).value).toBe('one row per order!');
});

test('who may not edit has no button for it', async () => {
  await openApp({ path: '/a/a1', role: 'VIEWER', network: { Asset: { data: { asset: { ...asset, mayEdit: false } } } } });
  await screen.findByRole('heading', { name: 'orders', level: 1 });
  expect(screen.queryByRole('button', { name: /^Edit/ })).toBeNull();
});

test('the past is marked, asked for by its time, and cannot be edited', async () => {
  const app = await openApp({ path: '/a/a1?at=2026-01-02T00:00:00Z', network: { Asset } });
  expect(await screen.findByText(/Nothing can be edited here/)).toBeTruthy();
  expect(app.sent[0]?.variables).toEqual({ id: 'a1', asOf: { time: '2026-01-02T00:00:00.000Z' } });
  expect(screen.queryByRole('button', { name: /^Edit/ })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Back to now' }));
  await waitFor(() => expect(app.path()).toBe('/a/a1'));
});

test('what does not exist says so, and what did not exist then says that', async () => {
  await openApp({ path: '/a/a1', network: { Asset: { data: { asset: null } } } });
  expect(await screen.findByRole('heading', { name: 'This asset does not exist' })).toBeTruthy();
});

test('an asset that is younger than the asked moment leads back to now', async () => {
  await openApp({ path: '/a/a1?at=5', network: { Asset: { data: { asset: null } } } });
  expect(await screen.findByText('It did not exist then')).toBeTruthy();
  expect(screen.getAllByText('Back to now').length).toBeGreaterThan(0);
});

test('history shows fields before and after, and marks what breaks', async () => {
  const change = {
    number: 7,
    operation: 'UPDATED',
    at: '2026-01-03T00:00:00Z',
    actor: 'crawl',
    origin: 'CRAWL',
    isBreaking: true,
    version: { major: 2, minor: 0 },
    run: null,
    asset: { id: 'a1', kind: 'TABLE', name: 'orders' },
    commit: { id: 'c1', first: 7, last: 7, summary: 'Crawl of shop', reverts: null },
    fields: [{ field: 'details.data_type', before: 'bigint', after: 'integer', isBreaking: true }],
  };
  await openApp({ path: '/a/a1?tab=history', role: 'EDITOR', network: { Asset, AssetHistory: { data: { asset: { id: 'a1', history: { nodes: [change], pageInfo: { hasNextPage: false, endCursor: null } } } } } } });
  expect((await screen.findByText('bigint')).tagName).toBe('DEL');
  expect(screen.getByText('integer').tagName).toBe('INS');
  expect(screen.getAllByText('Breaking').length).toBeGreaterThan(0);
  expect(screen.queryByRole('button', { name: 'Take back' })).toBeNull();
});

test('use is told by day, by whom, with what else and by which queries', async () => {
  const counts = { queries: 4, reads: 3, writes: 1 };
  const used = {
    id: 'a1',
    usage: {
      ...counts, users: 2, totalTimeMs: 1500, lastReadAt: '2026-03-01T00:00:00Z', lastReadBy: 'ana', lastWrittenAt: null, lastWrittenBy: null,
      days: [{ day: '2026-03-01', ...counts, users: 2 }],
      topUsers: [{ name: 'ana', ...counts, lastAt: '2026-03-01T00:00:00Z' }, { name: null, ...counts, lastAt: null }],
      topQueries: [{ fingerprint: 'f', sql: 'SELECT * FROM orders WHERE id = ?', isWrite: false, queries: 3, rows: 9, totalTimeMs: null, lastSeenAt: '2026-03-01T00:00:00Z' }],
    },
    joins: [{ column: { id: 'c1', displayName: 'customer_id' }, otherColumn: { id: 'c2', displayName: 'id' }, otherTable: { id: 't2', kind: 'TABLE', displayName: 'customers' }, queries: 7, lastDay: '2026-03-01' }],
  };
  const { sent } = await openApp({ path: '/a/a1?tab=usage', network: { Asset, AssetUsed: { data: { asset: { id: 'a1', usage: { queries: 1234, lastReadAt: '2026-03-01T00:00:00Z', lastWrittenAt: null } } } }, AssetUsage: { data: { asset: used } } } });
  expect((await screen.findByRole('link', { name: 'customers' })).getAttribute('href')).toBe('/a/t2');
  expect(screen.getByText('customer_id = id')).toBeTruthy();
  expect(screen.getByRole('img', { name: /4 queries, at most 4 on a day/ })).toBeTruthy();
  expect(screen.getByText('not named')).toBeTruthy();
  expect(screen.getByText('never seen')).toBeTruthy();
  expect(screen.getByRole('link', { name: '1.2K queries in 30 days' })).toBeTruthy();
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Period' }), '90');
  await waitFor(() => expect(sent.findLast(({ name }) => name === 'AssetUsage')?.variables).toEqual({ id: 'a1', days: 90 }));
  await userEvent.click(screen.getByRole('button', { name: 'As a table' }));
  expect(screen.getByRole('rowheader')).toBeTruthy();
});

test('asset that nobody is known to use has no tab for it', async () => {
  await openApp({ path: '/a/a1?tab=usage', network: { Asset, AssetUsed: { data: { asset: { id: 'a1', usage: { queries: 0, lastReadAt: null, lastWrittenAt: null } } } } } });
  await waitFor(() => expect(screen.getByRole('tab', { name: /^Overview/ }).getAttribute('aria-selected')).toBe('true'));
  expect(screen.queryByRole('tab', { name: /^Usage/ })).toBeNull();
});

test('who manages policies asks why somebody may not, and the reason leads to the policy', async () => {
  const Explain = { data: { explainAccess: { may: false, reasons: [{ kind: 'POLICY', name: 'no pay', policy: 'p1' }, { kind: 'SCOPE', name: 'clerk', policy: null }] } } };
  const Members = { data: { people: [{ id: 'u-vera', name: 'vera', displayName: 'Vera' }] } };
  const app = await openApp({ path: '/a/a1', network: { Asset, Explain, Members } });
  await userEvent.click(await screen.findByRole('button', { name: 'Who may see this?' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByRole('combobox', { name: 'Person' }), 've');
  await userEvent.click(await within(dialog).findByRole('option', { name: /Vera/ }));
  expect(await within(dialog).findByText(/vera: See/)).toBeTruthy();
  expect(within(dialog).getByText('May not')).toBeTruthy();
  expect(within(dialog).getByRole('link', { name: 'no pay' }).getAttribute('href')).toBe('/admin/policies?policy=p1');
  expect(within(dialog).getByText('by the data scope of the role “clerk”')).toBeTruthy();
  expect(app.sent.findLast(({ name }) => name === 'Explain')?.variables).toEqual({ asset: 'a1', user: 'vera', permission: 'VIEW' });
});

test('who does not manage policies is not offered to ask', async () => {
  await openApp({ path: '/a/a1', role: 'EDITOR', network: { Asset } });
  await screen.findByRole('heading', { name: 'orders', level: 1 });
  expect(screen.queryByRole('button', { name: 'Who may see this?' })).toBeNull();
});

test('what should not be used any more says so first, with what to use instead', async () => {
  const deprecation = { noteHtml: '<p>moved</p>', sunset: '2026-12-31', replacedBy: { id: 'a2', displayName: 'orders_v2' } };
  const told = { id: 'n1', at: '2026-01-01T00:00:00Z', level: 'INCIDENT', title: 'half of it is missing', body: '', bodyHtml: '', author: { name: 'ed', displayName: 'Ed' }, asset: { id: 'a9', displayName: 'customers' } };
  await openApp({ path: '/a/a1', network: { Asset, AssetNews: { data: { asset: { id: 'a1', deprecation, announcements: [told] } } } } });
  expect(await screen.findByText('It goes on Dec 31, 2026')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'orders_v2' })).toBeTruthy();
  expect(screen.getByText('half of it is missing')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'customers' })).toBeTruthy();
});

test('who may not see samples is offered to ask for them', async () => {
  const sampled = { data: { asset: { ...asset, childCounts: [{ kind: 'COLUMN', count: 2 }] } } };
  await openApp({ path: '/a/a1?tab=sample', network: { Asset: sampled, AssetSample: { code: 'FORBIDDEN', message: 'not allowed to see samples of the data' } } });
  expect(await screen.findByText('You may not see samples of its data')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Ask for access' })).toBeTruthy();
});

test('a sample shows texts, nothing, and how many bytes are not shown', async () => {
  const sampled = { data: { asset: { ...asset, childCounts: [{ kind: 'COLUMN', count: 2 }] } } };
  const sample = { columns: [{ id: 'c1', name: 'note' }, { id: 'c2', name: 'photo' }], masked: ['PARTIAL', null], rows: [['hello', { bytes: 1500 }], [null, null]], hasMoreRows: true, hasMoreColumns: false };
  await openApp({ path: '/a/a1?tab=sample', network: { Asset: sampled, AssetSample: { data: { asset: { id: 'a1', sample } } } } });
  expect(await screen.findByRole('columnheader', { name: 'photo' })).toBeTruthy();
  expect(screen.getByRole('columnheader', { name: 'note masked' })).toBeTruthy();
  expect(screen.getByText('hello')).toBeTruthy();
  expect(screen.getByText('1.5 kB of bytes')).toBeTruthy();
  expect(screen.getAllByText('null')).toHaveLength(2);
});

test('documentation can be taken away in every format, in the language of the page', async () => {
  await openApp({ path: '/a/a1', network: { Asset } });
  await userEvent.click(await screen.findByRole('button', { name: 'Export' }));
  const links = await screen.findAllByRole('link', { name: /HTML|Word|Markdown|CSV/ });
  expect(links.map((link) => link.getAttribute('href'))).toEqual(['html', 'docx', 'md', 'csv'].map((format) => `/api/assets/a1/documentation/${format}?lang=en`));
});

test('f1 quality of a table: a warning of what fails upstream, its checks, and running them for who may edit it', async () => {
  const tally = { passed: 0, failed: 1, errors: 0, noData: 0, total: 1, passRate: 0 };
  const at = '2026-01-02T00:00:00Z';
  const table = { id: 'a0', kind: 'TABLE', displayName: 'raw_orders', fullName: 'shop.raw_orders' };
  const check = { id: 'c1', kind: 'not_null', title: 'Paid orders', column: 'amount', dimension: 'COMPLETENESS', severity: 'WARNING', tool: 'dbt', isActive: true, suiteId: null, asset: table, last: { outcome: 'FAIL', at, since: at, errors: 1, total: 2, message: { en: '1 of 2 rows have no value', zh: '' } }, strip: [{ at, outcome: 'FAIL' }] };
  const quality = (...checks: unknown[]) => ({ data: { asset: { id: 'a1', mayEdit: true, contracts: [{ id: 'k1', name: 'Orders for all', health: 'KEPT', version: { version: '1.2.0', state: 'ACTIVE' } }], quality: { tally, byDimension: [{ dimension: 'COMPLETENESS', tally }], openIncidents: 0, upstreamFailing: table } }, checks: { nodes: checks, pageInfo: { hasNextPage: false, endCursor: null } }, incidents: { nodes: [] } } });
  const RunChecks = { code: 'CONFLICT', message: 'its source answers no questions' };
  const app = await openApp({ path: '/a/a1?tab=quality', role: 'EDITOR', network: { Asset, AssetQuality: quality(check), CheckNames: { data: { checkTypes: [] } }, RunChecks } });
  expect((await screen.findByRole('link', { name: 'raw_orders' })).getAttribute('href')).toBe('/a/a0');
  expect(screen.getByRole('link', { name: 'Paid orders' }).getAttribute('href')).toBe('/quality/checks/c1');
  expect(screen.getByText('dbt')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Orders for all' }).getAttribute('href')).toBe('/quality/contracts/k1');
  await userEvent.click(screen.getByRole('button', { name: 'Run checks' }));
  expect(await screen.findByText('its source answers no questions')).toBeTruthy();
  expect(app.sent.find(({ name }) => name === 'RunChecks')?.variables).toEqual({ asset: 'a1' });
});

test('f1 quality of a table without checks leads an editor to a suite about it', async () => {
  const nothing = { data: { asset: { id: 'a1', mayEdit: true, contracts: [], quality: { tally: null, byDimension: [], openIncidents: 0, upstreamFailing: null } }, checks: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } }, incidents: { nodes: [] } } };
  await openApp({ path: '/a/a1?tab=quality', role: 'EDITOR', network: { Asset, AssetQuality: nothing } });
  expect((await screen.findByRole('link', { name: 'New suite' })).getAttribute('href')).toBe('/quality/suites/new?asset=a1');
});

test('profile of a table: how much is missing and how that changed, spread and frequent values; an older one on demand', async () => {
  const column = { name: 'amount', nulls: 5, distinct: 3, distinct_is_estimate: true, min: '1', max: '9', mean: 4.5, quartiles: [2, 4, 7], histogram: [{ from: 1, to: 5, count: 3 }, { from: 5, to: 9, count: 2 }], top: [{ value: '7', count: 2 }], patterns: [], trouble: null };
  const hidden = { name: 'city', nulls: 0, distinct: 2 };
  const of = (at: string, rows: number, columns: unknown[], endCursor: string | null) => ({ data: { asset: { id: 'a1', mayEdit: true }, profiles: { nodes: [{ at, rows, columns }], pageInfo: { hasNextPage: endCursor !== null, endCursor } }, history: { nodes: [{ at: '2026-01-02T00:00:00Z', rows: 10 }, { at: '2026-01-01T00:00:00Z', rows: 8 }] } } });
  const TableProfiles = ({ after }: Record<string, unknown>) => (after === 'p1' ? of('2026-01-01T00:00:00Z', 8, [{ ...column, nulls: 0 }], null) : of('2026-01-02T00:00:00Z', 10, [column, hidden], 'p1'));
  const app = await openApp({ path: '/a/a1?tab=profile', role: 'EDITOR', network: { Asset, Detections: NO_DETECTIONS, TableProfiles, ProfileTable: { code: 'CONFLICT', message: 'nothing can be measured there' } } });
  expect(await screen.findByText('50%')).toBeTruthy();
  expect(screen.getByText('≈ 3')).toBeTruthy();
  expect(screen.getByRole('img', { name: 'Rows over time: 2 results, from 8 to 10, between 8 and 10' })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'amount' }));
  expect(screen.getAllByRole('img', { name: 'amount: spread from 1 to 9, at most 3 in a bar' })).toHaveLength(2);
  expect(within(screen.getByRole('region', { name: 'Most frequent values' })).getByText('7')).toBeTruthy();
  expect(screen.getByText('Third quartile')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'city' }));
  expect(screen.getByText(/you may not see values of this column/)).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Older' }));
  expect(await screen.findByText('8 rows')).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Older' })).toHaveProperty('disabled', true);
  await userEvent.click(screen.getByRole('button', { name: 'Newer' }));
  // Once the one before is known, what changed since is told.
  expect(await screen.findByText('+50%')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Measure now' }));
  expect(await screen.findByText('nothing can be measured there')).toBeTruthy();
  expect(app.sent.findLast(({ name }) => name === 'ProfileTable')?.variables).toEqual({ asset: 'a1' });
});

test('profile that was never taken tells a viewer who takes it', async () => {
  const nothing = { data: { asset: { id: 'a1', mayEdit: false }, profiles: { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } }, history: { nodes: [] } } };
  await openApp({ path: '/a/a1?tab=profile', role: 'VIEWER', network: { Asset, TableProfiles: nothing } });
  expect(await screen.findByText('No profile was taken yet')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Measure now' })).toBeNull();
});

test('d4 what columns seem to hold is confirmed by who may edit the table, one by one or all that have a tag', async () => {
  const said = (en: string) => ({ en, zh: en });
  const of = (id: string, name: string, tag: string | null) => ({ id, column: { id: `k-${name}`, name }, semantic: 'mobile', title: said('mobile phone numbers'), tag, confidence: 0.9, evidence: [said('200 of 200 values fit')] });
  let waiting = [of('t1', 'phone', 'PII.Sensitive'), of('t2', 'mobile', 'PII.Sensitive'), of('t3', 'currency', null)];
  const Detections = () => ({ data: { detections: { nodes: waiting, pageInfo: { hasNextPage: false, endCursor: null } } } });
  const TableProfiles = { data: { asset: { id: 'a1', mayEdit: true }, profiles: { nodes: [{ at: '2026-01-02T00:00:00Z', rows: 10, columns: [] }], pageInfo: { hasNextPage: false, endCursor: null } }, history: { nodes: [] } } };
  const RefuseDetections = ({ ids }: Record<string, unknown>) => {
    waiting = waiting.filter(({ id }) => !(ids as string[]).includes(id));
    return { data: { refuseDetections: 1 } };
  };
  const app = await openApp({ path: '/a/a1?tab=profile', role: 'EDITOR', network: { Asset, TableProfiles, Detections, RefuseDetections, ConfirmDetections: { data: { confirmDetections: 2 } } } });
  expect(await screen.findAllByText('200 of 200 values fit')).toHaveLength(3);
  expect(screen.queryByRole('button', { name: 'Confirm what currency holds' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Confirm all 2' }));
  expect(app.sent.find(({ name }) => name === 'ConfirmDetections')?.variables).toEqual({ ids: ['t1', 't2'] });
  await userEvent.click(screen.getByRole('button', { name: 'Refuse what currency may hold' }));
  await waitFor(() => expect(screen.queryByText('currency')).toBeNull());
});

test('d4 what columns seem to hold is shown without buttons to who may not edit the table', async () => {
  const detection = { id: 't1', column: { id: 'k1', name: 'phone' }, semantic: 'mobile', title: { en: 'mobile phone numbers', zh: '手机号' }, tag: 'PII.Sensitive', confidence: 0.9, evidence: [] };
  const TableProfiles = { data: { asset: { id: 'a1', mayEdit: false }, profiles: { nodes: [{ at: '2026-01-02T00:00:00Z', rows: 10, columns: [] }], pageInfo: { hasNextPage: false, endCursor: null } }, history: { nodes: [] } } };
  await openApp({ path: '/a/a1?tab=profile', role: 'VIEWER', locale: 'zh', network: { Asset, TableProfiles, Detections: { data: { detections: { nodes: [detection], pageInfo: { hasNextPage: false, endCursor: null } } } } } });
  expect(await screen.findByText('手机号')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /确认/ })).toBeNull();
});
