import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { TaskRowFragment } from '../../gql/types';
import { openApp } from '../../test-app';

const task: TaskRowFragment = {
  id: 't1',
  at: '2026-01-01T00:00:00Z',
  kind: 'PROPOSAL',
  state: 'OPEN',
  bodyHtml: '<p>because</p>',
  assignee: null,
  note: null,
  mayDecide: true,
  author: { name: 'vera', displayName: 'Vera' },
  decidedBy: null,
  asset: { id: 'a1', kind: 'TABLE', displayName: 'orders', fullName: 'postgres://h/shop.public.orders' },
  edit: { displayName: null, description: 'All orders', owners: null, tags: null },
  base: { displayName: null, description: 'old words', owners: null, tags: null },
};
const answer = (...nodes: readonly TaskRowFragment[]) => ({ data: { tasks: { nodes, pageInfo: { hasNextPage: false, endCursor: null } } } });

test('a proposal shows both texts, and over what changed since it is accepted only when said once more', async () => {
  const AcceptTask = ({ anyway }: Record<string, unknown>) => (anyway ? { data: { acceptTask: { ...task, state: 'ACCEPTED' } } } : { code: 'CONFLICT', message: 'description changed since it was proposed' });
  const app = await openApp({ path: '/tasks', network: { Tasks: answer(task), AcceptTask } });
  expect(await screen.findByText('old words')).toBeTruthy();
  expect(screen.getByText('All orders')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Accept what Vera asks' }));
  await userEvent.click(await screen.findByRole('button', { name: 'Accept anyway' }));
  expect(await screen.findByText('Accepted')).toBeTruthy();
  expect(app.sent.filter((sent) => sent.name === 'AcceptTask').map((sent) => sent.variables['anyway'])).toEqual([false, true]);
});

test('a task is declined with a reason only', async () => {
  const app = await openApp({ path: '/tasks', network: { Tasks: answer(task), DeclineTask: { data: { declineTask: { ...task, state: 'DECLINED' } } } } });
  await userEvent.click(await screen.findByRole('button', { name: 'Decline what Vera asks' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByRole('button', { name: 'Decline' })).toHaveProperty('disabled', true);
  await userEvent.type(dialog.getByRole('textbox', { name: /Why not/ }), 'not true');
  await userEvent.click(dialog.getByRole('button', { name: 'Decline' }));
  expect(await screen.findByText('Declined')).toBeTruthy();
  expect(app.sent.find((sent) => sent.name === 'DeclineTask')?.variables).toEqual({ id: 't1', reason: 'not true' });
});

test('who may not decide has no button; an empty list says so in Chinese too', async () => {
  await openApp({ path: '/tasks?list=mine', network: { Tasks: answer({ ...task, mayDecide: false }) } });
  expect(await screen.findByRole('button', { name: 'Withdraw what you asked about orders' })).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Accept what Vera asks' })).toBeNull();
});
