import { createRoute } from '@tanstack/react-router';
import { page, text } from '../../app/page';
import { shellRoute } from '../../app/root';

const changes = createRoute({
  getParentRoute: () => shellRoute,
  path: '/changes',
  validateSearch: (search: Record<string, unknown>): { commit?: string } => {
    const commit = text(search['commit']);
    return commit ? { commit } : {};
  },
  ...page('changes', () => import('./page'), 'READ_CATALOG'),
});

export const changesRoutes = [changes] as const;
