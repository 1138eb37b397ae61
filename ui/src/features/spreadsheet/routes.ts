// What people decide about assets, as a table to take away and to bring back. The router joins the page below the shell.
import { createRoute } from '@tanstack/react-router';
import { page, text, texts } from '../../app/page';
import { shellRoute } from '../../app/root';

export interface SpreadsheetSearch {
  /** The kinds that the table to take away has, such as `TABLE`. */
  readonly kind?: string[] | undefined;
  /** The system that they live in. */
  readonly namespace?: string | undefined;
}

const spreadsheet = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/spreadsheet',
  validateSearch: (search: Record<string, unknown>): SpreadsheetSearch => ({ kind: texts(search['kind']), namespace: text(search['namespace']) }),
  ...page('spreadsheet', () => import('./sheet.page'), 'EDIT_CATALOG'),
});

export const spreadsheetRoutes = [spreadsheet] as const;
