// The list of announcements. The router joins the page below the shell.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page } from '../../app/page';
import { shellRoute } from '../../app/root';

const announcements = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/announcements',
  validateSearch: (search: Record<string, unknown>): { readonly phase?: 'now' | 'coming' | 'over' | undefined } => ({ phase: oneOf(search['phase'], ['now', 'coming', 'over'] as const) }),
  ...page('notices', () => import('./pages'), 'READ_CATALOG'),
});

export const noticesRoutes = [announcements] as const;
