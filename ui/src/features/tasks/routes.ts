// Tasks and proposals: what waits for me, and what I have asked others for. The router joins the page below the shell.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page } from '../../app/page';
import { shellRoute } from '../../app/root';
import { LISTS, type List } from './model';

const tasks = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tasks',
  validateSearch: (search: Record<string, unknown>): { readonly list?: List | undefined } => ({ list: oneOf(search['list'], LISTS) }),
  ...page('tasks', () => import('./page'), 'DISCUSS'),
});

export const tasksRoutes = [tasks] as const;
