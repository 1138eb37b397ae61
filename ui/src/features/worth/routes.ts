// The pages of KPIs, cost, health and insights. The router joins them below the shell.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text } from '../../app/page';
import { shellRoute } from '../../app/root';
import type { HealthPart, KpiStanding } from '../../gql/types';
import { type Class, CLASSES, type Days, DAYS, type Grouping, GROUPINGS, numberOf, PARTS, type Span, SPANS } from './groups';
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

export interface CostSearch {
  readonly by?: Grouping | undefined;
  /** The days without a read after which something is unused. */
  readonly days?: Days | undefined;
  readonly class?: Class | undefined;
  /** The source whose use is shown. */
  readonly of?: string | undefined;
}

const cost = createRoute({
  getParentRoute: () => shellRoute,
  path: '/cost',
  validateSearch: (search: Record<string, unknown>): CostSearch => ({ by: oneOf(search['by'], GROUPINGS), days: numberOf(search['days'], DAYS), class: oneOf(search['class'], CLASSES), of: text(search['of']) }),
  ...page('worth', () => import('./pages').then(({ Cost }) => ({ Page: Cost })), 'READ_CATALOG'),
});

export interface HealthSearch {
  readonly by?: Grouping | undefined;
  /** The part whose assets are listed. */
  readonly part?: HealthPart | undefined;
  /** The group they are of; empty for those without one. */
  readonly in?: string | undefined;
  readonly show?: 'has' | undefined;
}

const health = createRoute({
  getParentRoute: () => shellRoute,
  path: '/health',
  validateSearch: (search: Record<string, unknown>): HealthSearch => ({ by: oneOf(search['by'], GROUPINGS), part: oneOf(search['part'], PARTS), in: search['in'] === '' ? '' : text(search['in']), show: oneOf(search['show'], ['has'] as const) }),
  ...page('worth', () => import('./pages').then(({ Health }) => ({ Page: Health })), 'READ_CATALOG'),
});

export interface InsightSearch {
  readonly span?: Span | undefined;
  readonly team?: string | undefined;
  readonly domain?: string | undefined;
  readonly tier?: string | undefined;
  readonly kind?: string | undefined;
  readonly source?: string | undefined;
}

const insights = createRoute({
  getParentRoute: () => shellRoute,
  path: '/insights',
  validateSearch: (search: Record<string, unknown>): InsightSearch => ({ span: numberOf(search['span'], SPANS), team: text(search['team']), domain: text(search['domain']), tier: text(search['tier']), kind: text(search['kind']), source: text(search['source']) }),
  ...page('worth', () => import('./pages').then(({ Insights }) => ({ Page: Insights })), 'READ_CATALOG'),
});

export const worthRoutes = [board, newKpi, kpi, editKpi, cost, health, insights] as const;
