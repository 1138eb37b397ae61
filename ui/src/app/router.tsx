// All routes. A feature declares its own in `features/<name>/routes.ts`; this file
// only joins them.
import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { authRoutes } from '../features/auth/routes';
import { homeRoutes } from '../features/home/routes';
import { lineageRoutes } from '../features/lineage/routes';
import { runsRoutes } from '../features/runs/routes';
import { sourcesRoutes } from '../features/sources/routes';
import { rootRoute, shellRoute } from './root';
import { PageMissing, PageWaiting } from './states';

const tree = rootRoute.addChildren([...authRoutes, shellRoute.addChildren([...homeRoutes, ...lineageRoutes, ...sourcesRoutes, ...runsRoutes])]);

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { client },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 30_000,
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    defaultPendingComponent: PageWaiting,
    defaultNotFoundComponent: PageMissing,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
