// The pages of runs; the router joins them below the shell.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text, texts } from '../../app/page';
import { shellRoute } from '../../app/root';
import { LEVELS, type Level, STATUSES, type Status } from './model';

export interface RunsSearch {
  readonly source?: string;
  readonly status?: readonly Status[];
}

const list = createRoute({
  getParentRoute: () => shellRoute,
  path: '/runs',
  validateSearch: (search: Record<string, unknown>): RunsSearch => {
    const source = text(search['source']);
    const status = texts(search['status'])?.flatMap((value) => oneOf(value, STATUSES) ?? []);
    return { ...(source && { source }), ...(status && status.length > 0 && { status }) };
  },
  ...page('runs', () => import('./list.page')),
});

export interface RunSearch {
  readonly level?: Level;
  readonly q?: string;
}

const detail = createRoute({
  getParentRoute: () => shellRoute,
  path: '/runs/$id',
  validateSearch: (search: Record<string, unknown>): RunSearch => {
    const level = oneOf(search['level'], LEVELS);
    const q = text(search['q']);
    return { ...(level && { level }), ...(q && { q }) };
  },
  ...page('runs', () => import('./run.page')),
});

export const runsRoutes = [list, detail] as const;
