import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { openApp } from '../../test-app';

const hold = { id: 'h1', at: '2026-01-01T00:00:00Z', count: 42, run: null, status: 'OPEN', source: { id: 's1', name: 'warehouse' }, assets: { nodes: [] } };
const Holds = { data: { holds: { nodes: [hold], pageInfo: { hasNextPage: false, endCursor: null } } } };

test('removals are confirmed only after a question', async () => {
  const app = await openApp({ path: '/held', network: { Holds, ConfirmHold: { data: { confirmHold: { id: 'h1', status: 'CONFIRMED' } } } } });
  await userEvent.click(await screen.findByRole('button', { name: 'Remove them' }));
  expect(app.sent.some((sent) => sent.name === 'ConfirmHold')).toBe(false);
  expect(await screen.findByText('Mark 42 assets as removed?')).toBeTruthy();
  await userEvent.click(screen.getAllByRole('button', { name: 'Remove them' }).at(-1) as HTMLElement);
  expect(app.sent.some((sent) => sent.name === 'ConfirmHold')).toBe(true);
});

test('who may not decide sees the state only', async () => {
  await openApp({ path: '/held', role: 'EDITOR', network: { Holds } });
  expect(await screen.findByText('Waiting for a decision')).toBeTruthy();
  expect(screen.queryByRole('button', { name: 'Remove them' })).toBeNull();
});
