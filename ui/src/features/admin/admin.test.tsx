import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { openApp } from '../../test-app';

const user = (name: string, role: string) => ({ id: name, name, displayName: name, role, isDisabled: false, createdAt: '2026-01-01T00:00:00Z', lastSignInAt: null });
const Users = { data: { users: { nodes: [user('ana', 'ADMIN'), user('bob', 'VIEWER')], pageInfo: { hasNextPage: false, endCursor: null } } } };

test('a viewer is told that the page is not for them, and nothing is asked', async () => {
  const app = await openApp({ path: '/admin/users', role: 'VIEWER' });
  expect(await screen.findByRole('heading', { name: 'You may not see this' })).toBeTruthy();
  expect(app.sent).toEqual([]);
});

test('a role is changed for others and not for oneself', async () => {
  const app = await openApp({ path: '/admin/users', network: { Users, UpdateUser: { data: { updateUser: user('bob', 'EDITOR') } } } });
  await userEvent.selectOptions(await screen.findByRole('combobox', { name: 'Role of bob' }), 'EDITOR');
  expect(app.sent.find((sent) => sent.name === 'UpdateUser')?.variables).toEqual({ id: 'bob', input: { role: 'EDITOR' } });
  expect(screen.queryByRole('combobox', { name: 'Role of ana' })).toBeNull();
});

test('a refused new account says which field is wrong', async () => {
  await openApp({ path: '/admin/users', network: { Users, CreateUser: { code: 'CONFLICT', message: '`bob` exists already' } } });
  await userEvent.click(await screen.findByRole('button', { name: 'New user' }));
  await userEvent.type(await screen.findByLabelText(/User name/), 'bob');
  await userEvent.type(screen.getByLabelText(/^Password/), 'long enough');
  await userEvent.click(screen.getByRole('button', { name: 'Create' }));
  expect(await screen.findByText('`bob` exists already')).toBeTruthy();
});
