// The pages of KPIs, cost, health and insights. The router joins them below the shell.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text } from '../../app/page';
import { shellRoute } from '../../app/root';
import type { KpiStanding } from '../../gql/types';
import { METRIC_GROUPS, type MetricGroup, STANDINGS } from './model';

export interface BoardSearch {
  readonly group?: MetricGroup | undefined;
  readonly owner?: string | undefined;
  readonly standing?: KpiStanding | undefined;
}

const board = createRoute({
  getParentRoute: () => shellRoute,
  path: '/kpis',
  validateSearch: (search: Record<string, unknown>): BoardSearch => ({ group: oneOf(search['group'], METRIC_GROUPS), owner: text(search['owner']), standing: oneOf(search['standing'], STANDINGS) }),
  ...page('worth', () => import('./pages').then(({ Board }) => ({ Page: Board })), 'READ_CATALOG'),
});

const newKpi = createRoute({
  getParentRoute: () => shellRoute,
  path: '/kpis/new',
  ...page('worth', () => import('./edit.page').then(({ New }) => ({ Page: New })), 'MANAGE_KPIS'),
});

const kpi = createRoute({
  getParentRoute: () => shellRoute,
  path: '/kpis/$id',
  validateSearch: (search: Record<string, unknown>): { readonly show?: 'missing' | undefined } => ({ show: oneOf(search['show'], ['missing'] as const) }),
  ...page('worth', () => import('./pages').then(({ OneKpi }) => ({ Page: OneKpi })), 'READ_CATALOG'),
});

const editKpi = createRoute({
  getParentRoute: () => shellRoute,
  path: '/kpis/$id/edit',
  ...page('worth', () => import('./edit.page').then(({ Edit }) => ({ Page: Edit })), 'MANAGE_KPIS'),
});

export const worthRoutes = [board, newKpi, kpi, editKpi] as const;
