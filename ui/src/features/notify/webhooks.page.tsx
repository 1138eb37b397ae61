// Webhooks and chats: where programs and groups of people are told of events.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, gql } from '../../app/gql';
import { useMay } from '../../app/session';
import type { WebhookFieldsFragment } from '../../gql/types';
import { Ago, Button, DataTable, Empty, Failure, Page as Frame, Skeleton, StateChip } from '../../kit';
import type { Column } from '../../kit';
import { healthOf } from './model';
import { WebhookForm } from './parts/webhook-form';
import { WebhooksDoc } from './queries';

const PAGE_SIZE = 100;

export function Health({ webhook }: { readonly webhook: WebhookFieldsFragment }) {
  const { t } = useTranslation('notify');
  const health = healthOf(webhook);
  return <StateChip state={health}>{t(`health.${health}`)}</StateChip>;
}

function List() {
  const { t } = useTranslation('notify');
  const [isNew, setNew] = useState(false);
  const query = useInfiniteQuery({
    queryKey: ['Webhooks'],
    queryFn: ({ pageParam, signal }) => gql(WebhooksDoc, { first: PAGE_SIZE, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.webhooks.pageInfo.hasNextPage ? (last.webhooks.pageInfo.endCursor ?? null) : null),
  });
  const rows = query.data?.pages.flatMap((page) => page.webhooks.nodes) ?? [];
  const columns: Column<WebhookFieldsFragment>[] = [
    {
      id: 'name',
      title: t('webhook.name'),
      width: 'minmax(160px, 2fr)',
      cell: (row) => (
        <Link to="/admin/webhooks/$id" params={{ id: row.id }} className="truncate font-medium hover:underline">
          {row.name}
        </Link>
      ),
    },
    { id: 'shape', title: t('webhook.shape'), width: '150px', cell: (row) => t(`shape.${row.shape}`) },
    { id: 'url', title: t('webhook.url'), width: 'minmax(160px, 2fr)', cell: (row) => <span className="truncate font-mono text-12">{row.url}</span> },
    { id: 'state', title: t('webhook.state'), width: '150px', cell: (row) => <Health webhook={row} /> },
    { id: 'waiting', title: t('webhook.waiting'), width: '100px', align: 'right', cell: (row) => row.counts.waiting },
    { id: 'last', title: t('webhook.last'), width: '140px', cell: (row) => (row.lastSuccessAt ? <Ago at={row.lastSuccessAt} /> : <span className="text-muted">{t('webhook.never')}</span>) },
  ];
  return (
    <Frame
      title={t('webhook.title')}
      lead={t('webhook.lead')}
      actions={
        <Button tone="primary" icon="plus" onClick={() => setNew(true)}>
          {t('webhook.new')}
        </Button>
      }
    >
      {query.isPending ? <Skeleton lines={6} shape="rows" /> : null}
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && rows.length === 0 ? <Empty icon="api" title={t('webhook.none')} text={t('webhook.noneText')} /> : null}
      {rows.length > 0 ? <DataTable label={t('webhook.title')} columns={columns} rows={rows} rowKey={(row) => row.id} onEnd={() => query.hasNextPage && !query.isFetchingNextPage && void query.fetchNextPage()} /> : null}
      {isNew ? <WebhookForm onClose={() => setNew(false)} /> : null}
    </Frame>
  );
}

export function Page() {
  const may = useMay();
  // The server would refuse; this only says so at once.
  if (!may('MANAGE_WEBHOOKS')) return <Failure isPage error={new ApiError('FORBIDDEN', 'managing webhooks')} />;
  return <List />;
}
