// Requests for access: mine, those that wait for my decision, and — for who manages policies — all.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../app/gql';
import { useMay } from '../../app/session';
import type { AccessRequestRowFragment } from '../../gql/types';
import { Ago, Button, Empty, Failure, KindIcon, Page as Frame, Skeleton, StateChip, Tabs, TagChip, toast, useFormat } from '../../kit';
import { AskDialog } from './ask';
import { type List, LISTS, TONES, WHICH } from './model';
import { Decision } from './parts/decision';
import { AccessRequestsDoc, WithdrawAccessDoc } from './queries';

const route = getRouteApi('/shell/requests');

export function Page() {
  const { t } = useTranslation('requests');
  const may = useMay();
  const { list = 'mine' } = route.useSearch();
  const navigate = useNavigate({ from: '/requests' });
  const [isAsking, setAsking] = useState(false);
  const lists = LISTS.filter((one) => one !== 'all' || may('MANAGE_POLICIES'));
  const shown = lists.includes(list) ? list : 'mine';
  return (
    <Frame
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button icon="plus" onClick={() => setAsking(true)}>
          {t('ask.action')}
        </Button>
      }
    >
      <Tabs
        label={t('title')}
        value={shown}
        tabs={lists.map((id) => ({ id, label: t(`list.${id}`) }))}
        onChange={(next) => void navigate({ search: next === 'mine' ? {} : { list: next as List } })}
      >
        <Requests key={shown} list={shown} />
      </Tabs>
      {isAsking ? <AskDialog asset="" onClose={() => setAsking(false)} /> : null}
    </Frame>
  );
}

function Requests({ list }: { readonly list: List }) {
  const { t } = useTranslation('requests');
  const answer = useInfiniteQuery({
    queryKey: ['AccessRequests', list],
    queryFn: ({ pageParam, signal }) => gql(AccessRequestsDoc, { which: WHICH[list], after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.accessRequests.pageInfo.hasNextPage ? (last.accessRequests.pageInfo.endCursor ?? null) : null),
  });
  const rows = answer.data?.pages.flatMap((part) => part.accessRequests.nodes) ?? [];
  return (
    <>
      {answer.isPending ? <Skeleton shape="rows" lines={6} /> : null}
      {answer.isError && rows.length === 0 ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && rows.length === 0 ? <Empty icon="check" title={t(`empty.${list}`)} text={t(`emptyText.${list}`)} /> : null}
      <ul className="flex flex-col gap-3">
        {rows.map((request) => (
          <Request key={request.id} request={request} list={list} />
        ))}
      </ul>
      {answer.hasNextPage ? (
        <div className="py-4 text-center">
          <Button isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Request({ request, list }: { readonly request: AccessRequestRowFragment; readonly list: List }) {
  const { t } = useTranslation('requests');
  const format = useFormat();
  return (
    <li className="rounded-card border border-line bg-surface px-4 py-3 text-13">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateChip state={TONES[request.state]}>{t(`state.${request.state}`)}</StateChip>
        {list === 'mine' ? null : <span className="font-semibold">{request.requester.displayName}</span>}
        {request.asset ? (
          <Link to="/a/$id" params={{ id: request.asset.id }} className="inline-flex min-w-0 items-center gap-1.5 font-medium hover:text-brand hover:underline">
            <KindIcon kind={request.asset.kind} size={14} />
            {request.asset.displayName}
          </Link>
        ) : (
          <code className="min-w-0 font-mono text-12 wrap-anywhere">{request.askedFor}</code>
        )}
        <TagChip>{t(`wish.${request.wants}`)}</TagChip>
        <span className="text-muted">{t('forDays', { count: request.days })}</span>
        <span className="ml-auto flex items-center gap-2">
          <span className="text-muted">
            <Ago at={request.at} />
          </span>
          {list === 'mine' && request.state === 'PENDING' ? <Withdraw request={request} /> : null}
          {list === 'mine' ? null : <Decision request={request} />}
        </span>
      </div>
      {request.asset ? <p className="mt-1 font-mono text-12 wrap-anywhere text-muted">{request.asset.fullName}</p> : null}
      <p className="mt-2 whitespace-pre-line">{request.reason}</p>
      {request.decidedBy && request.state !== 'WITHDRAWN' ? (
        <p className="mt-2 text-12 text-muted">
          {t('decidedBy', { name: request.decidedBy.displayName })}
          {request.until ? ` · ${t('until', { time: format.date(request.until) })}` : ''}
          {request.note ? ` · ${request.note}` : ''}
        </p>
      ) : null}
    </li>
  );
}

function Withdraw({ request }: { readonly request: AccessRequestRowFragment }) {
  const { t } = useTranslation('requests');
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => gql(WithdrawAccessDoc, { id: request.id }),
    onSuccess: () => toast('good', t('withdraw.done')),
    onError: () => toast('bad', t('withdraw.failed')),
    onSettled: () => void client.invalidateQueries({ queryKey: ['AccessRequests'] }),
  });
  return (
    <Button size="small" isBusy={withdraw.isPending} onClick={() => withdraw.mutate()} aria-label={t('withdraw.of', { what: request.asset?.displayName ?? request.askedFor })}>
      {t('withdraw.action')}
    </Button>
  );
}
