import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { openApp } from '../../test-app';

const session = (id: string, name: string, isCurrent: boolean) => ({
  id,
  name,
  displayName: name,
  beganAt: '2026-01-01T08:00:00Z',
  lastUsedAt: '2026-01-01T09:00:00Z',
  expiresAt: '2026-01-01T21:00:00Z',
  address: '10.0.0.7',
  agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  isCurrent,
});

test('an administrator ends the session of somebody else, and not the one in use', async () => {
  const nodes = [session('a', 'ada', true), session('v', 'vera', false)];
  const { sent } = await openApp({
    path: '/admin/sessions',
    network: {
      Sessions: { data: { sessions: { nodes, pageInfo: { hasNextPage: false, endCursor: null } } } },
      EndSession: { data: { endSession: true } },
    },
  });
  expect(await screen.findByText('This session')).toBeTruthy();
  const ends = screen.getAllByRole('button', { name: 'End' });
  expect(ends).toHaveLength(1);
  await userEvent.click(ends[0]!);
  const dialog = await screen.findByRole('dialog');
  expect(within(dialog).getByText('End the session of vera?')).toBeTruthy();
  await userEvent.click(within(dialog).getByRole('button', { name: 'End' }));
  await waitFor(() => expect(sent.find((call) => call.name === 'EndSession')?.variables).toEqual({ id: 'v' }));
});
