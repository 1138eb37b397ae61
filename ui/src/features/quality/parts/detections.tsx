// What the columns of a table may hold, as detection suggests it: confirmed or refused by whoever may edit them.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { asApiError, gql } from '../../../app/gql';
import type { DetectionsQuery } from '../../../gql/types';
import { Button, Card, Failure, toast, useFormat } from '../../../kit';
import { ConfirmDetectionsDoc, DetectionsDoc, RefuseDetectionsDoc } from '../profile-queries';
import { useSaid } from '../words';

type Detection = DetectionsQuery['detections']['nodes'][number];

/** Nothing while nothing waits: most tables hold nothing that needs a decision. */
export function Detections({ assetId, mayDecide }: { readonly assetId: string; readonly mayDecide: boolean }) {
  const { t } = useTranslation('quality');
  const answer = useInfiniteQuery({
    queryKey: ['Detections', assetId],
    queryFn: ({ pageParam, signal }) => gql(DetectionsDoc, { table: assetId, state: 'SUGGESTED', after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ detections }) => (detections.pageInfo.hasNextPage ? (detections.pageInfo.endCursor ?? null) : null),
  });
  const decide = useDecide();
  if (answer.isError) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  const found = answer.data?.pages.flatMap(({ detections }) => detections.nodes) ?? [];
  if (found.length === 0) return null;
  const tagged = found.filter(({ tag }) => tag !== null).map(({ id }) => id);
  return (
    <Card
      isFlush
      title={t('detection.title')}
      action={
        mayDecide && tagged.length > 1 ? (
          <Button isBusy={decide.isPending} onClick={() => decide.mutate({ verdict: 'CONFIRMED', ids: tagged })}>
            {t('detection.confirmAll', { count: tagged.length })}
          </Button>
        ) : null
      }
    >
      <p className="px-4 pt-2 text-12 text-muted">{t('detection.lead')}</p>
      <ul className="divide-y divide-line">
        {found.map((detection) => (
          <Row key={detection.id} detection={detection} mayDecide={mayDecide} isBusy={decide.isPending} decide={(verdict) => decide.mutate({ verdict, ids: [detection.id] })} />
        ))}
      </ul>
      {answer.hasNextPage ? (
        <div className="p-3 text-center">
          <Button isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

type Verdict = 'CONFIRMED' | 'REFUSED';

interface RowProps {
  readonly detection: Detection;
  readonly mayDecide: boolean;
  readonly isBusy: boolean;
  readonly decide: (verdict: Verdict) => void;
}

function Row({ detection, mayDecide, isBusy, decide }: RowProps) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const said = useSaid();
  const name = detection.column?.name ?? '';
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 text-13">
      <span className="min-w-32 font-mono">{name}</span>
      <span>{detection.title ? said(detection.title) : detection.semantic}</span>
      {detection.tag ? <span className="rounded-chip bg-brand-soft px-1.5 text-12 text-brand">{detection.tag}</span> : null}
      <span className="text-12 text-muted tabular-nums">{t('detection.confidence', { share: format.percent(detection.confidence) })}</span>
      <span className="min-w-0 flex-1 text-12 text-muted">{detection.evidence.map(said).join(' · ')}</span>
      {mayDecide ? (
        <span className="flex gap-2">
          {detection.tag ? (
            <Button disabled={isBusy} aria-label={t('detection.confirmOne', { name })} onClick={() => decide('CONFIRMED')}>
              {t('detection.confirm')}
            </Button>
          ) : null}
          <Button disabled={isBusy} aria-label={t('detection.refuseOne', { name })} onClick={() => decide('REFUSED')}>
            {t('detection.refuse')}
          </Button>
        </span>
      ) : null}
    </li>
  );
}

function useDecide() {
  const { t } = useTranslation('quality');
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ verdict, ids }: { readonly verdict: Verdict; readonly ids: readonly string[] }) => {
      if (verdict === 'CONFIRMED') await gql(ConfirmDetectionsDoc, { ids: [...ids] });
      else await gql(RefuseDetectionsDoc, { ids: [...ids] });
    },
    onSuccess: (_, { verdict, ids }) => toast('good', t(`detection.done.${verdict}`, { count: ids.length })),
    onError: (error) => toast('bad', asApiError(error).message),
    onSettled: () => void client.invalidateQueries(),
  });
}
