// Fetches the graph of a focus in steps: both directions at first, then each
// expansion, then the columns of each opened node. Earlier answers stay on the
// screen while later ones are on their way.
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { ask, gql } from '../../app/gql';
import type { LineageColumnsQuery } from '../../gql/types';
import type { SceneColumn } from './canvas/scene';
import { type Asset, joinParts, type LineageGraph, type Part } from './model';
import { lineageColumns, lineageExpand, lineageGraph } from './queries';
import type { Moment } from './state';

/** How many assets one answer may hold. */
export const LIMIT = 500;
/** Columns of one opened node; beyond it the asset's own page is the place to look. */
const COLUMN_PAGES = 10;

interface Question {
  readonly focus: string;
  readonly up: number;
  readonly down: number;
  readonly asOf: Moment | undefined;
}

export interface GraphData {
  readonly graph: LineageGraph | null;
  /** The focus itself, once known. */
  readonly asset: (Asset & { readonly parent?: { readonly id: string } | null }) | null;
  readonly open: ReadonlyMap<string, readonly SceneColumn[]>;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly isBusy: boolean;
  readonly retry: () => void;
  readonly expand: (node: string, side: 'up' | 'down') => void;
  readonly toggleColumns: (node: string) => void;
  readonly openColumns: (node: string) => void;
}

export function useGraphData({ focus, up, down, asOf }: Question): GraphData {
  const [expanded, setExpanded] = useState<readonly { readonly of: string; readonly node: string; readonly side: 'up' | 'down' }[]>([]);
  const [openIds, setOpenIds] = useState<readonly string[]>([]);
  const withColumns = openIds.length > 0;
  const shared = { withColumns, limit: LIMIT, ...(asOf === undefined ? {} : { asOf }) };
  const variables = {
    focus,
    ...(asOf === undefined ? {} : { asOf }),
    up: { focus, direction: 'UP' as const, depth: Math.max(1, up), ...shared },
    down: { focus, direction: 'DOWN' as const, depth: Math.max(1, down), ...shared },
    hasUp: up > 0,
    // One of the two is always asked, or the focus itself would be missing.
    hasDown: down > 0 || up === 0,
  };
  const base = useQuery({ ...ask(lineageGraph, variables), placeholderData: keepPreviousData });
  const mine = expanded.filter((step) => step.of === focus);
  const more = useQueries({
    queries: mine.map(({ node, side }) => ({
      ...ask(lineageExpand, { input: { focus: node, direction: side === 'up' ? ('UP' as const) : ('DOWN' as const), depth: 1, ...shared } }),
      placeholderData: keepPreviousData,
    })),
    combine: combineAnswers,
  });
  const columns = useQueries({
    queries: openIds.map((id) => ({ queryKey: ['LineageColumns', id, asOf], queryFn: ({ signal }: { signal: AbortSignal }) => allColumns(id, asOf, signal) })),
    combine: combineAnswers,
  });

  const graph = useMemo(() => {
    if (base.data === undefined) return null;
    const parts: Part[] = [base.data.up, base.data.down].filter((part) => part !== undefined && part !== null);
    for (const answer of more.data) if (answer !== undefined) parts.push(answer.lineage);
    return joinParts(parts);
  }, [base.data, more.data]);
  const open = useMemo(() => {
    const found = new Map<string, readonly SceneColumn[]>();
    openIds.forEach((id, at) => {
      const list = columns.data[at];
      if (list !== undefined) found.set(id, list);
    });
    return found;
  }, [openIds, columns.data]);

  const expand = useCallback((node: string, side: 'up' | 'down') => {
    setExpanded((list) => (list.some((step) => step.of === focus && step.node === node && step.side === side) ? list : [...list, { of: focus, node, side }]));
  }, [focus]);
  const openColumns = useCallback((node: string) => setOpenIds((list) => (list.includes(node) ? list : [...list, node])), []);
  const toggleColumns = useCallback((node: string) => setOpenIds((list) => (list.includes(node) ? list.filter((id) => id !== node) : [...list, node])), []);
  return {
    graph,
    asset: base.data?.asset ?? null,
    open,
    error: base.error ?? more.error ?? columns.error,
    isLoading: base.isPending,
    isBusy: base.isFetching || more.isFetching || columns.isFetching,
    retry: () => void base.refetch(),
    expand,
    toggleColumns,
    openColumns,
  };
}

interface Answer<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly isFetching: boolean;
}

function combineAnswers<Data>(answers: readonly Answer<Data>[]): { data: (Data | undefined)[]; error: unknown; isFetching: boolean } {
  return {
    data: answers.map((answer) => answer.data),
    error: answers.find((answer) => answer.error !== null)?.error ?? null,
    isFetching: answers.some((answer) => answer.isFetching),
  };
}

async function allColumns(id: string, asOf: Moment | undefined, signal: AbortSignal): Promise<SceneColumn[]> {
  const found: SceneColumn[] = [];
  let after: string | null = null;
  for (let pages = 0; pages < COLUMN_PAGES; pages += 1) {
    // Each page needs the end of the one before it.
    // oxlint-disable-next-line no-await-in-loop
    const answer: LineageColumnsQuery = await gql(lineageColumns, { id, after, ...(asOf === undefined ? {} : { asOf }) }, signal);
    const columns = answer.asset?.columns;
    for (const column of columns?.nodes ?? []) {
      found.push({ id: column.id, name: column.name, dataType: 'dataType' in column.details ? column.details.dataType.text : '' });
    }
    after = columns?.pageInfo.endCursor ?? null;
    if (columns?.pageInfo.hasNextPage !== true || after === null) break;
  }
  return found;
}
