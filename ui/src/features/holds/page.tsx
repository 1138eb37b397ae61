// Removals that were too many to believe: a person confirms or dismisses them.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../app/gql';
import { useMay } from '../../app/session';
import type { HoldsQuery } from '../../gql/types';
import { runPage } from '../../app/places';
import { Ago, Button, Card, Confirm, Empty, Failure, KindIcon, Page as Frame, Refusal, Skeleton, StateChip, toast, useFormat } from '../../kit';
import type { State } from '../../tokens/states';
import { ConfirmHoldDoc, DismissHoldDoc, HoldsDoc } from './queries';

type Hold = HoldsQuery['holds']['nodes'][number];

const PAGE_SIZE = 20;
const STATES: Record<Hold['status'], State> = { OPEN: 'warn', CONFIRMED: 'good', DISMISSED: 'unknown', SUPERSEDED: 'unknown' };

function Decision({ hold }: { readonly hold: Hold }) {
  const { t } = useTranslation('holds');
  const format = useFormat();
  const client = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const decide = useMutation({
    mutationFn: async (isConfirmed: boolean) => {
      if (isConfirmed) await gql(ConfirmHoldDoc, { id: hold.id });
      else await gql(DismissHoldDoc, { id: hold.id });
    },
    onSuccess(_, isConfirmed) {
      setAsked(false);
      toast('good', isConfirmed ? t('confirmed') : t('dismissed'));
      void client.invalidateQueries({ queryKey: ['Holds'] });
    },
  });
  return (
    <>
      <Button size="small" isBusy={decide.isPending} onClick={() => decide.mutate(false)}>
        {t('dismiss')}
      </Button>
      <Button size="small" tone="danger" onClick={() => setAsked(true)}>
        {t('confirm')}
      </Button>
      <Confirm
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t('ask.title', { count: hold.count, shown: format.number(hold.count) })}
        text={t('ask.text')}
        action={t('confirm')}
        isBusy={decide.isPending}
        error={<Refusal error={decide.error} />}
        onConfirm={() => decide.mutate(true)}
      />
    </>
  );
}

function HoldCard({ hold }: { readonly hold: Hold }) {
  const { t } = useTranslation('holds');
  const format = useFormat();
  const may = useMay();
  const left = hold.count - hold.assets.nodes.length;
  return (
    <Card
      isFlush
      title={t('card', { count: hold.count, shown: format.number(hold.count), source: hold.source?.name ?? '' })}
      action={
        <span className="flex items-center gap-2">
          <StateChip state={STATES[hold.status]}>{t(`status.${hold.status}`)}</StateChip>
          {hold.status === 'OPEN' && may('REVERT_CHANGES') ? <Decision hold={hold} /> : null}
        </span>
      }
    >
      <p className="border-b border-line px-4 py-2 text-12 text-muted">
        <Ago at={hold.at} />
        {hold.run ? (
          <>
            {' · '}
            <Link to={runPage(hold.run)} className="text-brand underline underline-offset-2">
              {t('run')}
            </Link>
          </>
        ) : null}
      </p>
      <ul>
        {hold.assets.nodes.map((asset) => (
          <li key={asset.id} className="flex min-h-(--row) items-center gap-2 border-b border-line px-4 text-13 last:border-b-0">
            <KindIcon kind={asset.kind} size={14} />
            <Link to="/a/$id" params={{ id: asset.id }} className="font-medium hover:text-brand hover:underline">
              {asset.displayName}
            </Link>
            <span className="min-w-0 truncate font-mono text-12 text-muted">{asset.fullName}</span>
          </li>
        ))}
      </ul>
      {left > 0 ? <p className="px-4 py-2 text-12 text-muted">{t('more', { count: left, shown: format.number(left) })}</p> : null}
    </Card>
  );
}

export function Page() {
  const { t } = useTranslation('holds');
  const query = useInfiniteQuery({
    queryKey: ['Holds'],
    queryFn: ({ pageParam, signal }) => gql(HoldsDoc, { first: PAGE_SIZE, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.holds.pageInfo.hasNextPage ? (last.holds.pageInfo.endCursor ?? null) : null),
  });
  const holds = query.data?.pages.flatMap((page) => page.holds.nodes) ?? [];
  return (
    <Frame title={t('title')} lead={t('lead')} width="form">
      {query.isPending ? <Skeleton lines={6} /> : null}
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && holds.length === 0 ? <Empty icon="check" title={t('none.title')} text={t('none.text')} /> : null}
      <div className="flex flex-col gap-4">
        {holds.map((hold) => (
          <HoldCard key={hold.id} hold={hold} />
        ))}
      </div>
      {query.hasNextPage ? (
        <Button className="mt-3" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t('load')}
        </Button>
      ) : null}
    </Frame>
  );
}
