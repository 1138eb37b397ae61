import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { openApp } from '../../test-app';

const end = { hasNextPage: false, endCursor: null };
const item = (number: number, title: string, readAt: string | null) => ({
  number,
  kind: 'ASSET_SCHEMA_CHANGED',
  at: '2026-01-01T08:00:00Z',
  actor: 'ada',
  reason: 'FOLLOWING',
  readAt,
  title,
  lines: ['amount: removed', 'By ada'],
  path: '/a/7',
});
const kinds = [
  { kind: 'ASSET_CREATED', code: 'asset.created', title: 'New asset', canBeFollowed: true },
  { kind: 'ASSET_SCHEMA_CHANGED', code: 'asset.changed.schema', title: 'Schema changed', canBeFollowed: true },
  { kind: 'ACCESS_REQUESTED', code: 'access.requested', title: 'Access requested', canBeFollowed: false },
];
const webhook = {
  id: 'w1',
  name: 'Deployment',
  shape: 'CLOUD_EVENTS',
  url: 'https://hooks.example.com',
  hasSecret: true,
  oldSecretUntil: null,
  kinds: ['ASSET_CREATED'],
  reader: { id: 'u1', name: 'ana', displayName: 'Ana' },
  owner: { id: 'u1', displayName: 'Ana' },
  locale: 'EN',
  isEnabled: true,
  trouble: null,
  position: 42,
  lastSuccessAt: '2026-01-01T09:00:00Z',
  counts: { waiting: 1, delivered: 2, dead: 0, withheld: 0 },
};

