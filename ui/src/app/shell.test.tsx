import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { Action } from '../gql/types';
import { openApp } from '../test-app';

const hit = { id: 'a1', kind: 'TABLE', name: 'orders', fullName: 'x/shop.orders', description: null, owners: ['Ana'], sourceName: 'shop' };
const network = { Home: 'pending', Suggest: { data: { suggest: [hit] } }, Asset: 'pending', Commits: 'pending', RecentNames: 'pending' } as const;

test('the slash leads to the search field, and a suggestion shows the owner and opens the asset', async () => {
  const app = await openApp({ path: '/', network });
  await screen.findByRole('combobox');
  await userEvent.keyboard('/');
  await userEvent.keyboard('ord');
  const option = await screen.findByRole('option', { name: /orders/ });
  expect(within(option).getByText('Ana')).toBeTruthy();
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(app.path()).toBe('/a/a1');
});

test('the palette goes to a page by a few letters of its name', async () => {
  const app = await openApp({ path: '/', network });
  await screen.findByRole('combobox');
  await userEvent.keyboard('{Control>}k{/Control}');
  await userEvent.type(await screen.findByRole('combobox', { name: 'Type a name or a command' }), 'chang');
  await screen.findByRole('option', { name: /orders/ });
  await userEvent.click(screen.getByRole('option', { name: /^Changes/ }));
  expect(app.path()).toBe('/changes');
});

test('the question mark lists the keys of the shell', async () => {
  await openApp({ path: '/', network });
  await screen.findByRole('combobox');
  await userEvent.keyboard('?');
  expect(await screen.findByRole('dialog', { name: 'Keyboard' })).toBeTruthy();
});

test('what only administrators may is not in the navigation of others', async () => {
  await openApp({ path: '/', role: 'EDITOR', network });
  const nav = await screen.findByRole('navigation', { name: 'Main' });
  expect(within(nav).queryByRole('link', { name: 'Users' })).toBeNull();
  expect(within(nav).getByRole('link', { name: 'Sources' })).toBeTruthy();
});

test('an address that leads nowhere says so', async () => {
  await openApp({ path: '/nowhere/at/all', network });
  expect(await screen.findByRole('heading', { name: 'There is nothing here' })).toBeTruthy();
});

test('a session that ended leads to the sign-in and back to the same page afterwards', async () => {
  const app = await openApp({ path: '/changes?commit=c1', network: { ...network, Commits: { code: 'UNAUTHENTICATED' }, Commit: 'pending' } });
  await screen.findByRole('heading', { name: 'Sign in' });
  expect(app.path()).toBe('/login?next=%2Fchanges%3Fcommit%3Dc1');
});

test('the menu has what the rights say and nothing else', async () => {
  await openApp({ path: '/', role: 'MEMBER', permissions: ['READ_CATALOG', 'MANAGE_ROLES'], network });
  const menu = await screen.findByRole('navigation', { name: 'Main' });
  const names = within(menu).getAllByRole('link').map((link) => link.textContent);
  expect(names).toEqual(['Cadastre', 'Home', 'Inbox', 'Catalog', 'Search', 'Lineage', 'What breaks', 'Glossary', 'Domains', 'Data products', 'Classifications', 'Data standards', 'Data quality', 'KPIs', 'Cost', 'Data health', 'Insights', 'Pipelines', 'SQL understood', 'Changes', 'Roles']);
});

test('a right that is taken away goes from the menu once the server refuses', async () => {
  let permissions: Action[] = ['READ_CATALOG', 'MANAGE_ORGANISATION', 'READ_ORGANISATION'];
  const refuse = () => {
    permissions = ['READ_CATALOG'];
    return { code: 'FORBIDDEN' };
  };
  await openApp({ path: '/admin/organisation', role: 'MEMBER', permissions: () => permissions, network: { Organisation: refuse } });
  expect(await screen.findByRole('heading', { name: 'You may not see this' })).toBeTruthy();
  const menu = screen.getByRole('navigation', { name: 'Main' });
  await waitFor(() => expect(within(menu).queryByRole('link', { name: 'Organisation' })).toBeNull());
});
