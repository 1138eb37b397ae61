// One source: its health, schedule and configuration, what it holds, its last runs.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiError, ask } from '../../app/gql';
import { runPage, SEARCH } from '../../app/places';
import { Ago, asObject, Card, Failure, fieldsOf, isSet, KindChip, LinkButton, Page as Frame, RunChip, Skeleton, StateChip, useFormat } from '../../kit';
import type { SourceDetailQuery } from '../../gql/types';
import { HEALTH_STATES } from './health';
import { useCronText } from './parts/cron-fields';
import { SourceActions } from './parts/source-actions';
import { sourceDetail } from './queries';

const route = getRouteApi('/shell/sources/$id');
const LIVE_MILLISECONDS = 4_000;

export function Page() {
  const { t, i18n } = useTranslation('sources');
  const { id } = route.useParams();
  const answer = useQuery({ ...ask(sourceDetail, { id }), refetchInterval: (query) => (query.state.data?.source?.health === 'RUNNING' ? LIVE_MILLISECONDS : false) });
  if (answer.isPending) return <Skeleton lines={8} />;
  if (answer.isError) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  const { source, connectors } = answer.data;
  if (!source) return <Failure error={new ApiError('NOT_FOUND', '')} />;
  const connector = connectors.find(({ name }) => name === source.connector);
  const title = connector ? (i18n.language.startsWith('zh') ? connector.titleZh : connector.titleEn) : source.connector;
  return (
    <Frame title={source.name} lead={title} actions={<SourceActions source={source} />}>
      <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] items-start gap-4 max-lg:grid-cols-1">
        <div className="flex flex-col gap-4">
          <State source={source} />
          <Runs source={source} />
        </div>
        <div className="flex flex-col gap-4">
          <Holds source={source} />
          <Card title={t('detail.config')}>
            <Config config={source.config} schema={connector?.configSchema} />
          </Card>
        </div>
      </div>
    </Frame>
  );
}

type Source = NonNullable<SourceDetailQuery['source']>;

function Facts({ rows }: { readonly rows: readonly (readonly [string, React.ReactNode])[] }) {
  return (
    <dl className="grid grid-cols-[minmax(100px,auto)_1fr] gap-x-4 gap-y-2 text-13">
      {rows.map(([label, value]) =>
        value === null || value === undefined || value === '' ? null : (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="min-w-0 wrap-anywhere">{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}

function State({ source }: { readonly source: Source }) {
  const { t } = useTranslation('sources');
  const format = useFormat();
  const say = useCronText();
  const { schedule } = source;
  return (
    <Card title={t('detail.state')} action={<StateChip state={HEALTH_STATES[source.health] ?? 'unknown'}>{t(`health.${source.health}`)}</StateChip>}>
      <Facts
        rows={[
          [t('detail.schedule'), schedule ? `${say(schedule.cron)} (${schedule.timezone})` : t('byHand')],
          [t('column.nextRun'), source.nextRunAt && !source.isPaused ? format.dateTime(source.nextRunAt) : null],
          [t('schedule.overlap'), schedule ? t(`schedule.overlaps.${schedule.overlap}`) : null],
          [t('schedule.missed'), schedule ? t(`schedule.misses.${schedule.missed}`) : null],
          [t('detail.created'), format.dateTime(source.createdAt)],
          [t('detail.updated'), format.dateTime(source.updatedAt)],
        ]}
      />
      {source.lastRun?.status === 'FAILED' && source.lastRun.message ? <p className="mt-3 rounded-control bg-bad-soft px-3 py-2 text-13 wrap-anywhere text-bad">{source.lastRun.message}</p> : null}
    </Card>
  );
}

function Runs({ source }: { readonly source: Source }) {
  const { t } = useTranslation('sources');
  return (
    <Card
      title={t('detail.runs')}
      isFlush
      action={
        <Link to={'/runs'} search={{ source: source.id }} className="text-13 text-brand hover:underline">
          {t('detail.allRuns')}
        </Link>
      }
    >
      {source.runs.nodes.length === 0 ? <p className="p-4 text-13 text-muted">{t('never')}</p> : null}
      <ul>
        {source.runs.nodes.map((run) => (
          <li key={run.id} className="border-b border-line last:border-b-0">
            <Link to={runPage(run.id)} className="flex min-h-(--row) flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1 text-13 hover:bg-bg">
              <RunChip status={run.status} />
              <Ago at={run.startedAt ?? run.queuedAt} />
              <span className="tabular-nums text-muted">{t('detail.changes', { added: run.counts.added, changed: run.counts.changed, removed: run.counts.removed })}</span>
              <span className="min-w-0 flex-1 truncate text-12 text-muted">{run.message}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Holds({ source }: { readonly source: Source }) {
  const { t } = useTranslation('sources');
  const format = useFormat();
  return (
    <Card title={t('detail.assets')}>
      {source.assetCounts.length === 0 ? (
        <p className="text-13 text-muted">{t('detail.noAssets')}</p>
      ) : (
        <ul className="flex flex-col gap-1.5">
          {source.assetCounts.map(({ kind, count }) => (
            <li key={kind} className="flex items-center justify-between text-13">
              <KindChip kind={kind} />
              <span className="tabular-nums">{format.number(count)}</span>
            </li>
          ))}
        </ul>
      )}
      <div className="mt-3">
        <LinkButton to={SEARCH} search={{ source: [source.id] } as never} icon="search">
          {t('detail.search')}
        </LinkButton>
      </div>
    </Card>
  );
}

/** The configuration as stored; of a secret only that there is one. */
function Config({ config, schema }: { readonly config: unknown; readonly schema: unknown }) {
  const { t, i18n } = useTranslation('sources');
  const stored = asObject(config);
  const fields = fieldsOf(schema, i18n.language);
  const shown = (value: unknown): React.ReactNode => {
    if (isSet(value)) return <StateChip state="good">{t('kit:form.secretSet')}</StateChip>;
    if (Array.isArray(value)) return value.length === 0 ? null : <code className="font-mono text-12">{value.join(', ')}</code>;
    if (typeof value === 'boolean') return t(value ? 'yes' : 'no');
    return value === null || value === undefined ? null : <code className="font-mono text-12">{typeof value === 'string' ? value : JSON.stringify(value)}</code>;
  };
  return <Facts rows={fields.map((field) => [field.title, field.kind === 'choice' ? (field.choices.find((choice) => choice.value === stored[field.name])?.label ?? null) : shown(stored[field.name])] as const)} />;
}
