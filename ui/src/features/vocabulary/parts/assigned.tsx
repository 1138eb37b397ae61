// The assets that have a term or tag, belong to a domain, or are part of a data product.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { Button, Card, Failure, KindIcon, Skeleton, useFormat } from '../../../kit';
import { AssignedDoc } from '../queries';

export function Assigned({ id, count }: { readonly id: string; readonly count: number }) {
  const { t } = useTranslation('vocabulary');
  const format = useFormat();
  const query = useInfiniteQuery({
    queryKey: ['VocabularyAssigned', { id }],
    queryFn: ({ pageParam, signal }) => gql(AssignedDoc, { id, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.asset?.governance.assigned.pageInfo.hasNextPage ? (last.asset.governance.assigned.pageInfo.endCursor ?? null) : null),
  });
  const rows = query.data?.pages.flatMap((page) => page.asset?.governance.assigned.nodes ?? []) ?? [];
  return (
    <Card isFlush title={t('assigned.count', { count, shown: format.number(count) })}>
      {query.isPending ? (
        <div className="p-4">
          <Skeleton lines={4} />
        </div>
      ) : null}
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && rows.length === 0 ? <p className="px-4 py-3 text-13 text-muted">{t('assigned.none')}</p> : null}
      <ul>
        {rows.map((row) => (
          <li key={row.id} className="grid min-h-(--row) grid-cols-[minmax(0,2fr)_minmax(0,3fr)_minmax(0,1fr)] items-center gap-3 border-b border-line px-4 text-13 last:border-b-0">
            <span className="flex min-w-0 items-center gap-2">
              <KindIcon kind={row.kind} size={14} />
              <Link to="/a/$id" params={{ id: row.id }} className="truncate font-medium hover:text-brand hover:underline" title={row.fullName}>
                {row.displayName}
              </Link>
            </span>
            <span className="truncate text-muted">{row.description ?? row.fullName}</span>
            <span className="truncate">{row.owners.map(({ displayName }) => displayName).join(t('separator'))}</span>
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <div className="px-4 py-2">
          <Button tone="quiet" icon="down" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('assigned.more')}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
