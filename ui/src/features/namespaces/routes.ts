// The names that systems go by. The router joins the page below the shell.
import { createRoute } from '@tanstack/react-router';
import { page } from '../../app/page';
import { shellRoute } from '../../app/root';

const namespaces = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/namespaces',
  ...page('namespaces', () => import('./list.page'), 'MANAGE_SOURCES'),
});

export const namespacesRoutes = [namespaces] as const;
