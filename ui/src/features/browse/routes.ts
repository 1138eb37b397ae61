import { createRoute } from '@tanstack/react-router';
import { page, text } from '../../app/page';
import { shellRoute } from '../../app/root';

const browse = createRoute({
  getParentRoute: () => shellRoute,
  path: '/browse',
  validateSearch: (search: Record<string, unknown>): { at?: string } => {
    const at = text(search['at']);
    return at ? { at } : {};
  },
  ...page('browse', () => import('./page'), 'READ_CATALOG'),
});

export const browseRoutes = [browse] as const;
