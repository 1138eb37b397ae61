import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text } from '../../app/page';
import { shellRoute } from '../../app/root';
import { TABS } from './model';
import type { TabName } from './model';
import { type Span, SPANS } from './usage';

export interface AssetParams {
  tab?: TabName;
  /** A change number or time to look back to. */
  at?: string;
  /** Of how many days use is shown. */
  days?: Span;
  /** Whether its other names are shown, and why they are one. */
  names?: true;
}

const asset = createRoute({
  getParentRoute: () => shellRoute,
  path: '/a/$id',
  validateSearch: (search: Record<string, unknown>): AssetParams => {
    const tab = oneOf(search['tab'], TABS);
    const at = text(search['at']);
    const days = SPANS.find((span) => span === Number(search['days']));
    return { ...(tab && tab !== 'overview' ? { tab } : {}), ...(at ? { at } : {}), ...(days ? { days } : {}), ...(search['names'] === true ? { names: true } : {}) };
  },
  ...page('asset', () => import('./page'), 'READ_CATALOG'),
});

export const assetRoutes = [asset] as const;
