import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { openApp } from '../../test-app';

const details = { __typename: 'TableDetails', tableType: 'REGULAR', definition: null, dialect: null, location: null, storage: null, ownerAccount: null, constraints: [], indexes: [], partitioning: null };
const asset = {
  id: 'a1', kind: 'TABLE', name: 'mart', displayName: 'mart', fullName: 'shop.public.mart', description: null, descriptionHtml: '', harvestedDescription: null, curatedDescription: null, tier: null, isRemoved: false, isPlaceholder: false,
  firstSeenAt: '2026-01-01T00:00:00Z', lastChangedAt: '2026-01-01T00:00:00Z', lastSeenAt: null, mayEdit: true, version: { major: 1, minor: 0 }, path: [], owners: [], tags: [], source: null, statistics: null, childCounts: [{ kind: 'COLUMN', count: 1 }], lineageCounts: { upstream: 1, downstream: 0 }, details,
};
const column = {
  id: 'c1', name: 'phone', fullName: 'shop.public.mart.phone', displayName: 'phone', description: null, curatedDescription: null, isRemoved: false, mayEdit: true, version: { major: 1, minor: 0 },
  tags: [{ name: 'core', layer: 'PROPAGATED' }], suggestedTags: [{ tag: 'pii' }], refusedTags: [{ sort: 'TAG', tag: 'hr', by: 'ana', at: '2026-01-01T00:00:00Z' }], governance: { terms: [], codeList: null },
  details: { __typename: 'ColumnDetails', dataType: { text: 'text' }, isNullable: true, position: 1, defaultValue: null, generation: null, primaryKeyPosition: null },
};
const Columns = { data: { asset: { id: 'a1', columns: { nodes: [column], pageInfo: { hasNextPage: false, endCursor: null } } } } };
const way = [{ from: null, to: { id: 'c1', fullName: 'shop.public.mart.phone' }, subtype: 'TRANSFORMATION', masking: false }];
const ExplainTag = { data: { explainTag: { rule: 'Personal data', way } } };

test('a suggested tag tells the way it came, names nothing hidden, and is confirmed', async () => {
  const app = await openApp({ path: '/a/a1?tab=columns', network: { Asset: { data: { asset } }, Columns, ExplainTag, ConfirmTag: { data: { confirmTag: [{ id: 'c1' }] } } } });
  await screen.findByRole('heading', { name: 'mart', level: 1 });
  expect(await screen.findByText('phone')).toBeTruthy();
  await userEvent.click(await screen.findByRole('button', { name: 'Suggested tag pii' }));
  const panel = await screen.findByRole('group', { name: 'Suggested tag pii' });
  expect(await within(panel).findByText('By the rule “Personal data”')).toBeTruthy();
  expect(within(panel).getByText('a column you may not see')).toBeTruthy();
  expect(within(panel).getByText('computed')).toBeTruthy();
  await userEvent.click(within(panel).getByRole('button', { name: 'Confirm' }));
  expect(await screen.findByText(/“pii” holds as long as/)).toBeTruthy();
  expect(app.sent.find(({ name }) => name === 'ConfirmTag')?.variables).toEqual({ assets: ['c1'], tag: 'pii', sort: 'TAG' });
});

test('a tag that follows can be refused by who may edit, and by nobody else', async () => {
  const app = await openApp({ path: '/a/a1?tab=columns', network: { Asset: { data: { asset } }, Columns, ExplainTag, RefuseTag: { data: { refuseTag: [{ id: 'c1' }] } } } });
  await screen.findByRole('heading', { name: 'mart', level: 1 });
  await userEvent.click(await screen.findByRole('button', { name: 'Tag core, follows from lineage' }));
  const panel = await screen.findByRole('group', { name: 'Tag core, follows from lineage' });
  expect(within(panel).queryByRole('button', { name: 'Confirm' })).toBeNull();
  await userEvent.click(within(panel).getByRole('button', { name: 'Refuse' }));
  expect(await screen.findByText(/“core” does not hold here/)).toBeTruthy();
  expect(app.sent.find(({ name }) => name === 'RefuseTag')?.variables).toEqual({ assets: ['c1'], tag: 'core', sort: 'TAG' });
});

test('a tag that somebody refused is told, and may be opened again', async () => {
  const app = await openApp({ path: '/a/a1?tab=columns', network: { Asset: { data: { asset } }, Columns, ReopenTag: { data: { reopenTag: [{ id: 'c1' }] } } } });
  await screen.findByRole('heading', { name: 'mart', level: 1 });
  await userEvent.click(await screen.findByRole('button', { name: 'Refused tag hr' }));
  const panel = await screen.findByRole('group', { name: 'Refused tag hr' });
  expect(within(panel).getByText(/Refused by ana/)).toBeTruthy();
  await userEvent.click(within(panel).getByRole('button', { name: 'Open again' }));
  expect(await screen.findByText(/The rules alone decide/)).toBeTruthy();
  expect(app.sent.find(({ name }) => name === 'ReopenTag')?.variables).toEqual({ assets: ['c1'], tag: 'hr', sort: 'TAG' });
});

