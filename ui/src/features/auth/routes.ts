import { createRoute } from '@tanstack/react-router';
import { page, text } from '../../app/page';
import { rootRoute } from '../../app/root';

const login = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = text(search['next']);
    // Only a path of our own: "//host" would lead to another one.
    return next && /^\/(?![/\\])/.test(next) ? { next } : {};
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
