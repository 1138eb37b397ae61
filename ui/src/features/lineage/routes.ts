// The pages of lineage; the router joins them below the shell.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text } from '../../app/page';
import { shellRoute } from '../../app/root';
import { MAX_DEPTH } from './state';

export interface LineageSearch {
  readonly focus?: string | undefined;
  readonly up?: number | undefined;
  readonly down?: number | undefined;
  readonly view?: 'table' | undefined;
  /** What is selected, as `encodeSelection` writes it. */
  readonly sel?: string | undefined;
  /** An RFC 3339 time or a change number. */
  readonly asOf?: string | undefined;
}

function depth(value: unknown): number | undefined {
  if (value === undefined || value === '') return undefined;
  const number = Number(value);
  return Number.isInteger(number) && number >= 0 && number <= MAX_DEPTH ? number : undefined;
}

const explorer = createRoute({
  getParentRoute: () => shellRoute,
  path: '/lineage',
  validateSearch: (search: Record<string, unknown>): LineageSearch => {
    // Every key is there: what is left out here would come through unread.
    return {
      focus: text(search['focus']),
      up: depth(search['up']),
      down: depth(search['down']),
      view: oneOf(search['view'], ['table'] as const),
      sel: text(search['sel']),
      asOf: text(search['asOf']),
    };
  },
  ...page('lineage', () => import('./page')),
});

export const lineageRoutes = [explorer] as const;
