// What a run changed: a summary by severity, then each change with a way to the
// history of its asset.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { assetPage } from '../../../app/places';
import { Button, Card, KindIcon, Refusal, Skeleton, StateChip, useFormat } from '../../../kit';
import type { RunDetailQuery } from '../../../gql/types';
import { runChanges } from '../queries';

const TONES: Readonly<Record<string, string>> = { CREATED: 'text-good', RESTORED: 'text-good', UPDATED: 'text-warn', LINEAGE_DECLARED: 'text-warn', REMOVED: 'text-bad' };

export function Changes({ run }: { readonly run: NonNullable<RunDetailQuery['run']> }) {
  const { t } = useTranslation('runs');
  const format = useFormat();
  const answer = useInfiniteQuery({
    queryKey: ['RunChanges', run.id, run.status],
    queryFn: ({ pageParam, signal }) => gql(runChanges, { run: run.id, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.changes.pageInfo.hasNextPage ? last.changes.pageInfo.endCursor : null),
  });
  const changes = answer.data?.pages.flatMap((part) => part.changes.nodes) ?? [];
  const { drift } = run;
  return (
    <Card
      title={t('changes.title')}
      isFlush
      action={
        drift && drift.breaking + drift.additive + drift.other > 0 ? (
          <span className="flex flex-wrap gap-2">
            {drift.breaking > 0 ? <StateChip state="bad">{t('changes.breaking', { count: drift.breaking, formatted: format.number(drift.breaking) })}</StateChip> : null}
            {drift.additive > 0 ? <StateChip state="good">{t('changes.additive', { count: drift.additive, formatted: format.number(drift.additive) })}</StateChip> : null}
            {drift.other > 0 ? <StateChip state="unknown">{t('changes.other', { count: drift.other, formatted: format.number(drift.other) })}</StateChip> : null}
          </span>
        ) : null
      }
    >
      {answer.isPending ? (
        <div className="p-4">
          <Skeleton lines={3} />
        </div>
      ) : null}
      {answer.isError ? (
        <div className="p-4">
          <Refusal error={answer.error} />
        </div>
      ) : null}
      {answer.isSuccess && changes.length === 0 ? <p className="p-4 text-13 text-muted">{t(run.counts.held > 0 ? 'changes.held' : run.status === 'SUCCEEDED' ? 'changes.none' : 'changes.nothing')}</p> : null}
      <ul className="max-h-96 overflow-y-auto">
        {changes.map((change) => (
          <li key={change.number} className="flex min-h-(--row) flex-wrap items-center gap-x-3 border-b border-line px-4 text-13 last:border-b-0">
            <span className={`w-24 shrink-0 font-medium ${TONES[change.operation] ?? ''}`}>{t(`operation.${change.operation}`)}</span>
            {change.asset ? (
              <>
                <KindIcon kind={change.asset.kind} size={14} />
                <Link to={assetPage(change.asset.id)} search={{ tab: 'history' } as never} className="min-w-0 flex-1 truncate font-mono hover:underline">
                  {change.asset.fullName}
                </Link>
              </>
            ) : null}
            <span className="truncate text-12 text-muted">{change.operation === 'UPDATED' ? change.fields.map((field) => field.field).join(', ') : ''}</span>
            {change.isBreaking ? <StateChip state="bad">{t('changes.isBreaking')}</StateChip> : null}
          </li>
        ))}
      </ul>
      {answer.hasNextPage ? (
        <div className="border-t border-line p-3 text-center">
          <Button isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
