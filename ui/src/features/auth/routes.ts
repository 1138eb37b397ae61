import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text } from '../../app/page';
import { rootRoute } from '../../app/root';

/** Why signing in with another system came to nothing, as the server says it. */
const FAILED = ['account', 'over', 'proof', 'throttled', 'unavailable'] as const;
type Failed = (typeof FAILED)[number];

const login = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string; failed?: Failed } => {
    const next = text(search['next']);
    const failed = oneOf(search['failed'], FAILED);
    // Only a path of our own: "//host" would lead to another one.
    return { ...(next && /^\/(?![/\\])/.test(next) ? { next } : {}), ...(failed && { failed }) };
  },
  ...page('auth', () => import('./login.page')),
});

const setup = createRoute({
  getParentRoute: () => rootRoute,
  path: '/setup',
  validateSearch: (search: Record<string, unknown>): { token?: string } => {
    const token = text(search['token']);
    return token ? { token } : {};
  },
  ...page('auth', () => import('./setup.page')),
});

export const authRoutes = [login, setup] as const;
