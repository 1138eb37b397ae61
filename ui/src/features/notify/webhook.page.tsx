// One webhook or chat: how it is doing, what it was sent, and sending again.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, ApiError, asApiError, gql } from '../../app/gql';
import { useMay } from '../../app/session';
import type { WebhookDeliveriesQuery, WebhookFieldsFragment } from '../../gql/types';
import { Ago, Button, Card, Confirm, DataTable, Empty, Failure, Page as Frame, Refusal, Select, Skeleton, StateChip, TextField, toast, useFormat } from '../../kit';
import type { Column } from '../../kit';
import { useServerLocale } from './inbox.page';
import { STATES, type DeliveryState } from './model';
import { SecretDialog } from './parts/secret-dialog';
import { WebhookForm } from './parts/webhook-form';
import { DeleteWebhookDoc, EventKindsDoc, ReplayWebhookDoc, ReplayWebhookFromDoc, RotateWebhookSecretDoc, SaveWebhookDoc, TestWebhookDoc, WebhookDeliveriesDoc, WebhookDoc } from './queries';
import { Health } from './webhooks.page';

const route = getRouteApi('/shell/admin/webhooks/$id');
const PAGE_SIZE = 100;
const LOOK = { WAITING: 'unknown', DELIVERED: 'good', DEAD: 'bad', WITHHELD: 'warn' } as const;

type Delivery = WebhookDeliveriesQuery['webhookDeliveries']['nodes'][number];

function useRefresh(): () => void {
  const client = useQueryClient();
  return () => {
    for (const key of ['Webhook', 'Webhooks', 'WebhookDeliveries']) void client.invalidateQueries({ queryKey: [key] });
  };
}

function Actions({ webhook }: { readonly webhook: WebhookFieldsFragment }) {
  const { t } = useTranslation('notify');
  const navigate = useNavigate();
  const refresh = useRefresh();
  const [isEdited, setEdited] = useState(false);
  const [isDeleted, setDeleted] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const refused = (error: unknown) => toast('bad', asApiError(error).message);
  const test = useMutation({
    mutationFn: () => gql(TestWebhookDoc, { id: webhook.id }),
    onSuccess: ({ testWebhook }) => toast(testWebhook.isDelivered ? 'good' : 'bad', testWebhook.isDelivered ? t('test.good', { status: testWebhook.status }) : t('test.bad', { note: testWebhook.note })),
    onError: refused,
  });
  const rotate = useMutation({ mutationFn: () => gql(RotateWebhookSecretDoc, { id: webhook.id }), onSuccess: ({ rotateWebhookSecret }) => setSecret(rotateWebhookSecret.secret ?? null), onError: refused, onSettled: refresh });
  const turn = useMutation({ mutationFn: () => gql(SaveWebhookDoc, { input: { id: webhook.id, isEnabled: !webhook.isEnabled } }), onSuccess: () => toast('good', t('saved')), onError: refused, onSettled: refresh });
  const remove = useMutation({
    mutationFn: () => gql(DeleteWebhookDoc, { id: webhook.id }),
    onSuccess() {
      refresh();
      toast('good', t('webhook.deleted'));
      void navigate({ to: '/admin/webhooks' });
    },
  });
  return (
    <>
      <Button icon="play" isBusy={test.isPending} onClick={() => test.mutate()}>
        {t('test.do')}
      </Button>
      <Button icon="edit" onClick={() => setEdited(true)}>
        {t('edit')}
      </Button>
      <Button icon={webhook.isEnabled ? 'pause' : 'play'} isBusy={turn.isPending} onClick={() => turn.mutate()}>
        {t(webhook.isEnabled ? 'webhook.turnOff' : 'webhook.turnOn')}
      </Button>
      {webhook.shape === 'CLOUD_EVENTS' ? (
        <Button icon="key" isBusy={rotate.isPending} onClick={() => rotate.mutate()}>
          {t('webhook.rotate')}
        </Button>
      ) : null}
      <Button tone="danger" icon="trash" onClick={() => setDeleted(true)}>
        {t('delete')}
      </Button>
      {isEdited ? <WebhookForm webhook={webhook} onClose={() => setEdited(false)} /> : null}
      {secret ? <SecretDialog secret={secret} onClose={() => setSecret(null)} /> : null}
      <Confirm isOpen={isDeleted} onClose={() => setDeleted(false)} title={t('webhook.ask', { name: webhook.name })} text={t('webhook.askText')} action={t('delete')} isBusy={remove.isPending} error={<Refusal error={remove.error} />} onConfirm={() => remove.mutate()} />
    </>
  );
}

