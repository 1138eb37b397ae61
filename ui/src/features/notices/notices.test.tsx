import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { openApp } from '../../test-app';

const details = { __typename: 'TableDetails', tableType: 'REGULAR', definition: null, dialect: null, location: null, storage: null, ownerAccount: null, constraints: [], indexes: [], partitioning: null };
const asset = {
  id: 'a1', kind: 'TABLE', name: 'orders', displayName: 'orders', fullName: 'shop.public.orders', description: null, descriptionHtml: '', harvestedDescription: null, curatedDescription: null, tier: null, isRemoved: false, isPlaceholder: false,
  firstSeenAt: '2026-01-01T00:00:00Z', lastChangedAt: '2026-01-01T00:00:00Z', lastSeenAt: null, mayEdit: true, version: { major: 1, minor: 0 }, path: [], owners: [], tags: [], source: null, statistics: null, childCounts: [], lineageCounts: { upstream: 0, downstream: 2 }, details,
  governance: { terms: [], domain: null, products: [], codeList: null, properties: [] },
};
const Asset = { data: { asset } };
const told = {
  id: 'n1', at: '2026-01-01T00:00:00Z', from: '2026-01-01T00:00:00Z', until: null, level: 'INFO', title: 'Loaded late today', body: 'by *noon*', bodyHtml: '<p>by <em>noon</em></p>', mayEdit: true, author: { name: 'ana', displayName: 'Ana' }, asset: { id: 'a1', kind: 'TABLE', displayName: 'orders' },
};
const news = (deprecation: unknown, announcements: unknown[] = [], mayEdit = true) => ({ data: { asset: { id: 'a1', displayName: 'orders', mayEdit, deprecation, announcements } } });
const downstream = { id: 'v1', kind: 'TABLE', displayName: 'totals', fullName: 'shop.public.totals', owners: [{ displayName: 'Bo' }], details: { __typename: 'TableDetails', tableType: 'VIEW' } };
const impact = { assets: [downstream], owners: [{ name: 'bo', displayName: 'Bo' }], hasMore: false, hidden: 2 };
const deprecation = { note: 'frozen', sunset: '2026-03-01', replacedBy: { id: 'a2', displayName: 'orders_v2' } };
const Deprecating = (before: unknown, found: unknown = impact) => ({ data: { asset: { id: 'a1', kind: 'TABLE', deprecation: before }, deprecationImpact: found } });

async function openMenu(entry: string) {
  await userEvent.click(await screen.findByRole('button', { name: 'More for stewards' }));
  await userEvent.click(await screen.findByRole('menuitem', { name: entry }));
  return screen.findByRole('dialog');
}

test('b10_who will be warned is shown before a table is deprecated', async () => {
  const Replacements = { data: { search: { hits: [{ asset: { id: 'a1', displayName: 'orders', fullName: 'shop.public.orders' } }, { asset: { id: 'a2', displayName: 'orders_v2', fullName: 'shop.public.orders_v2' } }] } } };
  const app = await openApp({ path: '/a/a1', network: { Asset, AssetNews: news(null), Deprecating: Deprecating(null), Replacements, Deprecate: { data: { editAsset: { id: 'a1' } } } } });
  const dialog = await openMenu('Deprecation …');
  expect(await within(dialog).findByText('1 owner downstream is told: Bo')).toBeTruthy();
  expect(within(dialog).getByRole('link', { name: 'shop.public.totals' })).toBeTruthy();
  expect(within(dialog).getByText('2 more are made from it that you may not see.')).toBeTruthy();
  const send = within(dialog).getByRole<HTMLButtonElement>('button', { name: 'Deprecate' });
  expect(send.disabled).toBe(true);
  await userEvent.type(within(dialog).getByRole('textbox', { name: /^Why/ }), 'frozen');
  await userEvent.type(within(dialog).getByRole('combobox', { name: 'Use instead' }), 'orders');
  // The table itself is not offered.
  expect((await screen.findAllByRole('option')).map((option) => option.textContent)).toEqual(['orders_v2shop.public.orders_v2']);
  await userEvent.click(screen.getByRole('option', { name: /orders_v2/ }));
  await userEvent.click(send);
  expect(await screen.findByText('orders is deprecated')).toBeTruthy();
  expect(app.sent.find(({ name }) => name === 'Deprecate')?.variables).toEqual({ id: 'a1', deprecation: { note: 'frozen', sunset: null, replacedBy: 'a2' } });
});

test('a deprecation names its day and its replacement, and is taken back', async () => {
  const Replacements = { data: { search: { hits: [] } } };
  const shown = { noteHtml: '<p>frozen</p>', sunset: '2026-03-01', replacedBy: deprecation.replacedBy };
  const app = await openApp({ path: '/a/a1', network: { Asset, AssetNews: news(shown), Deprecating: Deprecating(deprecation, { assets: [], owners: [], hasMore: false, hidden: 0 }), Replacements, Deprecate: { data: { editAsset: { id: 'a1' } } } } });
  expect(await screen.findByText('It goes on Mar 1, 2026')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'orders_v2' })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Change the deprecation' }));
  const dialog = await screen.findByRole('dialog');
  expect(await within(dialog).findByText(/Nothing is made from it/)).toBeTruthy();
  expect(within(dialog).getByRole<HTMLTextAreaElement>('textbox', { name: /^Why/ }).value).toBe('frozen');
  await userEvent.click(within(dialog).getByRole('button', { name: 'It may be used again' }));
  expect(await screen.findByText('orders may be used again')).toBeTruthy();
  expect(app.sent.find(({ name }) => name === 'Deprecate')?.variables).toEqual({ id: 'a1', deprecation: null });
});

