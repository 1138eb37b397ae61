// All routes. A feature declares its own in `features/<name>/routes.ts`; this file
// only joins them.
import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import type { RouterHistory } from '@tanstack/react-router';
import { accountRoutes } from '../features/account/routes';
import { adminRoutes } from '../features/admin/routes';
import { assetRoutes } from '../features/asset/routes';
import { changesRoutes } from '../features/changes/routes';
import { holdsRoutes } from '../features/holds/routes';
import { auditRoutes } from '../features/audit/routes';
import { authRoutes } from '../features/auth/routes';
import { browseRoutes } from '../features/browse/routes';
import { homeRoutes } from '../features/home/routes';
import { lineageRoutes } from '../features/lineage/routes';
import { namespacesRoutes } from '../features/namespaces/routes';
import { noticesRoutes } from '../features/notices/routes';
import { notifyRoutes } from '../features/notify/routes';
import { pipelinesRoutes } from '../features/pipelines/routes';
import { propertiesRoutes } from '../features/properties/routes';
import { propagationRoutes } from '../features/propagation/routes';
import { qualityRoutes } from '../features/quality/routes';
import { rightsRoutes } from '../features/rights/routes';
import { requestsRoutes } from '../features/requests/routes';
import { runsRoutes } from '../features/runs/routes';
import { searchRoutes } from '../features/search/routes';
import { spreadsheetRoutes } from '../features/spreadsheet/routes';
import { sqlRoutes } from '../features/sql/routes';
import { sessionsRoutes } from '../features/sessions/routes';
import { sourcesRoutes } from '../features/sources/routes';
import { standardsRoutes } from '../features/standards/routes';
import { vocabularyRoutes } from '../features/vocabulary/routes';
import { tasksRoutes } from '../features/tasks/routes';
import { whatIfRoutes } from '../features/whatif/routes';
import { worthRoutes } from '../features/worth/routes';
import { onForbidden, onSignedOut } from './gql';
import { rootRoute, shellRoute } from './root';
import { sessionQuery } from './session';
import { PageMissing, PageWaiting } from './states';

const tree = rootRoute.addChildren([...authRoutes, shellRoute.addChildren([...homeRoutes, ...searchRoutes, ...browseRoutes, ...assetRoutes, ...changesRoutes, ...holdsRoutes, ...accountRoutes, ...adminRoutes, ...rightsRoutes, ...propagationRoutes, ...propertiesRoutes, ...spreadsheetRoutes, ...noticesRoutes, ...namespacesRoutes, ...sessionsRoutes, ...auditRoutes, ...lineageRoutes, ...sourcesRoutes, ...requestsRoutes, ...qualityRoutes, ...tasksRoutes, ...runsRoutes, ...pipelinesRoutes, ...notifyRoutes, ...sqlRoutes, ...vocabularyRoutes, ...standardsRoutes, ...whatIfRoutes, ...worthRoutes])]);

/** Makes the router; `history` is given by tests only. */
export function makeRouter(client: QueryClient, history?: RouterHistory) {
  return createRouter({
    routeTree: tree,
    ...(history ? { history } : {}),
    context: { client },
    // Only what a page's `validateSearch` returns reaches the page; the rest of the address is ignored.
    search: { strict: true },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 30_000,
    defaultPendingMs: 150,
    defaultPendingMinMs: 0,
    defaultPendingComponent: PageWaiting,
    defaultNotFoundComponent: PageMissing,
    scrollRestoration: true,
  });
}

/**
 * Leads to the sign-in when the server says that the session has ended, and asks anew what the user may when it
 * refuses them something; returns the way to stop.
 */
export function followSession(client: QueryClient, router: ReturnType<typeof makeRouter>): () => void {
  const stops = [
    onSignedOut(() => {
      client.setQueryData(sessionQuery.queryKey, { user: null, setup: false });
      void router.invalidate();
    }),
    onForbidden(() => void client.invalidateQueries({ queryKey: sessionQuery.queryKey })),
  ];
  return () => stops.forEach((stop) => stop());
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
