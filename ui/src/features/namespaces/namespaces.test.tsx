import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { openApp } from '../../test-app';

const [A, B] = ['postgres://db.example:5432', 'postgres://10.0.0.7:5432'];
const Namespaces = { data: { namespaces: [{ name: A, aliases: [{ name: 'postgres://old:5432', by: 'ana', at: '2026-01-01T00:00:00Z' }] }, { name: B, aliases: [] }] } };

test('j7_a system shows its names; one is added, one taken away', async () => {
  let isRefused = true;
  const AddNamespaceAlias = () => {
    if (!isRefused) return { data: { addNamespaceAlias: true } };
    isRefused = false;
    return { code: 'CONFLICT', message: 'assets live under this name' };
  };
  const app = await openApp({ path: '/admin/namespaces', network: { Namespaces, AddNamespaceAlias, RemoveNamespaceAlias: { data: { removeNamespaceAlias: true } } } });
  expect(await screen.findByText('postgres://old:5432')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: `Add a name to ${A}` }));
  const dialog = await screen.findByRole('dialog');
  const field = within(dialog).getByRole('textbox', { name: /^Other name/ });
  await userEvent.type(field, 'postgres://new:5432');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Add a name' }));
  expect((await within(dialog).findByText('assets live under this name')).id).toContain(field.id);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Add a name' }));
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  expect(app.sent.find(({ name }) => name === 'AddNamespaceAlias')?.variables).toEqual({ namespace: A, alias: 'postgres://new:5432' });
  await userEvent.click(screen.getByRole('button', { name: 'Take postgres://old:5432 away' }));
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Take away' }));
  await waitFor(() => expect(app.sent.find(({ name }) => name === 'RemoveNamespaceAlias')?.variables).toEqual({ alias: 'postgres://old:5432' }));
});

test('j7_two systems are merged, and each merge leads to why they are one', async () => {
  const NamesOf = { data: { assets: [{ id: 'd1', kind: 'DATABASE', fullName: `${A}/shop` }] } };
  const app = await openApp({ path: '/admin/namespaces', network: { Namespaces, NamesOf, MergeNamespaces: { data: { mergeNamespaces: { merged: ['d1'], left: [] } } } } });
  await userEvent.click(await screen.findByRole('button', { name: `Merge ${B} into another system` }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Merge' }));
  expect(await within(dialog).findByText(`${B} means ${A} from now on.`)).toBeTruthy();
  expect(app.sent.find(({ name }) => name === 'MergeNamespaces')?.variables).toEqual({ from: B, into: A });
  const link = await within(dialog).findByRole<HTMLAnchorElement>('link', { name: `${A}/shop` });
  expect(link.getAttribute('href')).toBe('/a/d1?names=true');
});

test('names are found by a part; none found says so', async () => {
  await openApp({ path: '/admin/namespaces', network: { Namespaces } });
  const filter = await screen.findByRole('searchbox', { name: 'Filter by name' });
  await userEvent.type(filter, 'OLD');
  expect(screen.getByText('2 names')).toBeTruthy();
  await userEvent.type(filter, 'x');
  expect(screen.getByText('No system is called like this')).toBeTruthy();
});

test('the catalog itself gets no other name', async () => {
  const own = { name: 'cadastre', aliases: [] };
  await openApp({ path: '/admin/namespaces', network: { Namespaces: { data: { namespaces: [own, { name: A, aliases: [] }] } } } });
  expect(await screen.findByRole('button', { name: `Add a name to ${A}` })).toBeTruthy();
  expect(screen.queryByRole('button', { name: /cadastre/ })).toBeNull();
  // Nothing is left to merge it with.
  expect(screen.queryByRole('button', { name: /^Merge/ })).toBeNull();
});

test('without a system the page says when there will be one', async () => {
  await openApp({ path: '/admin/namespaces', network: { Namespaces: { data: { namespaces: [] } } } });
  expect(await screen.findByText('No system is known yet')).toBeTruthy();
});

test('an editor, who does not manage sources, is not led here', async () => {
  const app = await openApp({ path: '/admin/namespaces', role: 'EDITOR' });
  expect(await screen.findByRole('heading', { name: 'You may not see this' })).toBeTruthy();
  expect(app.sent).toEqual([]);
});
