// The pages of runs; the router joins them below the shell.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text, texts } from '../../app/page';
import { shellRoute } from '../../app/root';
import { LEVELS, type Level, STATUSES, type Status } from './model';

export interface RunsSearch {
  readonly source?: string | undefined;
  readonly status?: readonly Status[] | undefined;
}

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/runs',
  validateSearch: (search: Record<string, unknown>): RunsSearch => {
    const status = texts(search['status'])?.flatMap((value) => oneOf(value, STATUSES) ?? []) ?? [];
    // Every key is there: what is left out here would come through unread.
    return { source: text(search['source']), status: status.length > 0 ? status : undefined };
  },
  ...page('runs', () => import('./list.page'), 'READ_SOURCES'),
});

export interface RunSearch {
  readonly level?: Level | undefined;
  readonly q?: string | undefined;
}

const detail = createRoute({
  getParentRoute: () => shellRoute,
  path: '/runs/$id',
  validateSearch: (search: Record<string, unknown>): RunSearch => ({ level: oneOf(search['level'], LEVELS), q: text(search['q']) }),
  ...page('runs', () => import('./run.page'), 'READ_SOURCES'),
});

export const runsRoutes = [list, detail] as const;