test('the bell tells how much is unread and leads to the inbox, where it is marked', async () => {
  const { sent } = await openApp({
    path: '/inbox',
    role: 'VIEWER',
    network: {
      UnreadCount: { data: { unreadCount: 100 } },
      Inbox: { data: { inbox: { nodes: [item(8, 'Schema changed: orders', null), item(7, 'New asset: refunds', '2026-01-01T09:00:00Z')], pageInfo: end } } },
      MarkInbox: { data: { markInbox: 1 } },
      MarkInboxUntil: { data: { markInboxUntil: 1 } },
    },
  });
  await screen.findByText('Schema changed: orders');
  expect(await screen.findByRole('link', { name: 'Inbox, 99+ unread' })).toBeTruthy();
  expect(await screen.findByText('Schema changed: orders')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Mark as read' }));
  await waitFor(() => expect(sent.find((call) => call.name === 'MarkInbox')?.variables).toEqual({ numbers: [8], isRead: true }));
  await userEvent.click(screen.getByRole('button', { name: 'Mark all as read' }));
  await waitFor(() => expect(sent.find((call) => call.name === 'MarkInboxUntil')?.variables).toEqual({ number: 8 }));
  await userEvent.click(screen.getByRole('checkbox', { name: 'Unread only' }));
  await waitFor(() => expect(sent.filter((call) => call.name === 'Inbox').at(-1)?.variables['unreadOnly']).toBe(true));
});

test('an empty inbox says what to do, in Chinese', async () => {
  const { sent } = await openApp({ path: '/inbox', role: 'VIEWER', locale: 'zh', network: { Inbox: { data: { inbox: { nodes: [], pageInfo: end } } } } });
  expect(await screen.findByText('还没有通知')).toBeTruthy();
  expect(sent.find((call) => call.name === 'Inbox')?.variables['locale']).toBe('ZH');
});

test('a refused inbox can be asked for again', async () => {
  await openApp({ path: '/inbox', role: 'VIEWER', network: { Inbox: { code: 'UNAVAILABLE' } } });
  expect(await screen.findByRole('button', { name: /try again|retry/i })).toBeTruthy();
});

test('what is followed is listed, followed no more, and more is followed', async () => {
  const one = { id: 's1', assetId: null, asset: null, owner: null, domain: null, tag: 'pii', kind: null, source: null, kinds: [], isMuted: false, byMail: true };
  const { sent } = await openApp({
    path: '/inbox/settings',
    role: 'VIEWER',
    network: {
      Followed: { data: { followed: { nodes: [one], pageInfo: end } } },
      MailChoice: { data: { mailChoice: { pace: 'AS_IT_HAPPENS', locale: 'EN', isAvailable: true, trouble: null } } },
      ChooseMail: { data: { chooseMail: { pace: 'DAILY', locale: 'EN', isAvailable: true, trouble: null } } },
      EventKinds: { data: { eventKinds: kinds } },
      Unfollow: { data: { unfollow: true } },
      Follow: { data: { follow: { id: 's2' } } },
    },
  });
  expect(await screen.findByText('The tag pii')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Stop following' }));
  await waitFor(() => expect(sent.find((call) => call.name === 'Unfollow')?.variables).toEqual({ what: { tag: 'pii' } }));
  await userEvent.selectOptions(screen.getByLabelText('How often'), 'DAILY');
  await waitFor(() => expect(sent.find((call) => call.name === 'ChooseMail')?.variables).toEqual({ pace: 'DAILY', locale: 'EN' }));
  await userEvent.click(screen.getByRole('button', { name: 'Follow more' }));
  const dialog = await screen.findByRole('dialog');
  const choices = within(within(dialog).getByLabelText('Kind of event')).getAllByRole('option');
  expect(choices.map((choice) => choice.textContent)).toEqual(['New asset', 'Schema changed']);
  await userEvent.click(within(dialog).getByRole('button', { name: 'Follow' }));
  await waitFor(() => expect(sent.find((call) => call.name === 'Follow')?.variables).toEqual({ what: { kind: 'ASSET_SCHEMA_CHANGED' }, options: { byMail: true } }));
});

test('a new webhook shows its secret once', async () => {
  const { sent } = await openApp({
    path: '/admin/webhooks',
    network: {
      Webhooks: { data: { webhooks: { nodes: [], pageInfo: end } } },
      EventKinds: { data: { eventKinds: kinds } },
      WebhookReaders: { data: { webhookReaders: [webhook.reader] } },
      SaveWebhook: { data: { saveWebhook: { secret: 'whsec_shown-once', webhook: { id: 'w1' } } } },
    },
  });
  expect(await screen.findByText('Nobody is told yet')).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'New webhook or chat' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByLabelText(/^Name/), 'Deployment');
  await userEvent.type(within(dialog).getByLabelText(/^Address/), 'https://hooks.example.com/in');
  await userEvent.click(await within(dialog).findByRole('checkbox', { name: 'New asset' }));
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  expect(await screen.findByText('whsec_shown-once')).toBeTruthy();
  expect(sent.find((call) => call.name === 'SaveWebhook')?.variables).toEqual({ input: { name: 'Deployment', shape: 'CLOUD_EVENTS', url: 'https://hooks.example.com/in', kinds: ['ASSET_CREATED'], locale: 'EN' } });
  await userEvent.click(screen.getByRole('button', { name: 'I have kept it' }));
  await waitFor(() => expect(screen.queryByText('whsec_shown-once')).toBeNull());
});

test('the server refuses an address at its field', async () => {
  await openApp({
    path: '/admin/webhooks',
    network: {
      Webhooks: { data: { webhooks: { nodes: [], pageInfo: end } } },
      EventKinds: { data: { eventKinds: kinds } },
      WebhookReaders: { data: { webhookReaders: [webhook.reader] } },
      SaveWebhook: { code: 'INVALID', message: 'is at an address that is not allowed', field: 'url' },
    },
  });
  await userEvent.click(await screen.findByRole('button', { name: 'New webhook or chat' }));
  const dialog = await screen.findByRole('dialog');
  await userEvent.type(within(dialog).getByLabelText(/^Name/), 'x');
  await userEvent.type(within(dialog).getByLabelText(/^Address/), 'https://10.0.0.1/');
  await userEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
  expect((await within(dialog).findByRole('alert')).textContent).toContain('not allowed');
  expect(within(dialog).getByLabelText(/^Address/).getAttribute('aria-invalid')).toBe('true');
});

test('a webhook is tested, and what it was given up on is sent again', async () => {
  const dead = { number: 41, kind: 'ASSET_CREATED', state: 'DEAD', attempts: 11, queuedAt: '2026-01-01T08:00:00Z', nextAt: null, doneAt: '2026-01-04T08:00:00Z', status: 500, note: 'it answers 500', milliseconds: 12 };
  const { sent } = await openApp({
    path: '/admin/webhooks/w1',
    network: {
      Webhook: { data: { webhook } },
      EventKinds: { data: { eventKinds: kinds } },
      WebhookDeliveries: { data: { webhookDeliveries: { nodes: [dead], pageInfo: end } } },
      TestWebhook: { data: { testWebhook: { isDelivered: false, status: 302, note: 'it answers 302', milliseconds: 3 } } },
      ReplayWebhook: { data: { replayWebhook: true } },
      ReplayWebhookFrom: { data: { replayWebhookFrom: true } },
    },
  });
  expect(await screen.findByText('Given up', { selector: 'span' })).toBeTruthy();
  await userEvent.click(screen.getByRole('button', { name: 'Send a test' }));
  expect(await screen.findByText('It did not take the test: it answers 302')).toBeTruthy();
  await userEvent.type(screen.getByLabelText('Everything behind event'), '40');
  const [from, one] = screen.getAllByRole('button', { name: 'Send again' });
  await userEvent.click(from!);
  await waitFor(() => expect(sent.find((call) => call.name === 'ReplayWebhookFrom')?.variables).toEqual({ id: 'w1', position: 40 }));
  await userEvent.click(one!);
  await waitFor(() => expect(sent.find((call) => call.name === 'ReplayWebhook')?.variables).toEqual({ id: 'w1', number: 41 }));
});

test('who may not manage webhooks sees neither the entry nor the page', async () => {
  await openApp({ path: '/admin/webhooks', role: 'EDITOR' });
  expect(await screen.findByRole('heading', { name: /not allowed|may not/i })).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'Webhooks' })).toBeNull();
});
