// The pages of lineage; the router joins them below the shell.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text } from '../../app/page';
import { shellRoute } from '../../app/root';
import { MAX_DEPTH } from './state';

export interface LineageSearch {
  readonly focus?: string;
  readonly up?: number;
  readonly down?: number;
  readonly view?: 'table';
  /** What is selected, as `encodeSelection` writes it. */
  readonly sel?: string;
  /** An RFC 3339 time or a change number. */
  readonly asOf?: string;
}

function depth(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isInteger(number) && number >= 0 && number <= MAX_DEPTH ? number : undefined;
}

const explorer = createRoute({
  getParentRoute: () => shellRoute,
  path: '/lineage',
  validateSearch: (search: Record<string, unknown>): LineageSearch => {
    const focus = text(search['focus']);
    const up = search['up'] === undefined ? undefined : depth(search['up']);
    const down = search['down'] === undefined ? undefined : depth(search['down']);
    const view = oneOf(search['view'], ['table'] as const);
    const sel = text(search['sel']);
    const asOf = text(search['asOf']);
    return { ...(focus && { focus }), ...(up !== undefined && { up }), ...(down !== undefined && { down }), ...(view && { view }), ...(sel && { sel }), ...(asOf && { asOf }) };
  },
  ...page('lineage', () => import('./page')),
});

export const lineageRoutes = [explorer] as const;
