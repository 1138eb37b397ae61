// One commit: what it did, asset by asset, and the way back.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BreakingChip, FieldChanges, OperationChip, RevertButton } from '../../../app/change-parts';
import { useSummary } from '../../../app/commit-summary';
import { gql } from '../../../app/gql';
import type { CommitQuery } from '../../../gql/types';
import { runPage } from '../../../app/places';
import { Button, Card, Empty, Failure, KindIcon, Skeleton, StateChip, useFormat } from '../../../kit';
import { CommitDoc } from '../queries';

type Change = NonNullable<CommitQuery['commit']>['changes']['nodes'][number];

const PAGE_SIZE = 50;
const OPEN_WHEN_FEW = 3;

function Item({ change, isOpenAtFirst }: { readonly change: Change; readonly isOpenAtFirst: boolean }) {
  const { t } = useTranslation('changes');
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  return (
    <li className="border-b border-line px-4 py-2 last:border-b-0">
      <div className="flex items-center gap-2">
        {change.asset ? (
          <>
            <KindIcon kind={change.asset.kind} size={14} />
            <Link to="/a/$id" params={{ id: change.asset.id }} search={{ tab: 'history' }} className="min-w-0 shrink-0 truncate font-mono text-13 hover:text-brand hover:underline">
              {change.asset.name}
            </Link>
          </>
        ) : (
          <span className="text-13 text-muted">{t('hidden')}</span>
        )}
        <OperationChip operation={change.operation} />
        {change.isBreaking ? <BreakingChip /> : null}
        {/* Read from its end: what is inside what matters more than the host. */}
        <span dir="rtl" className="min-w-0 flex-1 truncate text-left font-mono text-12 text-muted" title={change.asset?.fullName}>
          <bdi>{change.asset?.fullName}</bdi>
        </span>
        {change.fields.length > 0 ? (
          <Button tone="quiet" size="small" icon={isOpen ? 'down' : 'right'} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} className="ml-auto">
            {t('fields', { count: change.fields.length })}
          </Button>
        ) : null}
      </div>
      {isOpen && change.fields.length > 0 ? (
        <div className="mt-1.5">
          <FieldChanges fields={change.fields} isCreation={change.operation === 'CREATED'} />
        </div>
      ) : null}
    </li>
  );
}

export function CommitPanel({ id }: { readonly id: string }) {
  const { t } = useTranslation('changes');
  const format = useFormat();
  const summarised = useSummary();
  const query = useInfiniteQuery({
    queryKey: ['Commit', id],
    queryFn: ({ pageParam, signal }) => gql(CommitDoc, { id, first: PAGE_SIZE, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.commit?.changes.pageInfo.hasNextPage ? (last.commit.changes.pageInfo.endCursor ?? null) : null),
  });
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const commit = query.data.pages[0]?.commit;
  if (!commit) return <Empty icon="search" title={t('missing')} />;
  const changes = query.data.pages.flatMap((page) => page.commit?.changes.nodes ?? []);
  return (
    <Card isFlush title={summarised(commit.summary)} action={<RevertButton commit={commit} count={commit.last - commit.first + 1} />} className="xl:sticky xl:top-16 xl:max-h-[calc(100dvh-80px)] xl:overflow-y-auto">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 text-12 text-muted">
        {format.dateTime(commit.at)} · {commit.actor} · {t(`origin.${commit.origin}`)}
        {commit.reverts ? <StateChip state="unknown">{t('reverts')}</StateChip> : null}
        {commit.run ? (
          <Link to={runPage(commit.run)} className="text-brand underline underline-offset-2">
            {t('run')}
          </Link>
        ) : null}
      </p>
      <ul>
        {changes.map((change) => (
          <Item key={change.number} change={change} isOpenAtFirst={changes.length <= OPEN_WHEN_FEW} />
        ))}
      </ul>
      {query.hasNextPage ? (
        <div className="p-3">
          <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