test('a reader sees what was refused and cannot open it again', async () => {
  const locked = { data: { asset: { id: 'a1', columns: { nodes: [{ ...column, mayEdit: false }], pageInfo: { hasNextPage: false, endCursor: null } } } } };
  await openApp({ path: '/a/a1?tab=columns', role: 'VIEWER', network: { Asset: { data: { asset: { ...asset, mayEdit: false } } }, Columns: locked } });
  await userEvent.click(await screen.findByRole('button', { name: 'Refused tag hr' }));
  const panel = await screen.findByRole('group', { name: 'Refused tag hr' });
  expect(within(panel).queryByRole('button')).toBeNull();
});

test('the page of a column has the same tags with the same decisions', async () => {
  const governance = { terms: [], domain: null, products: [], codeList: null, properties: [] };
  const path = [{ id: 'a1', kind: 'TABLE', name: 'mart', displayName: 'mart' }];
  const Asset = { data: { asset: { ...asset, ...column, kind: 'COLUMN', path, governance, childCounts: [] } } };
  await openApp({ path: '/a/c1', network: { Asset, ColumnTags: { data: { asset: column } }, ExplainTag } });
  expect(await screen.findByRole('button', { name: 'Refused tag hr' })).toBeTruthy();
  expect(screen.getByRole('button', { name: 'Suggested tag pii' })).toBeTruthy();
});

const withTerms = {
  ...column, tags: [], suggestedTags: [], refusedTags: [{ sort: 'TERM', tag: 't3', by: 'ana', at: '2026-01-01T00:00:00Z' }],
  governance: { codeList: null, terms: [{ asset: { id: 't1', displayName: 'Phone' }, layer: 'SUGGESTED' }, { asset: { id: 't2', displayName: 'Contact' }, layer: 'PROPAGATED' }, { asset: { id: 't4', displayName: 'Customer' }, layer: 'CURATED' }] },
};
const AssetNames = { data: { assets: [{ id: 't3', kind: 'TERM', displayName: 'Address', fullName: 'Sales.Address' }] } };

test('j10_a term that follows is confirmed, refused and opened again as a tag is', async () => {
  const governance = { domain: null, products: [], properties: [], ...withTerms.governance };
  const path = [{ id: 'a1', kind: 'TABLE', name: 'mart', displayName: 'mart' }];
  const network = {
    Asset: { data: { asset: { ...asset, ...withTerms, kind: 'COLUMN', path, governance, childCounts: [] } } }, ColumnTags: { data: { asset: withTerms } }, ExplainTag, AssetNames,
    ConfirmTag: { data: { confirmTag: [{ id: 'c1' }] } }, RefuseTag: { data: { refuseTag: [{ id: 'c1' }] } }, ReopenTag: { data: { reopenTag: [{ id: 'c1' }] } },
  };
  const app = await openApp({ path: '/a/c1', network });
  const decided = async (label: string, action: string) => {
    await userEvent.click(await screen.findByRole('button', { name: label }));
    await userEvent.click(within(await screen.findByRole('group', { name: label })).getByRole('button', { name: action }));
  };
  await decided('Suggested term Phone', 'Confirm');
  expect(app.sent.find(({ name }) => name === 'ConfirmTag')?.variables).toEqual({ assets: ['c1'], tag: 't1', sort: 'TERM' });
  await decided('Term Contact, follows from lineage', 'Refuse');
  expect(app.sent.find(({ name }) => name === 'RefuseTag')?.variables).toEqual({ assets: ['c1'], tag: 't2', sort: 'TERM' });
  await decided('Refused term Address', 'Open again');
  expect(app.sent.find(({ name }) => name === 'ReopenTag')?.variables).toEqual({ assets: ['c1'], tag: 't3', sort: 'TERM' });
  expect(screen.getByRole('link', { name: 'Customer' }).getAttribute('href')).toContain('/glossary');
  expect(app.sent.find(({ name }) => name === 'ExplainTag')?.variables).toMatchObject({ sort: 'TERM' });
});

test('a6_an asset as a value of a property has its name and leads there; one that may not be known has none', async () => {
  const value = (name: string, id: string) => ({ name, titleEn: name, titleZh: name, value: id, text: id });
  const governance = { terms: [], domain: null, products: [], codeList: null, properties: [value('madeBy', 'p1'), value('usedBy', 'p2')] };
  const known = (name: string) => ({ name, titleEn: name, titleZh: name, description: '', propertyType: 'ASSET', choices: [], pattern: null, isRequired: false });
  const network = {
    Asset: { data: { asset: { ...asset, governance } } }, CustomProperties: { data: { customProperties: [known('madeBy'), known('usedBy')] } },
    AssetNames: { data: { assets: [{ id: 'p1', kind: 'PIPELINE', displayName: 'nightly', fullName: 'etl.nightly' }] } },
  };
  await openApp({ path: '/a/a1', network });
  expect((await screen.findByRole('link', { name: 'nightly' })).getAttribute('href')).toBe('/a/p1');
  expect(await screen.findByText('An asset you may not see')).toBeTruthy();
  expect(screen.queryByText('p2')).toBeNull();
});
