import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { openApp } from '../../test-app';

const entry = (id: string, operation: string, result: string) => ({
  id,
  at: '2026-01-01T08:00:00Z',
  actor: 'ada',
  address: '10.0.0.7',
  agent: 'curl/8',
  operation,
  targetKind: 'user',
  target: 'bob',
  arguments: '{"role":"ADMIN"}',
  milliseconds: 12.34,
  result,
  requestId: 'r1',
});
const none = { hasNextPage: false, endCursor: null };

test('filters stand in the address, are asked for, and are those of the table', async () => {
  const { sent } = await openApp({
    path: '/admin/audit?user=ada&from=2026-01-01',
    network: { AuditLog: { data: { auditLog: { nodes: [entry('1', 'createUser', 'OK'), entry('2', 'signIn', 'FORBIDDEN')], pageInfo: none } } } },
  });
  const table = await screen.findByRole('region', { name: 'Audit log' });
  expect(within(table).getByText('Refused')).toBeTruthy();
  expect(within(table).getByText('createUser')).toBeTruthy();
  await userEvent.selectOptions(screen.getByRole('combobox', { name: 'Result' }), 'FORBIDDEN');
  await waitFor(() => expect(sent.filter((call) => call.name === 'AuditLog').at(-1)?.variables).toMatchObject({ filter: { user: 'ada', result: 'FORBIDDEN' } }));
  const link = screen.getByRole('link', { name: 'Download CSV' });
  expect(link.getAttribute('href')).toContain('result=FORBIDDEN');
  await userEvent.clear(screen.getByLabelText('User'));
  await userEvent.keyboard('{Enter}');
  await waitFor(() => expect(sent.filter((call) => call.name === 'AuditLog').at(-1)?.variables).not.toMatchObject({ filter: { user: 'ada' } }));
});

test('an empty log and a filter without a hit say so', async () => {
  await openApp({ path: '/admin/audit?user=nobody', network: { AuditLog: { data: { auditLog: { nodes: [], pageInfo: none } } } } });
  expect(await screen.findByText('Nothing here matches')).toBeTruthy();
  expect(screen.getByRole('link', { name: 'Show all' })).toBeTruthy();
});

test('a viewer is refused at once', async () => {
  const { sent } = await openApp({ path: '/admin/audit', role: 'VIEWER', network: {} });
  await waitFor(() => expect(document.body.textContent).not.toContain('Who signed in'));
  expect(sent.some((call) => call.name === 'AuditLog')).toBe(false);
});

test('a fault is found by the number that was told, and all are cleared after a question', async () => {
  const fault = { id: 'x', at: '2026-01-01T08:00:00Z', lastAt: '2026-01-01T09:00:00Z', count: 3, traceId: 't1', lastTraceId: 't3', place: 'GraphQL runs', actor: 'ada', message: 'the store failed', chain: 'the store failed: no such table' };
  const { sent } = await openApp({
    path: '/admin/exceptions?trace=t1',
    network: { Exceptions: { data: { exceptions: { nodes: [fault], pageInfo: none } } }, ClearExceptions: { data: { clearExceptions: 1 } } },
  });
  expect(await screen.findByText('the store failed')).toBeTruthy();
  expect(screen.getByText('3 times')).toBeTruthy();
  expect(sent.find((call) => call.name === 'Exceptions')?.variables).toMatchObject({ filter: { traceId: 't1' } });
  await userEvent.click(screen.getByRole('button', { name: 'Clear' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Clear' }));
  await waitFor(() => expect(sent.some((call) => call.name === 'ClearExceptions')).toBe(true));
});
