// The search in the address: facets are repeated parameters, everything can be
// linked, and Back takes the last choice away.
import { oneOf, text, texts } from '../../app/page';
import type { AssetKind, SearchInput } from '../../gql/types';
import { kindKey } from '../../tokens/kinds';

export const FACETS = ['kind', 'source', 'schema', 'tag', 'owner', 'tier', 'domain', 'term', 'property'] as const;
export type FacetName = (typeof FACETS)[number];

export const SORTS = ['RELEVANCE', 'NAME', 'UPDATED'] as const;
export type SortName = (typeof SORTS)[number];

export type SearchParams = { q?: string; sort?: SortName } & { [Name in FacetName]?: string[] };

const PAGE_SIZE = 30;

export function readParams(search: Record<string, unknown>): SearchParams {
  const params: SearchParams = {};
  const q = text(search['q']);
  const sort = oneOf(search['sort'], SORTS);
  if (q) params.q = q;
  if (sort && sort !== 'RELEVANCE') params.sort = sort;
  for (const name of FACETS) {
    const values = texts(search[name]);
    if (values) params[name] = values;
  }
  return params;
}

/** Adds `value` to a facet, or takes it away when it is there. */
export function toggled(params: SearchParams, name: FacetName, value: string): SearchParams {
  const values = params[name] ?? [];
  const next = values.includes(value) ? values.filter((other) => other !== value) : [...values, value];
  const rest: SearchParams = { ...params };
  delete rest[name];
  return next.length > 0 ? { ...rest, [name]: next } : rest;
}

/** The search without any facet, keeping the words and the order. */
export function withoutFacets({ q, sort }: SearchParams): SearchParams {
  return { ...(q ? { q } : {}), ...(sort ? { sort } : {}) };
}

export function chosenCount(params: SearchParams): number {
  return FACETS.reduce((sum, name) => sum + (params[name]?.length ?? 0), 0);
}

export function toInput(params: SearchParams): SearchInput {
  return {
    query: params.q ?? '',
    first: PAGE_SIZE,
    sort: params.sort ?? 'RELEVANCE',
    ...(params.kind ? { kinds: params.kind.map((kind) => kindKey(kind).toUpperCase() as AssetKind) } : {}),
    ...(params.source ? { sources: params.source } : {}),
    ...(params.schema ? { schemas: params.schema } : {}),
    ...(params.tag ? { tags: params.tag } : {}),
    ...(params.owner ? { owners: params.owner } : {}),
    ...(params.tier ? { tiers: params.tier } : {}),
    ...(params.domain ? { domains: params.domain } : {}),
    ...(params.term ? { terms: params.term } : {}),
    ...(params.property ? { properties: params.property } : {}),
  };
}

interface Value {
  readonly value: string;
  readonly label: string;
  readonly count: number;
}

/** Facet values as shown: those chosen stay visible even when nothing matches them. */
export function shownValues(values: readonly Value[], chosen: readonly string[], most: number): Value[] {
  const known = new Map(values.map((value) => [value.value, value]));
  const picked = chosen.map((value) => known.get(value) ?? { value, label: value, count: 0 });
  const others = values.filter((value) => !chosen.includes(value.value));
  return [...picked, ...others.slice(0, Math.max(0, most - picked.length))];
}
