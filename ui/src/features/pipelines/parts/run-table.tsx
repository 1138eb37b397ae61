// Runs as a table, each leading to its own page.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Ago, cx, KindIcon, useFormat } from '../../../kit';
import type { PipelineRunFactsFragment } from '../../../gql/types';
import { StatusChip } from './status-chip';

const COLUMNS = ['status', 'what', 'run', 'began', 'duration', 'records', 'trigger', 'reason'] as const;

export function RunTable({ rows }: { readonly rows: readonly PipelineRunFactsFragment[] }) {
  const { t } = useTranslation('pipelines');
  return (
    <div tabIndex={0} role="region" aria-label={t('runs')} className="overflow-x-auto rounded-card border border-line bg-surface">
      <table className="w-full min-w-[1040px] text-13">
        <caption className="sr-only">{t('runs')}</caption>
        <thead>
          <tr className="border-b border-line bg-sunken">
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={cx('h-9 px-3 text-12 font-semibold whitespace-nowrap text-muted', column === 'duration' || column === 'records' ? 'text-right' : 'text-left')}>
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((run) => (
            <Row key={run.id} run={run} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ run }: { readonly run: PipelineRunFactsFragment }) {
  const { t } = useTranslation('pipelines');
  const format = useFormat();
  const isTask = run.pipeline != null && run.asset != null && run.pipeline.id !== run.asset.id;
  return (
    <tr className="h-(--row) border-b border-line last:border-b-0 hover:bg-bg">
      <td className="px-3">
        <StatusChip status={run.status} withErrors={run.withErrors} />
      </td>
      <td className="max-w-72 px-3">
        <span className="flex items-center gap-1.5">
          {run.asset ? <KindIcon kind={run.asset.kind} /> : null}
          {run.asset ? (
            <Link from="/pipelines" to="/pipelines" search={(before) => ({ ...before, ...(run.asset?.kind === 'PIPELINE' ? { pipeline: run.asset.id } : { asset: run.asset?.id }) })} title={t('filter.only', { name: run.asset.displayName })} className="truncate font-medium hover:text-brand hover:underline">
              {run.asset.displayName}
            </Link>
          ) : (
            <span className="truncate font-medium">{t('hidden')}</span>
          )}
          {isTask ? <span className="truncate text-12 text-muted">{t('of', { name: run.pipeline?.displayName ?? '' })}</span> : null}
        </span>
      </td>
      <td className="max-w-56 px-3">
        <Link to="/pipelines/runs/$id" params={{ id: run.id }} className="block truncate font-mono text-12 text-brand hover:underline">
          {run.externalRunId}
        </Link>
      </td>
      <td className="px-3 whitespace-nowrap">
        <Ago at={run.startedAt ?? run.at} />
      </td>
      <td className="px-3 text-right whitespace-nowrap tabular-nums">{run.durationSeconds == null ? '' : format.duration(run.durationSeconds * 1000)}</td>
      <td className="px-3 text-right whitespace-nowrap tabular-nums">{run.recordsWritten == null ? '' : format.compact(run.recordsWritten)}</td>
      <td className="px-3 whitespace-nowrap">{run.trigger ? t(`trigger.${run.trigger}`) : ''}</td>
      <td className="max-w-80 truncate px-3 text-muted" title={run.errorReason ?? undefined}>
        {run.errorReason}
      </td>
    </tr>
  );
}
