// Data standards: the code lists, the columns that keep them, and how far both agree.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text } from '../../app/page';
import { shellRoute } from '../../app/root';

export interface StandardsSearch {
  /** The standard that is looked at. */
  readonly at?: string | undefined;
  /** What of it. */
  readonly tab?: 'codes' | 'columns' | undefined;
  /** The column whose values are looked at. */
  readonly column?: string | undefined;
}

const standards = createRoute({
  getParentRoute: () => shellRoute,
  path: '/standards',
  validateSearch: (search: Record<string, unknown>): StandardsSearch => ({ at: text(search['at']), tab: oneOf(search['tab'], ['codes', 'columns'] as const), column: text(search['column']) }),
  ...page('standards', () => import('./page'), 'READ_CATALOG'),
});

export const standardsRoutes = [standards] as const;
