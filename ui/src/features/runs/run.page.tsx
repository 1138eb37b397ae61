// One run, live while it works: progress, counters, log; and at its end what it
// changed, what it holds back, and the way back.
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { sourcePage } from '../../app/places';
import { Ago, Card, Failure, Icon, Page as Frame, RunChip, Skeleton, useFormat } from '../../kit';
import type { RunDetailQuery } from '../../gql/types';
import { useLog, useRun } from './live';
import { durationOf, isActive } from './model';
import { useNow } from './now';
import { Actions } from './parts/actions';
import { Changes } from './parts/changes';
import { Counters } from './parts/counters';
import { Held } from './parts/held';
import { Log } from './parts/log';

const route = getRouteApi('/shell/runs/$id');

export function Page() {
  const { t } = useTranslation('runs');
  const { id } = route.useParams();
  const { answer, run } = useRun(id);
  const log = useLog(id, run === null ? null : `${run.status}${answer.dataUpdatedAt}`);
  if (answer.isPending) {
    return (
      <Frame title={t('run.title')}>
        <Skeleton lines={8} />
      </Frame>
    );
  }
  if (answer.isError && run === null) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  if (run === null) {
    return (
      <Frame title={t('run.missing')} lead={t('run.missingText')}>
        {null}
      </Frame>
    );
  }
  return (
    <Frame title={t('run.titleOf', { name: run.source?.name ?? run.job })} actions={<Actions run={run} />}>
      <div className="flex flex-col gap-4">
        <Head run={run} />
        {run.source ? <Counters counts={run.counts} /> : null}
        {run.hold ? <Held hold={run.hold} /> : null}
        {run.errors.length > 0 ? <Errors errors={run.errors} /> : null}
        {isActive(run.status) || !run.source ? null : <Changes run={run} />}
        <Log lines={log.lines} error={log.error} isLive={isActive(run.status)} />
      </div>
    </Frame>
  );
}

type Run = NonNullable<RunDetailQuery['run']>;

function Head({ run }: { readonly run: Run }) {
  const { t } = useTranslation('runs');
  const format = useFormat();
  const took = durationOf(run, useNow(isActive(run.status)));
  const isWorking = run.status === 'RUNNING';
  return (
    <section aria-label={t('run.state')} className="rounded-card border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-13">
        <RunChip status={run.status} />
        {run.phase && isActive(run.status) ? <span className="font-medium">{run.phase}</span> : null}
        <span className="text-muted">{t(`trigger.${run.trigger}`)}</span>
        <span className="text-muted">{t('run.by', { name: run.actor })}</span>
        {run.startedAt ? (
          <span className="text-muted">
            {t('run.started')} <Ago at={run.startedAt} />
          </span>
        ) : null}
        {took !== null ? <span className="text-muted tabular-nums">{t('run.took', { duration: format.duration(took) })}</span> : null}
        {run.attempt > 1 ? <span className="text-muted">{t('run.attempt', { count: run.attempt })}</span> : null}
        {run.source ? (
          <Link to={sourcePage(run.source.id)} className="inline-flex items-center gap-1 text-brand hover:underline">
            <Icon name="source" size={13} />
            {run.source.name}
          </Link>
        ) : null}
      </div>
      {isWorking ? <Progress value={run.progress ?? null} label={run.phase ?? t('run.state')} /> : null}
      {run.message ? (
        <p role={run.status === 'FAILED' ? 'alert' : undefined} className={run.status === 'FAILED' ? 'mt-2 text-13 wrap-anywhere text-bad' : 'mt-2 text-13 wrap-anywhere'}>
          {run.message}
        </p>
      ) : null}
    </section>
  );
}

/** A bar; where the end is not known it only shows that there is work. */
function Progress({ value, label }: { readonly value: number | null; readonly label: string }) {
  const share = value === null ? null : Math.max(0, Math.min(1, value));
  return (
    <div role="progressbar" aria-label={label} aria-valuemin={0} aria-valuemax={100} aria-valuenow={share === null ? undefined : Math.round(share * 100)} className="mt-3 h-1.5 overflow-hidden rounded-chip bg-sunken">
      <div className={share === null ? 'h-full w-1/3 animate-pulse rounded-chip bg-brand' : 'h-full rounded-chip bg-brand transition-[width] duration-200'} style={share === null ? undefined : { width: `${share * 100}%` }} />
    </div>
  );
}

function Errors({ errors }: { readonly errors: Run['errors'] }) {
  const { t } = useTranslation('runs');
  return (
    <Card title={t('errors.title', { count: errors.length })} isFlush>
      <ul className="max-h-72 overflow-y-auto">
        {errors.map((error) => (
          <li key={`${error.scope} ${error.message}`} className="border-b border-line px-4 py-2 text-13 last:border-b-0">
            <code className="font-mono font-medium">{error.scope}</code>
            <p className="wrap-anywhere text-bad">{error.message}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}
