import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import type { SearchQuery } from '../../gql/types';
import { openApp } from '../../test-app';
import type { Sent } from '../../test-app';

type Hit = SearchQuery['search']['hits'][number];

function hit(name: string): Hit {
  return {
    highlights: [{ field: 'name', text: name, spans: [[0, name.length]] }],
    matchedColumns: [],
    asset: {
      id: name,
      kind: 'TABLE',
      name,
      displayName: name,
      fullName: `postgres://h/shop.${name}`,
      description: null,
      tier: null,
      isRemoved: false,
      isPlaceholder: false,
      lastChangedAt: '2026-01-01T00:00:00Z',
      owners: [],
      tags: [],
      source: null,
      details: { __typename: 'TableDetails', tableType: 'REGULAR' },
    },
  };
}

function found(names: string[], next: string | null = null): { data: SearchQuery } {
  return {
    data: {
      search: {
        total: 40,
        degraded: false,
        hits: names.map(hit),
        facets: [{ name: 'kind', values: [{ value: 'table', label: 'table', count: 40, selected: false }] }],
        pageInfo: { hasNextPage: next !== null, endCursor: next },
      },
    },
  };
}

const inputOf = (sent: Sent | undefined) => sent?.variables['input'] as Record<string, unknown>;

test('a facet goes into the address and into the question', async () => {
  const app = await openApp({ path: '/search?q=order', network: { Search: found(['orders']) } });
  await userEvent.click(await screen.findByRole('checkbox', { name: /Table/ }));
  expect(app.path()).toContain('kind=');
  expect(inputOf(app.sent.at(-1))).toMatchObject({ query: 'order', kinds: ['TABLE'] });
});

test('more results follow the cursor and do not ask for facets again', async () => {
  const app = await openApp({ path: '/search?q=order', network: { Search: ({ input }) => ((input as { after: string | null }).after ? found(['order_items']) : found(['orders'], 'cursor-1')) } });
  await userEvent.click(await screen.findByRole('button', { name: 'Load more' }));
  expect(await screen.findByRole('link', { name: /order_items/ })).toBeTruthy();
  expect(inputOf(app.sent.at(-1))).toMatchObject({ after: 'cursor-1', withFacets: false });
});

test('j and k move through the results', async () => {
  await openApp({ path: '/search?q=order', network: { Search: found(['orders', 'order_items']) } });
  await screen.findByRole('link', { name: 'orders' });
  await userEvent.keyboard('jj');
  expect(document.activeElement?.textContent).toBe('order_items');
  await userEvent.keyboard('k');
  expect(document.activeElement?.textContent).toBe('orders');
});

test('no result offers to take the filters away', async () => {
  const app = await openApp({ path: '/search?q=order&tag=pii', network: { Search: { data: { search: { ...found([]).data.search, total: 0 } } } } });
  const [button] = await screen.findAllByRole('button', { name: 'Clear 1 filter' });
  await userEvent.click(button as HTMLElement);
  expect(app.path()).toBe('/search?q=order');
});

test('what the server refuses is told in its own words', async () => {
  await openApp({ path: '/search?q=kind:x', network: { Search: { code: 'INVALID', message: 'unknown kind `x`' } } });
  expect(await screen.findByText('unknown kind `x`')).toBeTruthy();
});
