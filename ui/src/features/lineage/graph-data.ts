// Fetches the graph of a focus in steps: both directions at first, then each page
// of what was expanded, then the columns of each opened node. Earlier answers stay
// on the screen while later ones are on their way.
import { keepPreviousData, type QueryClient, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ask, gql } from '../../app/gql';
import type { LineageColumnsQuery, LineageNeighboursQuery } from '../../gql/types';
import type { SceneColumn } from './canvas/scene';
import { type Asset, joinParts, type LineageGraph, type Part } from './model';
import { lineageColumns, lineageGraph, lineageNeighbours } from './queries';
import { type Moment, piecesOf, type Step } from './state';

/** How many assets the first picture may hold. */
export const LIMIT = 500;
/** Columns of one opened node; beyond it the asset's own page is the place to look. */
const COLUMN_PAGES = 10;
/** What was read of a neighbourhood is not read again for a while. */
const FRESH_MILLISECONDS = 5 * 60_000;

interface Question {
  readonly focus: string;
  readonly up: number;
  readonly down: number;
  readonly fan: number;
  readonly asOf: Moment | undefined;
  /** The moment to compare with. */
  readonly against: Moment | 'now' | undefined;
  readonly steps: readonly Step[];
  readonly open: readonly string[];
}

export interface GraphData {
  readonly graph: LineageGraph | null;
  /** The same neighbourhood at the moment to compare with. */
  readonly other: LineageGraph | null;
  /** The focus itself, once known. */
  readonly asset: (Asset & { readonly parent?: { readonly id: string } | null }) | null;
  readonly open: ReadonlyMap<string, readonly SceneColumn[]>;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly isBusy: boolean;
  readonly retry: () => void;
}

export function useGraphData({ focus, up, down, fan, asOf, against, steps, open: openIds }: Question): GraphData {
  const withColumns = openIds.length > 0;
  const base = useQuery({ ...ask(lineageGraph, firstQuestion({ focus, up, down, fan, withColumns }, asOf)), placeholderData: keepPreviousData });
  const comparison = against === 'now' ? undefined : against;
  const other = useQuery({
    ...ask(lineageGraph, firstQuestion({ focus, up, down, fan, withColumns: false }, comparison)),
    placeholderData: keepPreviousData,
    enabled: against !== undefined,
  });
  const pieces = usePieces(steps).map((piece): PieceOf => ({ ...piece, asOf, withColumns }));
  const more = useQueries({ queries: pieces.map(pieceQuery), combine: combineAnswers });
  const columns = useQueries({
    queries: openIds.map((id) => columnsOf(id, asOf)),
    combine: combineAnswers,
  });

  const graph = useMemo(() => {
    if (base.data === undefined) return null;
    const parts = partsOf(base.data);
    for (const answer of more.data) if (answer) parts.push({ ...answer.scene, isPage: true });
    return joinParts(parts);
  }, [base.data, more.data]);
  const before = useMemo(() => (against === undefined || other.data === undefined ? null : joinParts(partsOf(other.data))), [against, other.data]);
  const open = useMemo(() => {
    const found = new Map<string, readonly SceneColumn[]>();
    openIds.forEach((id, at) => {
      const list = columns.data[at];
      if (list !== undefined) found.set(id, list);
    });
    return found;
  }, [openIds, columns.data]);

  return {
    graph,
    other: before,
    asset: base.data?.asset ?? null,
    open,
    error: base.error ?? more.error ?? columns.error ?? (against === undefined ? null : other.error),
    isLoading: base.isPending,
    isBusy: base.isFetching || more.isFetching || columns.isFetching || other.isFetching,
    retry: () => void base.refetch(),
  };
}

function firstQuestion({ focus, up, down, fan, withColumns }: { focus: string; up: number; down: number; fan: number; withColumns: boolean }, asOf: Moment | undefined) {
  const shared = { focus, withColumns, limit: LIMIT, fanOut: fan, ...(asOf === undefined ? {} : { asOf }) };
  return {
    focus,
    ...(asOf === undefined ? {} : { asOf }),
    up: { ...shared, direction: 'UP' as const, depth: Math.max(1, up) },
    down: { ...shared, direction: 'DOWN' as const, depth: Math.max(1, down) },
    hasUp: up > 0,
    // One of the two is always asked, or the focus itself would be missing.
    hasDown: down > 0 || up === 0,
  };
}

function partsOf({ up, down }: { readonly up?: Part | null; readonly down?: Part | null }): Part[] {
  return [up, down].filter((part) => part !== undefined && part !== null);
}

interface Piece {
  readonly step: Step;
  /** How many neighbours each piece brings. */
  readonly sizes: readonly number[];
  /** Which of them this is. */
  readonly at: number;
}

interface PieceOf extends Piece {
  readonly asOf: Moment | undefined;
  readonly withColumns: boolean;
}

/**
 * Every expansion in the pieces in which it is fetched. What an address brought along comes in few large ones; what is
 * added afterwards comes page by page, so that what was there stays what it was.
 */
function usePieces(steps: readonly Step[]): Piece[] {
  const [atFirst] = useState(steps);
  return steps.flatMap((step) => {
    const known = atFirst.find((other) => other.node === step.node && other.side === step.side && other.text === step.text);
    const sizes = piecesOf(Math.min(known?.pages ?? 1, step.pages), step.pages);
    return sizes.map((_, at) => ({ step, sizes, at }));
  });
}

type NeighbourPage = LineageNeighboursQuery['lineageNeighbours'] | null;

/** One piece of a neighbourhood; it waits for the one before, whose end is its beginning. Null behind the last one. */
function pieceQuery(of: PieceOf) {
  const { step, sizes, at, asOf, withColumns } = of;
  const { node, side, text } = step;
  return {
    queryKey: ['LineageNeighbours', node, side, text, asOf, withColumns, sizes.slice(0, at + 1).join(' ')] as const,
    staleTime: FRESH_MILLISECONDS,
    queryFn: async ({ client, signal }: { client: QueryClient; signal: AbortSignal }): Promise<NeighbourPage> => {
      const before = at === 0 ? undefined : await client.ensureQueryData(pieceQuery({ ...of, at: at - 1 }));
      if (before === null || before?.pageInfo.hasNextPage === false) return null;
      const after = before?.pageInfo.endCursor ?? null;
      const input = { focus: node, side: side === 'up' ? ('UP' as const) : ('DOWN' as const), first: sizes[at] ?? 1, withColumns, ...(after === null ? {} : { after }), ...(text === '' ? {} : { text }), ...(asOf === undefined ? {} : { asOf }) };
      const answer = await gql(lineageNeighbours, { input }, signal);
      return answer.lineageNeighbours;
    },
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

/** The columns of an asset, as far as they fit. */
export function columnsOf(id: string, asOf: Moment | undefined) {
  return { queryKey: ['LineageColumns', id, asOf] as const, queryFn: ({ signal }: { signal: AbortSignal }) => allColumns(id, asOf, signal) };
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
