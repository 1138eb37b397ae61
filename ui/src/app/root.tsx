// The root route and the two frames below it: pages for everyone (sign-in) and
// pages inside the shell, which need a session.
import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, Outlet, redirect } from '@tanstack/react-router';
import { sessionQuery } from './session';
import { Shell } from './shell';
import { PageFailure, PageMissing } from './states';

export interface RouterContext {
  readonly client: QueryClient;
}

export const rootRoute = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  errorComponent: ({ error, reset }) => <PageFailure error={error} onRetry={reset} />,
  notFoundComponent: PageMissing,
});

/** The parent of every page that needs a signed-in user. */
export const shellRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'shell',
  async beforeLoad({ context, location }) {
    const session = await context.client.ensureQueryData(sessionQuery);
    if (session.user) return;
    const isHome = location.href === '/';
    throw redirect({ to: '/login', search: isHome ? {} : { next: location.href } });
  },
  component: Shell,
  errorComponent: ({ error, reset }) => <PageFailure error={error} onRetry={reset} />,
});
