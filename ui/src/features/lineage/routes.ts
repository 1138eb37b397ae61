// The pages of lineage; the router joins them below the shell.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text } from '../../app/page';
import { shellRoute } from '../../app/root';

export interface LineageSearch {
  readonly focus?: string | undefined;
  readonly up?: number | undefined;
  readonly down?: number | undefined;
  /** Neighbours of one asset in the first picture. */
  readonly fan?: number | undefined;
  readonly view?: 'table' | 'impact' | undefined;
  /** What is selected, as `encodeSelection` writes it. */
  readonly sel?: string | undefined;
  /** What was expanded, as `encodeSteps` writes it. */
  readonly more?: string | undefined;
  /** Assets whose columns are open. */
  readonly open?: string | undefined;
  readonly group?: 'schema' | 'source' | undefined;
  /** Groups that are spread out. */
  readonly spread?: string | undefined;
  /** An RFC 3339 time or a change number. */
  readonly asOf?: string | undefined;
  readonly against?: 'before' | 'now' | undefined;
  /** The part of the graph on the screen: x, y and zoom. */
  readonly at?: string | undefined;
}

function whole(value: unknown, most: number): number | undefined {
  if (value === undefined || value === '') return undefined;
  const number = Number(value);
  return Number.isInteger(number) && number >= 0 && number <= most ? number : undefined;
}

const explorer = createRoute({
  getParentRoute: () => shellRoute,
  path: '/lineage',
  validateSearch: (search: Record<string, unknown>): LineageSearch => {
    // Every key is there: what is left out here would come through unread.
    return {
      focus: text(search['focus']),
      up: whole(search['up'], 10),
      down: whole(search['down'], 10),
      fan: whole(search['fan'], 500),
      view: oneOf(search['view'], ['table', 'impact'] as const),
      sel: text(search['sel']),
      more: text(search['more']),
      open: text(search['open']),
      group: oneOf(search['group'], ['schema', 'source'] as const),
      spread: text(search['spread']),
      asOf: text(search['asOf']),
      against: oneOf(search['against'], ['before', 'now'] as const),
      at: text(search['at']),
    };
  },
  ...page('lineage', () => import('./page'), 'READ_CATALOG'),
});

export const lineageRoutes = [explorer] as const;
