// The page of changes that have not happened yet; the router joins it below the shell.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text } from '../../app/page';
import { shellRoute } from '../../app/root';
import { type ColumnChange, readChanges } from './model';

export const MODES = ['columns', 'ddl'] as const;
export type Mode = (typeof MODES)[number];

export interface WhatIfSearch {
  readonly mode?: Mode | undefined;
  /** The table whose columns are offered. */
  readonly asset?: string | undefined;
  readonly changes?: readonly ColumnChange[] | undefined;
  readonly sql?: string | undefined;
  readonly dialect?: string | undefined;
  readonly namespace?: string | undefined;
  /** What completes shorter names, as `database.schema`. */
  readonly within?: string | undefined;
}

const whatIf = createRoute({
  getParentRoute: () => shellRoute,
  path: '/what-if',
  validateSearch: (search: Record<string, unknown>): WhatIfSearch => ({
    mode: oneOf(search['mode'], MODES),
    asset: text(search['asset']),
    changes: readChanges(search['changes']),
    sql: text(search['sql']),
    dialect: text(search['dialect']),
    namespace: text(search['namespace']),
    within: text(search['within']),
  }),
  ...page('whatif', () => import('./page'), 'READ_CATALOG'),
});

export const whatIfRoutes = [whatIf] as const;
