// The page of how well SQL is understood; the router joins it below the shell.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text } from '../../app/page';
import { shellRoute } from '../../app/root';
import { GAPS, type GapStatus } from './model';

export interface SqlSearch {
  readonly source?: string | undefined;
  readonly status?: GapStatus | undefined;
}

const coverage = createRoute({
  getParentRoute: () => shellRoute,
  path: '/sql',
  validateSearch: (search: Record<string, unknown>): SqlSearch => ({ source: text(search['source']), status: oneOf(search['status'], GAPS) }),
  ...page('sql', () => import('./page'), 'READ_CATALOG'),
});

export const sqlRoutes = [coverage] as const;
