import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { CommentRowFragment, ThreadRowFragment } from '../../gql/types';
import { openApp } from '../../test-app';

const comment: CommentRowFragment = { id: 't1', at: '2026-01-01T00:00:00Z', body: 'what is **it**?', bodyHtml: '<p>what is <strong>it</strong>?</p>', editedAt: null, mayEdit: false, mayDelete: false, author: { name: 'vera', displayName: 'Vera' } };
const thread: ThreadRowFragment = { id: 't1', at: '2026-01-01T00:00:00Z', commentCount: 2, resolvedAt: null, resolvedBy: null, mayResolve: true, firstComment: comment };
const page = { hasNextPage: false, endCursor: null };
const asset = {
  id: 'a1', kind: 'TABLE', name: 'orders', displayName: 'orders', fullName: 'postgres://h/shop.public.orders', description: null, descriptionHtml: null, harvestedDescription: null, curatedDescription: null, tier: null,
  isRemoved: false, isPlaceholder: false, firstSeenAt: null, lastChangedAt: '2026-01-01T00:00:00Z', lastSeenAt: null, mayEdit: false, version: { major: 1, minor: 0 }, path: [], owners: [], tags: [], source: null, statistics: null,
  childCounts: [], lineageCounts: { upstream: 0, downstream: 0 },
  details: { __typename: 'TableDetails', tableType: 'REGULAR', definition: null, dialect: null, location: null, storage: null, ownerAccount: null, constraints: [], indexes: [], partitioning: null },
};
const network = { Asset: { data: { asset } }, Threads: { data: { threads: { nodes: [thread], pageInfo: page } } } };

test('a discussion is opened, answered, and resolved', async () => {
  const answered: CommentRowFragment = { ...comment, id: 'c2', body: 'a table', bodyHtml: '<p>a table</p>', mayEdit: true, mayDelete: true };
  const app = await openApp({
    path: '/a/a1?tab=discussion',
    role: 'VIEWER',
    network: { ...network, Comments: { data: { comments: { nodes: [comment, answered], pageInfo: page } } }, Reply: { data: { reply: { id: 'c3' } } }, ResolveThread: { data: { resolveThread: { ...thread, resolvedAt: '2026-01-02T00:00:00Z' } } } },
  });
  expect((await screen.findByText('it')).tagName).toBe('STRONG');
  await userEvent.click(screen.getByRole('button', { name: '1 answer' }));
  expect(await screen.findByText('a table')).toBeTruthy();
  await userEvent.type(screen.getByRole('textbox', { name: 'Your answer' }), 'thanks');
  await userEvent.click(screen.getByRole('button', { name: 'Answer' }));
  expect(app.sent.find((sent) => sent.name === 'Reply')?.variables).toEqual({ thread: 't1', body: 'thanks' });
  await userEvent.click(screen.getByRole('button', { name: 'Resolve' }));
  expect(app.sent.find((sent) => sent.name === 'ResolveThread')?.variables).toEqual({ id: 't1', resolved: true });
});

test('only what is mine can be changed, and deleting asks first', async () => {
  const mine: CommentRowFragment = { ...comment, mayEdit: true, mayDelete: true };
  const app = await openApp({ path: '/a/a1?tab=discussion', network: { ...network, Threads: { data: { threads: { nodes: [{ ...thread, firstComment: mine }], pageInfo: page } } }, DeleteComment: { data: { deleteComment: { ...mine, body: null, bodyHtml: null } } } } });
  const said = within(await screen.findByRole('article', { name: 'Comment by Vera' }));
  expect(said.getByRole('button', { name: 'Edit' })).toBeTruthy();
  await userEvent.click(said.getByRole('button', { name: 'Delete' }));
  expect(app.sent.some((sent) => sent.name === 'DeleteComment')).toBe(false);
  await userEvent.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Delete' }));
  expect(app.sent.some((sent) => sent.name === 'DeleteComment')).toBe(true);
});

test('nobody has said anything: that is told, and where to begin', async () => {
  await openApp({ path: '/a/a1?tab=discussion', locale: 'zh', network: { ...network, Threads: { data: { threads: { nodes: [], pageInfo: page } } } } });
  expect(await screen.findByText('还没有讨论')).toBeTruthy();
  expect(screen.getByRole('textbox', { name: '发起讨论' })).toBeTruthy();
});
