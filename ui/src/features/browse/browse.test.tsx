// Pattern: APG tree view.
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { openApp } from '../../test-app';

const node = (id: string, kind: string, inside: number) => ({
  id,
  kind,
  name: id,
  displayName: id,
  isRemoved: false,
  isPlaceholder: false,
  childCounts: inside > 0 ? [{ kind: 'TABLE', count: inside }] : [],
  details: {},
});
const page = (nodes: unknown[], endCursor: string | null = null) => ({ nodes, pageInfo: { hasNextPage: endCursor !== null, endCursor } });
const BrowseRoots = { data: { roots: page([node('shop', 'DATABASE', 2)]) } };

beforeEach(() => {
  // The virtual list asks how high its box is; without layout it would show no row.
  vi.spyOn(Element.prototype, 'clientHeight', 'get').mockReturnValue(600);
  vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(400);
});

test('children are asked for when their parent is opened, and only then', async () => {
  const app = await openApp({ path: '/browse', network: { BrowseRoots, BrowseChildren: { data: { asset: { id: 'shop', children: page([node('orders', 'TABLE', 0)]) } } } } });
  await screen.findByRole('treeitem', { name: /shop/ });
  expect(app.sent.map((sent) => sent.name)).toEqual(['BrowseRoots']);
  screen.getByRole('tree').focus();
  await userEvent.keyboard('{ArrowRight}');
  const child = await screen.findByRole('treeitem', { name: /orders/ });
  expect(child.getAttribute('aria-level')).toBe('2');
  expect(app.sent.at(-1)).toEqual({ name: 'BrowseChildren', variables: { id: 'shop', first: 100, after: null } });
});

test('a branch that fails can be tried again in its place', async () => {
  let isBroken = true;
  await openApp({
    path: '/browse',
    network: { BrowseRoots, BrowseChildren: () => (isBroken ? { code: 'UNAVAILABLE' } : { data: { asset: { id: 'shop', children: page([node('orders', 'TABLE', 0)]) } } }) },
  });
  await screen.findByRole('treeitem', { name: /shop/ });
  screen.getByRole('tree').focus();
  await userEvent.keyboard('{ArrowRight}');
  const again = await screen.findByRole('button', { name: /Try again/ });
  isBroken = false;
  await userEvent.click(again);
  expect(await screen.findByRole('treeitem', { name: /orders/ })).toBeTruthy();
});

test('an empty catalog leads an administrator to a first source', async () => {
  await openApp({ path: '/browse', network: { BrowseRoots: { data: { roots: page([]) } } } });
  expect(await screen.findByRole('link', { name: 'Add a source' })).toBeTruthy();
});

test('a failure of the whole tree shows the request id', async () => {
  await openApp({ path: '/browse', network: { BrowseRoots: { code: 'INTERNAL' } } });
  expect(await screen.findByText('req-42')).toBeTruthy();
});
