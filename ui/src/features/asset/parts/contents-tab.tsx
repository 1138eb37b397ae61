// What lies inside a database or schema.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Moment } from '../../../app/as-of';
import { gql } from '../../../app/gql';
import { usePaused } from '../../../app/suggestions';
import type { ContentsQuery } from '../../../gql/types';
import { Ago, DataTable, Empty, Failure, FilterInput, KindIcon, Skeleton, TagChip, useFormat, useKindName } from '../../../kit';
import type { Column } from '../../../kit';
import { lookKey } from '../../../tokens/kinds';
import { countOf, oneLine } from '../model';
import type { Asset } from '../model';
import { ContentsDoc } from '../queries';

type Child = NonNullable<ContentsQuery['asset']>['children']['nodes'][number];

const PAGE_SIZE = 100;

export function ContentsTab({ asset, asOf }: { readonly asset: Asset; readonly asOf: Moment | null }) {
  const { t } = useTranslation('asset');
  const format = useFormat();
  const kindName = useKindName();
  const [filter, setFilter] = useState('');
  const wanted = usePaused(filter.trim());
  const query = useInfiniteQuery({
    queryKey: ['Contents', { id: asset.id, asOf, filter: wanted }],
    queryFn: ({ pageParam, signal }) => gql(ContentsDoc, { id: asset.id, asOf, filter: wanted || null, first: PAGE_SIZE, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.asset?.children.pageInfo.hasNextPage ? (last.asset.children.pageInfo.endCursor ?? null) : null),
    placeholderData: keepPreviousData,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const rows = query.data?.pages.flatMap((page) => page.asset?.children.nodes ?? []) ?? [];
  const total = filter.trim() === '' ? countOf(asset, 'columns') + countOf(asset, 'others') : rows.length;
  const look = (row: Child) => lookKey(row.kind, 'tableType' in row.details ? row.details.tableType : null);
  const columns: Column<Child>[] = [
    {
      id: 'name',
      title: t('contents.name'),
      width: 'minmax(180px, 2fr)',
      cell: (row) => (
        <span className="flex min-w-0 items-center gap-2">
          <KindIcon kind={look(row)} />
          <Link to="/a/$id" params={{ id: row.id }} className="truncate font-medium hover:text-brand hover:underline" title={row.name}>
            {row.displayName}
          </Link>
        </span>
      ),
    },
    { id: 'kind', title: t('contents.kind'), width: '120px', cell: (row) => <span className="truncate text-muted">{kindName(look(row))}</span> },
    { id: 'description', title: t('contents.description'), width: 'minmax(200px, 3fr)', cell: (row) => <span className="truncate text-muted" title={oneLine(row.description)}>{oneLine(row.description)}</span> },
    { id: 'owners', title: t('contents.owners'), width: 'minmax(100px, 1fr)', cell: (row) => <span className="truncate">{row.owners.map((owner) => owner.displayName).join(t('separator'))}</span> },
    {
      id: 'tags',
      title: t('contents.tags'),
      width: 'minmax(90px, 1fr)',
      cell: (row) => (
        <span className="flex min-w-0 gap-1 overflow-hidden">
          {row.tags.map((tag) => (
            <TagChip key={tag.name}>{tag.name}</TagChip>
          ))}
        </span>
      ),
    },
    { id: 'changed', title: t('contents.changed'), width: '130px', align: 'right', cell: (row) => <Ago at={row.lastChangedAt} /> },
  ];
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <FilterInput label={t('contents.filter')} value={filter} onChange={setFilter} className="w-72" />
        <p role="status" className="text-13 text-muted tabular-nums">
          {query.isSuccess ? t('contents.count', { count: total, shown: `${format.number(total)}${filter.trim() !== '' && hasNextPage ? '+' : ''}` }) : ''}
        </p>
      </div>
      {query.isPending ? <Skeleton lines={10} shape="rows" /> : null}
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && rows.length === 0 ? <Empty icon="folder" title={filter ? t('contents.noneFound') : t('contents.none')} /> : null}
      {rows.length > 0 ? <DataTable label={t('tab.contents')} columns={columns} rows={rows} rowKey={(row) => row.id} onEnd={more} total={total} /> : null}
    </div>
  );
}
