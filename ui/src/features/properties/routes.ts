// The custom properties that assets may have. The router joins the page below the shell.
import { createRoute } from '@tanstack/react-router';
import { page, text } from '../../app/page';
import { shellRoute } from '../../app/root';

export interface PropertiesSearch {
  /** Only what assets of this kind may have, such as `TABLE`. */
  readonly kind?: string | undefined;
  /** The one that is changed, by name. */
  readonly property?: string | undefined;
}

const properties = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/properties',
  validateSearch: (search: Record<string, unknown>): PropertiesSearch => ({ kind: text(search['kind']), property: text(search['property']) }),
  ...page('properties', () => import('./list.page'), 'MANAGE_GOVERNANCE'),
});

export const propertiesRoutes = [properties] as const;
