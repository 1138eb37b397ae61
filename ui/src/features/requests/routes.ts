// Requests for access: what I asked for, and what waits for my decision. The router joins the page below the shell.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page } from '../../app/page';
import { shellRoute } from '../../app/root';
import { LISTS, type List } from './model';

const requests = createRoute({
  getParentRoute: () => shellRoute,
  path: '/requests',
  validateSearch: (search: Record<string, unknown>): { readonly list?: List | undefined } => ({ list: oneOf(search['list'], LISTS) }),
  ...page('requests', () => import('./page'), 'REQUEST_ACCESS'),
});

export const requestsRoutes = [requests] as const;
