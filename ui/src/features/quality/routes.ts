// The pages of data quality. The router joins them below the shell.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text } from '../../app/page';
import { shellRoute } from '../../app/root';
import { type Group, GROUPS } from './model';
import { type Span, spanOf } from './trend';

const home = createRoute({
  getParentRoute: () => shellRoute,
  path: '/quality',
  validateSearch: (search: Record<string, unknown>): { readonly by?: Group | undefined; readonly days?: Span | undefined } => ({ by: oneOf(search['by'], GROUPS), days: spanOf(search['days']) }),
  ...page('quality', () => import('./pages').then(({ Home }) => ({ Page: Home })), 'READ_CATALOG'),
});

const suites = createRoute({
  getParentRoute: () => shellRoute,
  path: '/quality/suites',
  ...page('quality', () => import('./pages').then(({ Suites }) => ({ Page: Suites })), 'READ_CATALOG'),
});

const newSuite = createRoute({
  getParentRoute: () => shellRoute,
  path: '/quality/suites/new',
  // The table that the suite is to be about.
  validateSearch: (search: Record<string, unknown>): { readonly asset?: string | undefined } => ({ asset: text(search['asset']) }),
  ...page('quality', () => import('./edit.page').then(({ New }) => ({ Page: New })), 'MANAGE_QUALITY'),
});

const suite = createRoute({
  getParentRoute: () => shellRoute,
  path: '/quality/suites/$id',
  ...page('quality', () => import('./pages').then(({ OneSuite }) => ({ Page: OneSuite })), 'READ_CATALOG'),
});

const editSuite = createRoute({
  getParentRoute: () => shellRoute,
  path: '/quality/suites/$id/edit',
  ...page('quality', () => import('./edit.page').then(({ Edit }) => ({ Page: Edit })), 'MANAGE_QUALITY'),
});

const contracts = createRoute({
  getParentRoute: () => shellRoute,
  path: '/quality/contracts',
  ...page('quality', () => import('./pages').then(({ Contracts }) => ({ Page: Contracts })), 'READ_CATALOG'),
});

const contract = createRoute({
  getParentRoute: () => shellRoute,
  path: '/quality/contracts/$id',
  ...page('quality', () => import('./pages').then(({ OneContract }) => ({ Page: OneContract })), 'READ_CATALOG'),
});

const check = createRoute({
  getParentRoute: () => shellRoute,
  path: '/quality/checks/$id',
  ...page('quality', () => import('./pages').then(({ OneCheck }) => ({ Page: OneCheck })), 'READ_CATALOG'),
});

export interface BoardSearch {
  /** Only what is given to the reader. */
  readonly who?: 'me' | undefined;
  /** Only about this table. */
  readonly asset?: string | undefined;
}

const incidents = createRoute({
  getParentRoute: () => shellRoute,
  path: '/quality/incidents',
  validateSearch: (search: Record<string, unknown>): BoardSearch => ({ who: oneOf(search['who'], ['me'] as const), asset: text(search['asset']) }),
  ...page('quality', () => import('./pages').then(({ Incidents }) => ({ Page: Incidents })), 'READ_CATALOG'),
});

const incident = createRoute({
  getParentRoute: () => shellRoute,
  path: '/quality/incidents/$id',
  ...page('quality', () => import('./pages').then(({ OneIncident }) => ({ Page: OneIncident })), 'READ_CATALOG'),
});

export const qualityRoutes = [home, suites, newSuite, suite, editSuite, contracts, contract, check, incidents, incident] as const;
