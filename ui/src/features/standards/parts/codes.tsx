// The codes of a standard, found as one types; they go out and come in as a table.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { usePaused } from '../../../app/suggestions';
import { Button, DataTable, Empty, Failure, FilterInput, Icon, Skeleton, TagChip } from '../../../kit';
import type { Column } from '../../../kit';
import type { Code, Standard } from '../model';
import { StandardCodesDoc } from '../queries';
import { ImportDialog } from './import-dialog';

export function Codes({ standard }: { readonly standard: Standard }) {
  const { t } = useTranslation('standards');
  const [filter, setFilter] = useState('');
  const [isImporting, setImporting] = useState(false);
  const wanted = usePaused(filter.trim());
  const query = useInfiniteQuery({
    queryKey: ['StandardCodes', { id: standard.id, filter: wanted }],
    queryFn: ({ pageParam, signal }) => gql(StandardCodesDoc, { id: standard.id, filter: wanted || null, after: pageParam, first: 200 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.asset?.details.__typename === 'CodeListDetails' && last.asset.details.codes.hasNextPage ? (last.asset.details.codes.endCursor ?? null) : null),
    placeholderData: keepPreviousData,
  });
  const rows = query.data?.pages.flatMap((page) => (page.asset?.details.__typename === 'CodeListDetails' ? page.asset.details.codes.nodes : [])) ?? [];
  const columns: Column<Code>[] = [
    { id: 'code', title: t('codes.code'), width: 'minmax(80px, 1fr)', cell: (row) => <code className="truncate font-mono text-12 font-semibold">{row.code}</code> },
    { id: 'meaning', title: t('codes.meaning'), width: 'minmax(120px, 3fr)', cell: (row) => <span className="truncate">{row.meaning}</span> },
    {
      id: 'names',
      title: t('codes.names'),
      width: 'minmax(100px, 2fr)',
      cell: (row) => (
        <span className="flex min-w-0 gap-1 overflow-hidden">
          {row.names.map((name) => (
            <TagChip key={name}>{name}</TagChip>
          ))}
        </span>
      ),
    },
  ];
  const path = `/api/standards/${encodeURIComponent(standard.id)}/codes.csv`;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <FilterInput label={t('codes.filter')} value={filter} onChange={setFilter} className="w-64" />
        <span className="flex-1" />
        <a href={path} download className="inline-flex h-8 items-center gap-1.5 px-2 text-13 text-brand hover:underline">
          <Icon name="download" size={14} />
          {t('csv.download')}
        </a>
        {standard.mayEdit ? (
          <Button size="small" icon="upstream" onClick={() => setImporting(true)}>
            {t('csv.upload')}
          </Button>
        ) : null}
      </div>
      {query.isPending ? <Skeleton lines={6} shape="rows" /> : null}
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && rows.length === 0 ? <Empty icon="standard" title={filter ? t('noneFound') : t('codes.none')} text={filter ? undefined : t('codes.noneText')} /> : null}
      {rows.length > 0 ? <DataTable label={t('codes.title')} columns={columns} rows={rows} rowKey={(row) => row.code} onEnd={() => (query.hasNextPage && !query.isFetchingNextPage ? void query.fetchNextPage() : undefined)} /> : null}
      {isImporting ? <ImportDialog path={path} title={t('codes.import', { name: standard.displayName })} text={t('codes.importText')} onClose={() => setImporting(false)} /> : null}
    </div>
  );
}
