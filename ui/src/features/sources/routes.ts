// The pages of sources; the router joins them below the shell.
import { createRoute } from '@tanstack/react-router';
import { page, text } from '../../app/page';
import { shellRoute } from '../../app/root';

const list = createRoute({ getParentRoute: () => shellRoute, path: '/sources', ...page('sources', () => import('./list.page'), 'READ_SOURCES') });

const make = createRoute({
  getParentRoute: () => shellRoute,
  path: '/sources/new',
  validateSearch: (search: Record<string, unknown>): { readonly connector?: string | undefined } => ({ connector: text(search['connector']) }),
  ...page('sources', () => import('./new.page'), 'MANAGE_SOURCES'),
});

const detail = createRoute({ getParentRoute: () => shellRoute, path: '/sources/$id', ...page('sources', () => import('./source.page'), 'READ_SOURCES') });

const edit = createRoute({ getParentRoute: () => shellRoute, path: '/sources/$id/edit', ...page('sources', () => import('./edit.page'), 'MANAGE_SOURCES') });

export const sourcesRoutes = [list, make, detail, edit] as const;
