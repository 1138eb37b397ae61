// Open sessions: where somebody is signed in, since when, and a way to end each.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../app/gql';
import type { SessionsQuery } from '../../gql/types';
import { Ago, Button, Confirm, DataTable, Failure, Refusal, Skeleton, TagChip, toast } from '../../kit';
import type { Column } from '../../kit';
import { deviceOf } from './model';
import { EndSessionDoc, SessionsDoc } from './queries';

const PAGE_SIZE = 100;

type Session = SessionsQuery['sessions']['nodes'][number];

export function Sessions({ everybody }: { readonly everybody: boolean }) {
  const { t } = useTranslation('sessions');
  const client = useQueryClient();
  const [asked, setAsked] = useState<Session | null>(null);
  const query = useInfiniteQuery({
    queryKey: ['Sessions', everybody],
    queryFn: ({ pageParam, signal }) => gql(SessionsDoc, { everybody, first: PAGE_SIZE, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.sessions.pageInfo.hasNextPage ? (last.sessions.pageInfo.endCursor ?? null) : null),
  });
  const end = useMutation({
    mutationFn: (session: Session) => gql(EndSessionDoc, { id: session.id }),
    onSuccess() {
      setAsked(null);
      toast('good', t('ended'));
    },
    onSettled: () => void client.invalidateQueries({ queryKey: ['Sessions'] }),
  });
  const rows = query.data?.pages.flatMap((page) => page.sessions.nodes) ?? [];
  const who: Column<Session> = {
    id: 'user',
    title: t('column.user'),
    width: 'minmax(150px, 1.5fr)',
    cell: (row) => (
      <span className="flex min-w-0 items-baseline gap-2">
        <span className="truncate font-medium">{row.displayName}</span>
        <span className="truncate font-mono text-12 text-muted">{row.name}</span>
      </span>
    ),
  };
  const columns: Column<Session>[] = [
    ...(everybody ? [who] : []),
    {
      id: 'device',
      title: t('column.device'),
      width: 'minmax(150px, 2fr)',
      cell: (row) => (
        <span className="flex min-w-0 items-center gap-2" title={row.agent ?? undefined}>
          <span className="truncate">{deviceOf(row.agent) ?? t('unknownDevice')}</span>
          {row.isCurrent ? <TagChip>{t('current')}</TagChip> : null}
        </span>
      ),
    },
    { id: 'address', title: t('column.address'), width: '140px', cell: (row) => <span className="truncate font-mono text-12">{row.address ?? '–'}</span> },
    { id: 'began', title: t('column.began'), width: '130px', cell: (row) => <Ago at={row.beganAt} /> },
    { id: 'used', title: t('column.used'), width: '130px', cell: (row) => <Ago at={row.lastUsedAt} /> },
    {
      id: 'end',
      title: t('column.actions'),
      width: '120px',
      align: 'right',
      cell: (row) =>
        row.isCurrent ? null : (
          <Button size="small" tone="danger" onClick={() => setAsked(row)}>
            {t('end')}
          </Button>
        ),
    },
  ];
  return (
    <>
      {query.isPending ? <Skeleton lines={4} shape="rows" /> : null}
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {rows.length > 0 ? <DataTable label={t('title')} columns={columns} rows={rows} rowKey={(row) => row.id} onEnd={() => query.hasNextPage && !query.isFetchingNextPage && void query.fetchNextPage()} /> : null}
      <Confirm
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={t('ask', { name: asked?.displayName ?? '' })}
        text={t('askText')}
        action={t('end')}
        isBusy={end.isPending}
        error={<Refusal error={end.error} />}
        onConfirm={() => asked && end.mutate(asked)}
      />
    </>
  );
}
