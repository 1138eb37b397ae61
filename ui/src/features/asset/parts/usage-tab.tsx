// How an asset is used, as query logs and modules tell: by day, by whom, with what
// else, by which queries.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import type { AssetUsageQuery } from '../../../gql/types';
import { Ago, Card, Code, Empty, Failure, KindIcon, Select, Skeleton, TagChip, useFormat } from '../../../kit';
import { AssetUsageDoc } from '../queries';
import { FIRST_SPAN, type Span, SPANS } from '../usage';
import { UsageChart } from './usage-chart';
import { UsageTable } from './usage-table';

const route = getRouteApi('/shell/a/$id');

type Used = NonNullable<AssetUsageQuery['asset']>;
type Usage = Used['usage'];

export function UsageTab({ id }: { readonly id: string }) {
  const { t } = useTranslation('asset');
  const { days = FIRST_SPAN } = route.useSearch();
  const navigate = useNavigate({ from: '/a/$id' });
  const answer = useQuery({ ...ask(AssetUsageDoc, { id, days }), placeholderData: keepPreviousData });
  const choose = (span: Span) => void navigate({ replace: true, search: (before) => ({ ...before, days: span === FIRST_SPAN ? undefined : span }) });
  const used = answer.data?.asset;
  return (
    <div className="flex flex-col gap-4">
      <div>
        <Select label={t('usage.period')} value={String(days)} options={SPANS.map((span) => ({ value: String(span), label: t('usage.lastDays', { count: span }) }))} onChange={(value) => choose(SPANS.find((span) => String(span) === value) ?? FIRST_SPAN)} className="min-w-36" />
      </div>
      {answer.isPending ? <Skeleton lines={8} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {used ? (
        <>
          <Figures usage={used.usage} />
          {used.usage.queries === 0 ? (
            <Empty icon="chart" title={t('usage.none')} text={t('usage.noneText')} />
          ) : (
            <Card title={t('usage.chart')}>
              <UsageChart days={used.usage.days} />
            </Card>
          )}
          <div className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,420px),1fr))] items-start gap-4">
            <Users usage={used.usage} />
            <Joins joins={used.joins} />
          </div>
          <Queries usage={used.usage} />
        </>
      ) : null}
    </div>
  );
}

function Figures({ usage }: { readonly usage: Usage }) {
  const { t } = useTranslation('asset');
  const format = useFormat();
  const last = (at: string | null | undefined, by: string | null | undefined): ReactNode =>
    at ? (
      <>
        <Ago at={at} />
        {by ? <span className="block text-12 text-muted wrap-anywhere">{t('usage.by', { name: by })}</span> : null}
      </>
    ) : (
      <span className="text-muted">{t('usage.never')}</span>
    );
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('usage.queries'), format.number(usage.queries)],
    [t('usage.reads'), format.number(usage.reads)],
    [t('usage.writes'), format.number(usage.writes)],
    [t('usage.users'), format.number(usage.users)],
    [t('usage.time'), usage.totalTimeMs == null ? null : format.duration(usage.totalTimeMs)],
    [t('usage.lastRead'), last(usage.lastReadAt, usage.lastReadBy)],
    [t('usage.lastWritten'), last(usage.lastWrittenAt, usage.lastWrittenBy)],
  ];
  return (
    <Card title={t('usage.figures')}>
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(132px,1fr))] gap-x-6 gap-y-3">
        {facts.map(([label, value]) =>
          value === null ? null : (
            <div key={label}>
              <dt className="text-12 text-muted">{label}</dt>
              <dd className="text-14 font-medium tabular-nums">{value}</dd>
            </div>
          ),
        )}
      </dl>
    </Card>
  );
}

function Users({ usage }: { readonly usage: Usage }) {
  const { t } = useTranslation('asset');
  const format = useFormat();
  if (usage.topUsers.length === 0) return null;
  return (
    <UsageTable
      title={t('usage.topUsers')}
      columns={[{ title: t('usage.user') }, { title: t('usage.reads'), isNumber: true }, { title: t('usage.writes'), isNumber: true }, { title: t('usage.lastAt') }]}
      rows={usage.topUsers.map((user) => ({
        key: user.name ?? '',
        cells: [
          user.name ? <span key="name" className="font-medium wrap-anywhere">{user.name}</span> : <span key="name" className="text-muted">{t('usage.unnamed')}</span>,
          format.number(user.reads),
          format.number(user.writes),
          user.lastAt ? <Ago key="at" at={user.lastAt} /> : null,
        ],
      }))}
    />
  );
}

function Joins({ joins }: { readonly joins: Used['joins'] }) {
  const { t } = useTranslation('asset');
  const format = useFormat();
  if (joins.length === 0) return null;
  return (
    <UsageTable
      title={t('usage.joins')}
      columns={[{ title: t('usage.with') }, { title: t('usage.on') }, { title: t('usage.queries'), isNumber: true }]}
      rows={joins.map(({ column, otherColumn, otherTable, queries }) => ({
        key: `${column.id} ${otherColumn.id}`,
        cells: [
          <Link key="table" to="/a/$id" params={{ id: otherTable.id }} className="inline-flex items-center gap-1.5 font-mono font-medium wrap-anywhere hover:text-brand hover:underline">
            <KindIcon kind={otherTable.kind} />
            {otherTable.displayName}
          </Link>,
          <code key="on" className="font-mono text-12 wrap-anywhere text-muted">
            {t('usage.join', { own: column.displayName, other: otherColumn.displayName })}
          </code>,
          format.number(queries),
        ],
      }))}
    />
  );
}

function Queries({ usage }: { readonly usage: Usage }) {
  const { t } = useTranslation('asset');
  const format = useFormat();
  if (usage.topQueries.length === 0) return null;
  return (
    <Card title={t('usage.topQueries')} isFlush>
      <ol>
        {usage.topQueries.map((query) => (
          <li key={query.fingerprint} className="flex flex-col gap-1.5 border-b border-line px-4 py-3 last:border-b-0">
            <p className="flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-muted tabular-nums">
              <TagChip>{t(query.isWrite ? 'usage.isWrite' : 'usage.isRead')}</TagChip>
              <span className="font-semibold text-ink">{t('usage.ran', { count: query.queries, shown: format.number(query.queries) })}</span>
              {query.totalTimeMs == null ? null : <span>{t('usage.took', { duration: format.duration(query.totalTimeMs) })}</span>}
              {query.rows == null ? null : <span>{t('usage.rows', { count: query.rows, shown: format.compact(query.rows) })}</span>}
              <span>
                {t('usage.lastSeen')} <Ago at={query.lastSeenAt} />
              </span>
            </p>
            <Code text={query.sql} language="sql" />
          </li>
        ))}
      </ol>
    </Card>
  );
}
