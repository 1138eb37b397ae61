import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { openApp } from '../../test-app';

const commit = { id: 'c1', first: 5, last: 6, at: '2026-01-01T00:00:00Z', actor: 'ana', origin: 'PERSON', run: null, reverts: null, summary: 'Describe orders' };
const page = { hasNextPage: false, endCursor: null };
const change = { number: 5, operation: 'UPDATED', isBreaking: false, asset: { id: 'a', kind: 'TABLE', name: 'orders', fullName: 'x/orders' }, fields: [{ field: 'tier', before: null, after: 'tier1', isBreaking: false }] };
const network = {
  Commits: { data: { commits: { nodes: [commit], pageInfo: page } } },
  Commit: { data: { commit: { ...commit, changes: { nodes: [change, { ...change, number: 6, asset: null }], pageInfo: page } } } },
  RecentNames: { data: { changes: { nodes: [{ number: 5, commit: { id: 'c1' }, asset: { id: 'a', name: 'orders' } }] } } },
  RevertCommit: { data: { revertCommit: { id: 'c2', first: 7, last: 8 } } },
};

test('the newest commit is shown with its changes, also of what may not be seen', async () => {
  await openApp({ path: '/changes', network });
  expect(await screen.findByRole('link', { name: 'orders' })).toBeTruthy();
  expect(screen.getByText('An asset you may not see')).toBeTruthy();
});

test('a commit is taken back after a question, by an administrator', async () => {
  const app = await openApp({ path: '/changes', network });
  await userEvent.click(await screen.findByRole('button', { name: 'Take back' }));
  expect(await screen.findByText(/2 changes are undone/)).toBeTruthy();
  await userEvent.click(screen.getAllByRole('button', { name: 'Take back' }).at(-1) as HTMLElement);
  expect(await screen.findByText('Taken back')).toBeTruthy();
  expect(app.sent).toContainEqual({ name: 'RevertCommit', variables: { id: 'c1' } });
});

test('an editor has no way to take a commit back', async () => {
  await openApp({ path: '/changes', role: 'EDITOR', network });
  await screen.findByRole('link', { name: 'orders' });
  expect(screen.queryByRole('button', { name: 'Take back' })).toBeNull();
});
