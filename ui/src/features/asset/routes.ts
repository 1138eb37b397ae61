import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text } from '../../app/page';
import { shellRoute } from '../../app/root';
import { TABS } from './model';
import type { TabName } from './model';

export interface AssetParams {
  tab?: TabName;
  /** A change number or time to look back to. */
  at?: string;
}

const asset = createRoute({
  getParentRoute: () => shellRoute,
  path: '/a/$id',
  validateSearch: (search: Record<string, unknown>): AssetParams => {
    const tab = oneOf(search['tab'], TABS);
    const at = text(search['at']);
    return { ...(tab && tab !== 'overview' ? { tab } : {}), ...(at ? { at } : {}) };
  },
  ...page('asset', () => import('./page')),
});

export const assetRoutes = [asset] as const;
