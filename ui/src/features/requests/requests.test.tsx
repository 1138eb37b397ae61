import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { AccessRequestRowFragment } from '../../gql/types';
import { openApp } from '../../test-app';

const request: AccessRequestRowFragment = {
  id: 'r1',
  askedFor: 'shop.public.orders',
  wants: 'SAMPLE',
  reason: 'the yearly report',
  days: 30,
  state: 'PENDING',
  at: '2026-01-01T00:00:00Z',
  decidedAt: null,
  note: null,
  until: null,
  mayDecide: true,
  requester: { name: 'vera', displayName: 'Vera' },
  decidedBy: null,
  asset: { id: 'a1', kind: 'TABLE', displayName: 'orders', fullName: 'postgres://h/shop.public.orders' },
};
const answer = (...nodes: readonly AccessRequestRowFragment[]) => ({ data: { accessRequests: { nodes, pageInfo: { hasNextPage: false, endCursor: null } } } });

test('an owner approves for another number of days, and is told when a policy denies it all the same', async () => {
  const approved = { data: { approveAccess: { hindrance: 'DENIED', request: { ...request, state: 'APPROVED' } } } };
  const app = await openApp({ path: '/requests?list=decide', role: 'VIEWER', network: { AccessRequests: answer(request), ApproveAccess: approved } });
  await userEvent.click(await screen.findByRole('button', { name: 'Approve the request of Vera' }));
  const dialog = within(await screen.findByRole('dialog'));
  const days = dialog.getByRole('textbox', { name: /For how many days/ });
  await userEvent.clear(days);
  await userEvent.type(days, '0');
  expect(dialog.getByRole('button', { name: 'Approve' })).toHaveProperty('disabled', true);
  await userEvent.clear(days);
  await userEvent.type(days, '7');
  await userEvent.click(dialog.getByRole('button', { name: 'Approve' }));
  expect(await screen.findByText('Approved, but a policy denies it to them all the same')).toBeTruthy();
  expect(app.sent.find((sent) => sent.name === 'ApproveAccess')?.variables).toEqual({ id: 'r1', days: 7, note: '' });
});

test('a request is rejected with a reason only', async () => {
  const app = await openApp({ path: '/requests?list=decide', network: { AccessRequests: answer(request), RejectAccess: { data: { rejectAccess: { ...request, state: 'REJECTED' } } } } });
  await userEvent.click(await screen.findByRole('button', { name: 'Reject the request of Vera' }));
  const dialog = within(await screen.findByRole('dialog'));
  expect(dialog.getByRole('button', { name: 'Reject' })).toHaveProperty('disabled', true);
  await userEvent.type(dialog.getByRole('textbox', { name: /Why not/ }), 'personal data');
  await userEvent.click(dialog.getByRole('button', { name: 'Reject' }));
  expect(await screen.findByText('Rejected')).toBeTruthy();
  expect(app.sent.find((sent) => sent.name === 'RejectAccess')?.variables).toEqual({ id: 'r1', note: 'personal data' });
});

test('mine show what I typed where I may not know of it, and can be withdrawn', async () => {
  const mine = { ...request, asset: null, mayDecide: false };
  await openApp({ path: '/requests', role: 'MEMBER', network: { AccessRequests: answer(mine), WithdrawAccess: { data: { withdrawAccessRequest: { ...mine, state: 'WITHDRAWN' } } } } });
  expect(await screen.findByText('shop.public.orders')).toBeTruthy();
  expect(screen.queryByRole('tab', { name: 'All' })).toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Withdraw the request for shop.public.orders' }));
  expect(await screen.findByText('Withdrawn')).toBeTruthy();
});

test('what may not be seen can be asked for from its own address', async () => {
  const app = await openApp({ path: '/a/hidden', role: 'VIEWER', network: { Asset: { data: { asset: null } }, AssetUsed: { data: { asset: null } }, RequestAccess: { data: { requestAccess: { id: 'r9', state: 'PENDING' } } } } });
  await userEvent.click(await screen.findByRole('button', { name: 'Ask for access' }));
  await userEvent.type(await screen.findByRole('textbox', { name: /Why you need it/ }), 'a look');
  await userEvent.click(screen.getByRole('button', { name: 'Send' }));
  expect(await screen.findByText('Your request was sent')).toBeTruthy();
  expect(app.sent.find((sent) => sent.name === 'RequestAccess')?.variables).toEqual({ input: { asset: 'hidden', wants: 'SEE', reason: 'a look', days: 30 } });
});

test('an empty list says so, in Chinese too; a failed one offers to try again', async () => {
  await openApp({ path: '/requests', locale: 'zh', network: { AccessRequests: answer() } });
  expect(await screen.findByText('您还没有提出申请')).toBeTruthy();
});
