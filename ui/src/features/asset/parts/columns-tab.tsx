// All columns: found by the server, sorted here, drawn only where they are seen.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Moment } from '../../../app/as-of';
import { gql } from '../../../app/gql';
import { usePaused } from '../../../app/suggestions';
import { DataTable, Empty, Failure, FilterInput, Icon, IconButton, Skeleton, useFormat } from '../../../kit';
import type { Column, Sort } from '../../../kit';
import { columnFacts, countOf, foreignKeys, oneLine, sortedColumns } from '../model';
import type { Asset, ColumnRow } from '../model';
import { ColumnsDoc } from '../queries';
import { ColumnTags, ColumnTerms } from './column-tags';

const ColumnDialog = lazy(async () => ({ default: (await import('./column-dialog')).ColumnDialog }));

const PAGE_SIZE = 200;

function useColumns(id: string, asOf: Moment | null, filter: string) {
  return useInfiniteQuery({
    queryKey: ['Columns', { id, asOf, filter, all: true }],
    queryFn: ({ pageParam, signal }) => gql(ColumnsDoc, { id, asOf, filter: filter || null, first: PAGE_SIZE, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.asset?.columns.pageInfo.hasNextPage ? (last.asset.columns.pageInfo.endCursor ?? null) : null),
    placeholderData: keepPreviousData,
  });
}

function Keys({ row, reference }: { readonly row: ColumnRow; readonly reference: string | undefined }) {
  const { t } = useTranslation('asset');
  const { key } = columnFacts(row);
  const foreign = reference ? t('columns.foreignKey', { target: reference }) : '';
  return (
    <>
      {key === null ? null : (
        <span title={t('columns.primaryKey')} className="text-warn">
          <Icon name="key" size={13} />
          <span className="sr-only">{t('columns.primaryKey')}</span>
        </span>
      )}
      {reference ? (
        <span title={foreign} className="text-brand">
          <Icon name="link" size={13} />
          <span className="sr-only">{foreign}</span>
        </span>
      ) : null}
    </>
  );
}

export function ColumnsTab({ asset, asOf }: { readonly asset: Asset; readonly asOf: Moment | null }) {
  const { t, i18n } = useTranslation('asset');
  const format = useFormat();
  const [filter, setFilter] = useState('');
  const [sort, setSort] = useState<Sort>();
  const [edited, setEdited] = useState<ColumnRow | null>(null);
  const query = useColumns(asset.id, asOf, usePaused(filter.trim()));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.asset?.columns.nodes ?? []) ?? [], [query.data]);
  const shown = useMemo(() => sortedColumns(rows, sort, i18n.language), [rows, sort, i18n.language]);
  const references = useMemo(() => foreignKeys(asset), [asset]);
  // Without a filter the asset knows how many there are; with one, those loaded are counted.
  const total = filter.trim() === '' ? countOf(asset, 'columns') : rows.length;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  // A sort is only true over all rows, so the rest is fetched.
  useEffect(() => {
    if (sort) more();
  }, [sort, more]);
  const isPast = asOf !== null;
  const columns: Column<ColumnRow>[] = [
    { id: 'position', title: t('columns.position'), width: '56px', isSortable: true, align: 'right', cell: (row) => <span className="text-muted">{columnFacts(row).position}</span> },
    {
      id: 'name',
      title: t('columns.name'),
      width: 'minmax(140px, 2fr)',
      isSortable: true,
      cell: (row) => (
        <span className="flex min-w-0 items-center gap-1.5">
          <Link to="/a/$id" params={{ id: row.id }} className="truncate font-mono font-medium hover:text-brand hover:underline" title={row.name}>
            {row.name}
          </Link>
          <Keys row={row} reference={references.get(row.name)} />
        </span>
      ),
    },
    {
      id: 'type',
      title: t('columns.type'),
      width: 'minmax(90px, 1fr)',
      isSortable: true,
      cell: (row) => (
        <code className="truncate font-mono text-12 text-muted" title={columnFacts(row).type}>
          {columnFacts(row).type}
        </code>
      ),
    },
    { id: 'nullable', title: t('columns.nullable'), width: '84px', isSortable: true, cell: (row) => (columnFacts(row).isNullable ? <span className="text-muted">{t('columns.mayBeNull')}</span> : t('columns.notNull')) },
    {
      id: 'description',
      title: t('columns.description'),
      width: 'minmax(140px, 3fr)',
      isSortable: true,
      cell: (row) => (
        <span className="truncate" title={oneLine(row.description)}>
          {oneLine(row.description) || <span className="text-muted">{t('columns.noDescription')}</span>}
        </span>
      ),
    },
    {
      id: 'tags',
      title: t('columns.tags'),
      width: 'minmax(60px, 1fr)',
      cell: (row) => (
        <span className="flex min-w-0 gap-1">
          {row.governance.codeList ? (
            <Link to="/standards" search={{ at: row.governance.codeList.asset.id, tab: 'columns', column: row.id }} title={t('summary.standard')} className="inline-flex min-w-0 items-center gap-1 text-12 text-brand hover:underline">
              <Icon name="standard" size={13} />
              <span className="truncate">{row.governance.codeList.asset.displayName}</span>
            </Link>
          ) : null}
          <ColumnTags table={asset.id} column={row} isPast={isPast} />
          <ColumnTerms table={asset.id} column={row} isPast={isPast} />
        </span>
      ),
    },
    {
      id: 'actions',
      title: t('columns.actions'),
      width: '104px',
      align: 'right',
      cell: (row) => (
        <span className="flex">
          {row.mayEdit && !isPast ? <IconButton icon="edit" label={t('columns.edit', { name: row.name })} onClick={() => setEdited(row)} className="size-7" /> : null}
          {isPast ? null : (
            <Link to="/what-if" search={{ asset: asset.id, changes: [{ column: row.fullName }] }} aria-label={t('columns.whatIf', { name: row.name })} title={t('columns.whatIf', { name: row.name })} className="flex size-7 items-center justify-center rounded-control text-muted hover:bg-sunken hover:text-ink">
              <Icon name="branch" />
            </Link>
          )}
          <Link to="/a/$id" params={{ id: row.id }} search={{ tab: 'lineage' }} aria-label={t('columns.trace', { name: row.name })} title={t('columns.trace', { name: row.name })} className="flex size-7 items-center justify-center rounded-control text-muted hover:bg-sunken hover:text-ink">
            <Icon name="lineage" />
          </Link>
        </span>
      ),
    },
  ];
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <FilterInput label={t('columns.filter')} value={filter} onChange={setFilter} className="w-72" />
        <p role="status" className="text-13 text-muted tabular-nums">
          {query.isSuccess ? t('columns.count', { count: total, shown: `${format.number(total)}${filter.trim() !== '' && hasNextPage ? '+' : ''}` }) : ''}
          {sort && hasNextPage ? ` · ${t('columns.sorting', { loaded: format.number(rows.length) })}` : ''}
        </p>
      </div>
      {query.isPending ? <Skeleton lines={12} shape="rows" /> : null}
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && shown.length === 0 ? <Empty icon="columns" title={filter ? t('columns.noneFound') : t('columns.none')} /> : null}
      {shown.length > 0 ? <DataTable label={t('tab.columns')} columns={columns} rows={shown} rowKey={(row) => row.id} sort={sort} onSort={setSort} onEnd={more} total={total} /> : null}
      <Suspense fallback={null}>{edited ? <ColumnDialog table={asset.id} column={edited} onClose={() => setEdited(null)} /> : null}</Suspense>
    </div>
  );
}