test('a refused deprecation keeps what was typed and says why at its field', async () => {
  const Deprecate = { code: 'INVALID', field: 'deprecation', message: 'needs a note' };
  await openApp({ path: '/a/a1', network: { Asset, AssetNews: news(null), Deprecating: Deprecating(null), Replacements: { data: { search: { hits: [] } } }, Deprecate } });
  const dialog = await openMenu('Deprecation …');
  const note = await within(dialog).findByRole<HTMLTextAreaElement>('textbox', { name: /^Why/ });
  await userEvent.type(note, 'x');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Deprecate' }));
  expect(await within(dialog).findByText('needs a note')).toBeTruthy();
  expect(note.value).toBe('x');
});

test('something is announced about an asset, and changed; who may not sees no button', async () => {
  const network = { Asset, AssetNews: news(null, [told]), SaveAnnouncement: { data: { saveAnnouncement: { id: 'n1' } } } };
  const app = await openApp({ path: '/a/a1', network });
  const dialog = await openMenu('Announce something …');
  await userEvent.type(within(dialog).getByRole('textbox', { name: /^Title/ }), 'Broken');
  await userEvent.selectOptions(within(dialog).getByRole('combobox', { name: 'How much it matters' }), 'Incident');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(app.sent.find(({ name }) => name === 'SaveAnnouncement')?.variables).toEqual({ input: { id: null, asset: 'a1', level: 'INCIDENT', title: 'Broken', body: '', from: null, until: null } });
  await userEvent.click(screen.getByRole('button', { name: 'Change “Loaded late today”' }));
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Save' }));
  // What nobody touched stays to the second.
  await waitFor(() => expect(app.sent.findLast(({ name }) => name === 'SaveAnnouncement')?.variables).toEqual({ input: { id: 'n1', asset: 'a1', level: 'INFO', title: 'Loaded late today', body: 'by *noon*', from: told.from, until: null } }));
});

test('a reader sees what is said of an asset and no way to change it', async () => {
  const shown = { noteHtml: '<p>frozen</p>', sunset: null, replacedBy: null };
  await openApp({ path: '/a/a1', role: 'VIEWER', network: { Asset: { data: { asset: { ...asset, mayEdit: false } } }, AssetNews: news(shown, [{ ...told, mayEdit: false }], false) } });
  expect(await screen.findByText('It should not be used any more')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^(Change|Delete)/ })).toBeNull();
  expect(screen.queryByRole('button', { name: 'More for stewards' })).toBeNull();
});

const page = (nodes: unknown[], endCursor: string | null = null) => ({ data: { announcements: { nodes, pageInfo: { hasNextPage: endCursor !== null, endCursor } } } });

test('all announcements are listed, and those that hold, are to come or over apart', async () => {
  const over = { ...told, id: 'n2', title: 'Was late', until: '2026-01-02T00:00:00Z', mayEdit: false };
  const coming = { ...told, id: 'n3', title: 'Moves away', from: '2999-01-01T00:00:00Z', asset: null };
  const app = await openApp({ path: '/admin/announcements', network: { Announcements: page([told, over, coming]), DeleteAnnouncement: { data: { deleteAnnouncement: true } } } });
  expect(await screen.findByText('Was late')).toBeTruthy();
  expect(screen.getByText('For everybody')).toBeTruthy();
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'When' }), 'Coming');
  expect(app.path()).toBe('/admin/announcements?phase=coming');
  expect(await screen.findByText('Moves away')).toBeTruthy();
  expect(screen.queryByText('Was late')).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Delete “Moves away”' }));
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete' }));
  await waitFor(() => expect(app.sent.find(({ name }) => name === 'DeleteAnnouncement')?.variables).toEqual({ id: 'n3' }));
});

test('only who manages the organisation announces to everybody; an empty list says what it is for', async () => {
  const network = { Announcements: page([]), SaveAnnouncement: { code: 'INVALID', field: 'until', message: 'must be behind `from`' } };
  await openApp({ path: '/admin/announcements', role: 'EDITOR', network });
  expect(await screen.findByText('Nothing was announced yet')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Announce to everybody' })).toBeNull();
});

test('a refused announcement says why at its field', async () => {
  const network = { Announcements: page([]), SaveAnnouncement: { code: 'INVALID', field: 'until', message: 'must be behind `from`' } };
  await openApp({ path: '/admin/announcements', network });
  const [add] = await screen.findAllByRole('button', { name: 'Announce to everybody' });
  await userEvent.click(add as HTMLElement);
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByRole('textbox', { name: /^Title/ }), 'Move');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  expect((await within(dialog).findByText('must be behind `from`')).id).toContain(within(dialog).getByLabelText(/^Until/).id);
});

test('a list that fails can be asked for again', async () => {
  await openApp({ path: '/admin/announcements', network: { Announcements: { code: 'UNAVAILABLE' } } });
  expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy();
});

test('what is for everybody is above every page; a note is put away, an incident stays', async () => {
  const note = { id: 'n1', level: 'INFO', title: 'Restart at noon', body: '', bodyHtml: '', author: { displayName: 'Ana' } };
  const AnnouncementsForEverybody = { data: { announcementsForEverybody: [note, { ...note, id: 'n2', level: 'INCIDENT', title: 'Warehouse is down' }] } };
  await openApp({ path: '/admin/announcements', network: { Announcements: page([]), AnnouncementsForEverybody } });
  const bar = await screen.findByRole('region', { name: 'For everybody' });
  expect(within(bar).getByText('Warehouse is down')).toBeTruthy();
  expect(within(bar).getAllByRole('button')).toHaveLength(1);
  await userEvent.click(within(bar).getByRole('button', { name: 'Do not show “Restart at noon” here again' }));
  expect(within(bar).queryByText('Restart at noon')).toBeNull();
  expect(within(bar).getByText('Warehouse is down')).toBeTruthy();
});
