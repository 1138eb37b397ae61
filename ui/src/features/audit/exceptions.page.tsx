// What went wrong and was the service's fault: where, for whom, with all causes, under the number that people were told.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../app/gql';
import { Ago, Button, Confirm, CopyButton, Empty, Failure, LinkButton, Page as Frame, Refusal, Skeleton, TagChip, toast } from '../../kit';
import type { ExceptionsQuery } from '../../gql/types';
import { Typed } from './filters';
import { ClearExceptionsDoc, ExceptionsDoc } from './queries';

const route = getRouteApi('/shell/admin/exceptions');

type Row = ExceptionsQuery['exceptions']['nodes'][number];

export function Page() {
  const { t } = useTranslation('audit');
  return (
    <Frame title={t('exceptions.title')} lead={t('exceptions.lead')}>
      <List />
    </Frame>
  );
}

function List() {
  const { t } = useTranslation('audit');
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/admin/exceptions' });
  const filter = { ...(search.q && { text: search.q }), ...(search.trace && { traceId: search.trace }) };
  const answer = useInfiniteQuery({
    queryKey: ['Exceptions', filter],
    queryFn: ({ pageParam, signal }) => gql(ExceptionsDoc, { filter, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.exceptions.pageInfo.hasNextPage ? (last.exceptions.pageInfo.endCursor ?? null) : null),
  });
  const rows = answer.data?.pages.flatMap((part) => part.exceptions.nodes) ?? [];
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end gap-3">
        <Typed label={t('filter.text')} value={search.q} onDone={(q) => void navigate({ search: (before) => ({ ...before, q }), replace: true })} />
        <Typed label={t('filter.trace')} value={search.trace} onDone={(trace) => void navigate({ search: (before) => ({ ...before, trace }), replace: true })} />
        {rows.length > 0 ? <Clear /> : null}
      </div>
      {answer.isPending ? <Skeleton shape="rows" lines={4} /> : null}
      {answer.isError && rows.length === 0 ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && rows.length === 0 ? (
        <Empty icon="check" title={t(isFiltered ? 'exceptions.filtered' : 'exceptions.empty')} action={isFiltered ? <LinkButton to="/admin/exceptions">{t('filter.clear')}</LinkButton> : undefined} />
      ) : null}
      <ul className="flex flex-col gap-2">
        {rows.map((row) => (
          <Fault key={row.id} row={row} />
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

function Fault({ row }: { readonly row: Row }) {
  const { t } = useTranslation('audit');
  return (
    <li className="rounded-card border border-line bg-surface px-4 py-3 text-13">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <span className="font-medium text-bad">{row.message}</span>
        {row.count > 1 ? <TagChip>{t('exceptions.times', { count: row.count })}</TagChip> : null}
        <span className="ml-auto text-muted">
          <Ago at={row.lastAt} />
        </span>
      </div>
      <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-muted">
        <span className="font-mono">{row.place}</span>
        {row.actor ? <span>{row.actor}</span> : null}
        <span className="inline-flex items-center gap-1 font-mono">
          {row.lastTraceId}
          <CopyButton text={row.lastTraceId} label={t('exceptions.copy')} />
        </span>
      </div>
      {row.chain === row.message ? null : (
        <details className="mt-2">
          <summary className="cursor-pointer text-12 text-muted">{t('exceptions.causes')}</summary>
          <pre tabIndex={0} className="mt-1 overflow-x-auto rounded-control bg-sunken p-3 font-mono text-12 whitespace-pre-wrap">
            {row.chain}
          </pre>
        </details>
      )}
    </li>
  );
}

function Clear() {
  const { t } = useTranslation('audit');
  const client = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const clear = useMutation({
    mutationFn: () => gql(ClearExceptionsDoc, {}),
    onSuccess({ clearExceptions }) {
      setAsked(false);
      toast('good', t('exceptions.cleared', { count: clearExceptions }));
    },
    onSettled: () => void client.invalidateQueries({ queryKey: ['Exceptions'] }),
  });
  return (
    <>
      <Button tone="danger" onClick={() => setAsked(true)}>
        {t('exceptions.clear')}
      </Button>
      <Confirm
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t('exceptions.ask')}
        text={t('exceptions.askText')}
        action={t('exceptions.clear')}
        isBusy={clear.isPending}
        error={<Refusal error={clear.error} />}
        onConfirm={() => clear.mutate()}
      />
    </>
  );
}