function Facts({ webhook }: { readonly webhook: WebhookFieldsFragment }) {
  const { t } = useTranslation('notify');
  const locale = useServerLocale();
  const titles = useQuery(ask(EventKindsDoc, { locale })).data?.eventKinds ?? [];
  const kinds = webhook.kinds.map((kind) => titles.find((one) => one.kind === kind)?.title ?? kind);
  const facts: [string, React.ReactNode][] = [
    [t('webhook.state'), <Health key="state" webhook={webhook} />],
    [t('webhook.shape'), t(`shape.${webhook.shape}`)],
    [t('webhook.url'), <code key="url" className="font-mono text-12">{webhook.url}</code>],
    [t('webhook.reader'), webhook.reader ? webhook.reader.displayName : t('webhook.gone')],
    [t('webhook.owner'), webhook.owner?.displayName ?? '–'],
    [t('webhook.kinds'), kinds.length > 0 ? kinds.join(t('separator')) : t('webhook.allKinds')],
    [t('webhook.position'), webhook.position],
  ];
  return (
    <Card className="mb-4">
      <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-2 text-13">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="min-w-0 wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      {webhook.trouble ? <p className="mt-3 text-13 text-bad">{webhook.trouble}</p> : null}
      {webhook.oldSecretUntil ? (
        <p className="mt-3 text-13 text-muted">
          {t('webhook.oldSecret')} <Ago at={webhook.oldSecretUntil} />
        </p>
      ) : null}
    </Card>
  );
}

function ReplayFrom({ webhook }: { readonly webhook: WebhookFieldsFragment }) {
  const { t } = useTranslation('notify');
  const refresh = useRefresh();
  const [text, setText] = useState('');
  const position = /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : null;
  const replay = useMutation({
    mutationFn: (from: number) => gql(ReplayWebhookFromDoc, { id: webhook.id, position: from }),
    onSuccess: () => toast('good', t('replay.begun')),
    onSettled: refresh,
  });
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (position !== null) replay.mutate(position);
      }}
    >
      <TextField label={t('replay.from')} error={replay.error?.message} value={text} onChange={setText} inputMode="numeric" className="w-44" />
      <Button type="submit" isBusy={replay.isPending} disabled={position === null}>
        {t('replay.do')}
      </Button>
    </form>
  );
}

