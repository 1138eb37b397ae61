import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { openApp } from '../../test-app';
import type { HomeQuery } from '../../gql/types';

const PAGE = { hasNextPage: false };
const nothing: HomeQuery = {
  catalogStats: { counts: [], coverage: { tables: 0, tablesDescribed: 0, tablesOwned: 0, columns: 0, columnsDescribed: 0 }, followers: [] },
  commits: { nodes: [] },
  sources: { nodes: [], pageInfo: PAGE },
};
const something: HomeQuery = {
  catalogStats: {
    counts: [{ kind: 'TABLE', count: 80 }],
    coverage: { tables: 80, tablesDescribed: 60, tablesOwned: 20, columns: 800, columnsDescribed: 80 },
    followers: [{ name: 'search', behind: 12, degraded: false }],
  },
  commits: { nodes: [{ id: 'c1', first: 1, last: 3, at: '2026-01-01T00:00:00Z', actor: 'ana', origin: 'PERSON', summary: 'Described orders' }] },
  sources: { nodes: [{ id: 's1', name: 'warehouse', connector: 'postgres', health: 'FAILING', nextRunAt: null, lastRun: null }], pageInfo: PAGE },
};

const RecentNames = { data: { changes: { nodes: [] } } };

test('an empty catalog shows the first steps, with the one that is next', async () => {
  await openApp({ path: '/', network: { Home: { data: nothing } } });
  expect(await screen.findByRole('link', { name: 'Add a source' })).toBeTruthy();
  expect(screen.queryByText('Recent changes')).toBeNull();
});

test('who may not add a source is told to ask', async () => {
  await openApp({ path: '/', role: 'VIEWER', network: { Home: { data: nothing } } });
  expect(await screen.findByText('Ask an administrator to do this.')).toBeTruthy();
  expect(screen.queryByRole('link', { name: 'Add a source' })).toBeNull();
});

test('changes, source health and coverage are on the first screen', async () => {
  await openApp({ path: '/', locale: 'zh', network: { Home: { data: something }, RecentNames } });
  expect(await screen.findByText('Described orders')).toBeTruthy();
  expect(screen.getByText('失败')).toBeTruthy();
  expect(within(screen.getByRole('meter', { name: '有描述的表' }).parentElement as HTMLElement).getByText('75%')).toBeTruthy();
  expect(screen.getByText('搜索落后 12 条变更')).toBeTruthy();
});

test('a failure shows the request id and can be retried', async () => {
  let isBroken = true;
  await openApp({ path: '/', network: { Home: () => (isBroken ? { code: 'INTERNAL' } : { data: something }), RecentNames } });
  expect(await screen.findByText('req-42')).toBeTruthy();
  isBroken = false;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Described orders')).toBeTruthy();
});

test('waiting is announced and draws nothing in the first moment', async () => {
  await openApp({ path: '/', network: { Home: 'pending' } });
  expect(await screen.findByText('Loading')).toBeTruthy();
});

test('who may not see sources still sees the rest, and is not asked for a first source', async () => {
  const { sources: _, ...rest } = something;
  const app = await openApp({ path: '/', role: 'MEMBER', permissions: ['READ_CATALOG'], network: { Home: { data: rest }, RecentNames } });
  expect(await screen.findByText('Described orders')).toBeTruthy();
  expect(app.sent.find(({ name }) => name === 'Home')?.variables).toEqual({ withSources: false });
  expect(screen.queryByRole('link', { name: 'Sources' })).toBeNull();
});

test('a member without a role is told that nothing is open yet, and nothing is asked', async () => {
  const app = await openApp({ path: '/', role: 'MEMBER' });
  expect(await screen.findByRole('heading', { name: 'Nothing is open to you yet' })).toBeTruthy();
  expect(app.sent).toEqual([]);
});
