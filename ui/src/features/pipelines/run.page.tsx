// One run of an outside pipeline or task: what came of it, how much it moved, and
// what is kept of its log.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/gql';
import { assetPage } from '../../app/places';
import { Ago, Card, Failure, LinkButton, Page as Frame, Skeleton, useFormat } from '../../kit';
import type { PipelineRunDetailQuery } from '../../gql/types';
import { facetLines, isActive } from './model';
import { Events } from './parts/events';
import { Log } from './parts/log';
import { StatusChip } from './parts/status-chip';
import { pipelineRun } from './queries';

const route = getRouteApi('/shell/pipelines/runs/$id');
const LIVE_MILLISECONDS = 5_000;

type Run = NonNullable<PipelineRunDetailQuery['pipelineRun']>;

export function Page() {
  const { t } = useTranslation('pipelines');
  const { id } = route.useParams();
  const answer = useQuery({ ...ask(pipelineRun, { id }), refetchInterval: (query) => (isActive(query.state.data?.pipelineRun?.status ?? '') ? LIVE_MILLISECONDS : false) });
  if (answer.isPending) {
    return (
      <Frame title={t('run.title')}>
        <Skeleton lines={8} />
      </Frame>
    );
  }
  if (answer.isError) return <Failure isPage error={answer.error} onRetry={() => void answer.refetch()} />;
  const run = answer.data.pipelineRun;
  if (!run) {
    return (
      <Frame title={t('run.missing')} lead={t('run.missingText')}>
        <LinkButton to="/pipelines">{t('run.all')}</LinkButton>
      </Frame>
    );
  }
  const title = run.asset ? t('run.titleOf', { name: run.asset.displayName }) : t('run.title');
  return (
    <Frame title={title} lead={<span className="font-mono">{run.externalRunId}</span>} actions={<Actions run={run} />}>
      <div className="flex flex-col gap-4">
        <Head run={run} />
        <Figures run={run} />
        <Log log={run.log ?? null} />
        <Facets facets={run.facets} />
        <Events run={run.id} />
      </div>
    </Frame>
  );
}

function Actions({ run }: { readonly run: Run }) {
  const { t } = useTranslation('pipelines');
  return (
    <>
      {run.pipeline ? (
        <LinkButton to="/pipelines" search={{ pipeline: run.pipeline.id }} icon="rows">
          {t('run.ofPipeline')}
        </LinkButton>
      ) : null}
      {run.asset ? (
        <LinkButton to={assetPage(run.asset.id)} icon="right">
          {t('run.asset')}
        </LinkButton>
      ) : null}
    </>
  );
}

function Head({ run }: { readonly run: Run }) {
  const { t } = useTranslation('pipelines');
  const format = useFormat();
  return (
    <section aria-label={t('run.state')} className="rounded-card border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-13">
        <StatusChip status={run.status} withErrors={run.withErrors} />
        {run.trigger ? <span className="text-muted">{t(`trigger.${run.trigger}`)}</span> : null}
        {run.startedAt ? (
          <span className="text-muted">
            {t('run.began')} <Ago at={run.startedAt} />
          </span>
        ) : null}
        {run.durationSeconds == null ? null : <span className="text-muted tabular-nums">{t('run.took', { duration: format.duration(run.durationSeconds * 1000) })}</span>}
        {run.attempt != null && run.attempt > 1 ? <span className="text-muted">{t('run.attempt', { count: run.attempt })}</span> : null}
      </div>
      {run.errorReason ? (
        <p role="alert" className="mt-2 text-13 wrap-anywhere whitespace-pre-wrap text-bad">
          {run.errorReason}
        </p>
      ) : null}
    </section>
  );
}

function Figures({ run }: { readonly run: Run }) {
  const { t } = useTranslation('pipelines');
  const format = useFormat();
  const number = (value: number | null | undefined): string | null => (value == null ? null : format.number(value));
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('figure.read'), number(run.recordsRead)],
    [t('figure.written'), number(run.recordsWritten)],
    [t('figure.failed'), number(run.recordsFailed)],
    [t('figure.perSecond'), run.recordsPerSecond == null ? null : format.compact(run.recordsPerSecond)],
    [t('figure.bytes'), run.bytes == null ? null : format.bytes(run.bytes)],
    [t('figure.bytesPerSecond'), run.bytesPerSecond == null ? null : format.bytes(run.bytesPerSecond)],
    [t('figure.scheduled'), run.scheduledAt ? format.dateTime(run.scheduledAt) : null],
    [t('figure.began'), run.startedAt ? format.dateTime(run.startedAt) : null],
    [t('figure.ended'), run.endedAt ? format.dateTime(run.endedAt) : null],
    [t('figure.pipeline'), run.pipeline && run.pipeline.id !== run.asset?.id ? <Link key="p" to={assetPage(run.pipeline.id)} className="text-brand hover:underline">{run.pipeline.displayName}</Link> : null],
    [t('figure.parent'), run.parentRunId ? <Link key="r" to="/pipelines" search={{ run: run.parentRunId, days: 90 }} className="font-mono text-12 text-brand hover:underline">{run.parentRunId}</Link> : null],
    [t('figure.reporter'), run.reporter],
  ];
  return (
    <Card title={t('figure.title')}>
      <dl className="grid grid-cols-[repeat(auto-fill,minmax(220px,1fr))] gap-x-6 gap-y-3">
        {facts.map(([label, value]) =>
          value === null ? null : (
            <div key={label}>
              <dt className="text-12 text-muted">{label}</dt>
              <dd className="text-14 wrap-anywhere tabular-nums">{value}</dd>
            </div>
          ),
        )}
      </dl>
    </Card>
  );
}

function Facets({ facets }: { readonly facets: unknown }) {
  const { t } = useTranslation('pipelines');
  const lines = facetLines(facets);
  if (lines.length === 0) return null;
  return (
    <Card title={t('facets')}>
      <dl className="grid grid-cols-[minmax(120px,auto)_1fr] gap-x-6 gap-y-1.5 text-13">
        {lines.map(({ name, value }) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="font-mono text-12 wrap-anywhere whitespace-pre-wrap">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