function Deliveries({ webhook }: { readonly webhook: WebhookFieldsFragment }) {
  const { t } = useTranslation('notify');
  const format = useFormat();
  const { state } = route.useSearch();
  const navigate = useNavigate({ from: '/admin/webhooks/$id' });
  const refresh = useRefresh();
  const locale = useServerLocale();
  const titles = useQuery(ask(EventKindsDoc, { locale })).data?.eventKinds ?? [];
  const query = useInfiniteQuery({
    queryKey: ['WebhookDeliveries', webhook.id, state],
    queryFn: ({ pageParam, signal }) => gql(WebhookDeliveriesDoc, { id: webhook.id, state: state ?? null, first: PAGE_SIZE, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.webhookDeliveries.pageInfo.hasNextPage ? (last.webhookDeliveries.pageInfo.endCursor ?? null) : null),
  });
  const again = useMutation({
    mutationFn: (number: number) => gql(ReplayWebhookDoc, { id: webhook.id, number }),
    onSuccess: () => toast('good', t('replay.begun')),
    onError: (error) => toast('bad', asApiError(error).message),
    onSettled: refresh,
  });
  const rows = query.data?.pages.flatMap((page) => page.webhookDeliveries.nodes) ?? [];
  const columns: Column<Delivery>[] = [
    { id: 'number', title: t('delivery.number'), width: '90px', align: 'right', cell: (row) => <span className="tabular-nums">{row.number}</span> },
    { id: 'kind', title: t('delivery.kind'), width: 'minmax(140px, 1fr)', cell: (row) => <span className="truncate">{row.kind ? (titles.find((one) => one.kind === row.kind)?.title ?? row.kind) : t('delivery.forgotten')}</span> },
    { id: 'state', title: t('webhook.state'), width: '130px', cell: (row) => <StateChip state={LOOK[row.state]}>{t(`delivery.${row.state}`)}</StateChip> },
    { id: 'at', title: t('delivery.at'), width: '140px', cell: (row) => <Ago at={row.doneAt ?? row.nextAt ?? row.queuedAt} /> },
    { id: 'attempts', title: t('delivery.attempts'), width: '90px', align: 'right', cell: (row) => row.attempts },
    {
      id: 'note',
      title: t('delivery.note'),
      width: 'minmax(160px, 2fr)',
      cell: (row) => (
        <span className="truncate text-muted" title={row.note ?? undefined}>
          {row.note ?? (row.status ? `${row.status}${row.milliseconds === null ? '' : ` · ${format.number(Math.round(row.milliseconds ?? 0))} ms`}` : '–')}
        </span>
      ),
    },
    {
      id: 'again',
      title: t('delivery.actions'),
      width: '130px',
      align: 'right',
      cell: (row) =>
        row.state === 'WAITING' || row.kind === null ? null : (
          <Button size="small" tone="quiet" onClick={() => again.mutate(row.number)}>
            {t('replay.one')}
          </Button>
        ),
    },
  ];
  const choices = [{ value: 'ALL', label: t('delivery.all') }, ...STATES.map((value) => ({ value, label: t(`delivery.${value}`) }))] as const;
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end justify-between gap-3">
        <Select<DeliveryState | 'ALL'> label={t('webhook.state')} value={state ?? 'ALL'} options={choices} onChange={(value) => void navigate({ search: value === 'ALL' ? {} : { state: value }, replace: true })} />
        <ReplayFrom webhook={webhook} />
      </div>
      {query.isPending ? <Skeleton lines={6} shape="rows" /> : null}
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && rows.length === 0 ? <Empty icon="api" title={t('delivery.none')} /> : null}
      {rows.length > 0 ? <DataTable label={t('delivery.title')} columns={columns} rows={rows} rowKey={(row) => String(row.number)} onEnd={() => query.hasNextPage && !query.isFetchingNextPage && void query.fetchNextPage()} /> : null}
    </>
  );
}

function One() {
  const { t } = useTranslation('notify');
  const { id } = route.useParams();
  const query = useQuery(ask(WebhookDoc, { id }));
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.isError) return <Failure isPage error={query.error} onRetry={() => void query.refetch()} />;
  const webhook = query.data.webhook;
  return (
    <Frame title={webhook.name} lead={t('webhook.oneLead')} actions={<Actions webhook={webhook} />}>
      <Facts webhook={webhook} />
      <h2 className="mb-2 text-16 font-semibold">{t('delivery.title')}</h2>
      <Deliveries webhook={webhook} />
    </Frame>
  );
}

export function Page() {
  const may = useMay();
  if (!may('MANAGE_WEBHOOKS')) return <Failure isPage error={new ApiError('FORBIDDEN', 'managing webhooks')} />;
  return <One />;
}
