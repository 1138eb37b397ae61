// All runs, newest first, by source and status; older ones are read page by page.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../app/gql';
import { SOURCES } from '../../app/places';
import { Ago, Button, cx, Empty, Failure, LinkButton, Page as Frame, RunChip, Select, Skeleton, useFormat } from '../../kit';
import type { RunFactsFragment } from '../../gql/types';
import { durationOf, isActive, type Status, STATUSES } from './model';
import { useNow } from './now';
import { runList, runSources } from './queries';

const route = getRouteApi('/shell/runs');
/** How often a list with a working run is read again. */
const LIVE_MILLISECONDS = 4_000;

export function Page() {
  const { t } = useTranslation('runs');
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/runs' });
  const sources = useQuery(ask(runSources, {}));
  const filter = { ...(search.source && { source: search.source }), ...(search.status && { statuses: [...search.status] }) };
  const answer = useInfiniteQuery({
    queryKey: ['Runs', filter],
    queryFn: ({ pageParam, signal }) => gql(runList, { filter, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.runs.pageInfo.hasNextPage ? last.runs.pageInfo.endCursor : null),
    refetchInterval: (query) => (query.state.data?.pages[0]?.runs.nodes.some((run) => isActive(run.status)) ? LIVE_MILLISECONDS : false),
  });
  const rows = answer.data?.pages.flatMap((part) => part.runs.nodes) ?? [];
  const isFiltered = search.source !== undefined || search.status !== undefined;
  return (
    <Frame title={t('title')} lead={t('lead')}>
      <div className="mb-3 flex flex-wrap gap-3">
        <Choice
          label={t('filter.source')}
          value={search.source ?? ''}
          options={[{ value: '', label: t('filter.allSources') }, ...(sources.data?.sources.nodes.map((source) => ({ value: source.id, label: source.name })) ?? [])]}
          onChange={(source) => void navigate({ search: (before) => ({ ...before, source: source || undefined }) })}
        />
        <Choice
          label={t('filter.status')}
          value={search.status?.[0] ?? ''}
          options={[{ value: '', label: t('filter.allStatuses') }, ...STATUSES.map((status) => ({ value: status, label: t(`kit:run.${status}`) }))]}
          onChange={(status) => void navigate({ search: (before) => ({ ...before, status: status ? [status as Status] : undefined }) })}
        />
      </div>
      {answer.isPending ? <Skeleton shape="rows" lines={8} /> : null}
      {answer.isError && rows.length === 0 ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && rows.length === 0 ? (
        <Empty icon="activity" title={t(isFiltered ? 'empty.filtered' : 'empty.title')} text={isFiltered ? undefined : t('empty.text')} action={isFiltered ? <LinkButton to="/runs">{t('empty.clear')}</LinkButton> : <LinkButton to={SOURCES}>{t('empty.action')}</LinkButton>} />
      ) : null}
      {rows.length > 0 ? <RunTable rows={rows} /> : null}
      {answer.hasNextPage ? (
        <div className="py-4 text-center">
          <Button isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </Frame>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <div className="flex items-center gap-2 text-13 text-muted">
      <span aria-hidden>{label}</span>
      <Select label={label} value={value} options={options} onChange={onChange} className="min-w-44" />
    </div>
  );
}

const COLUMNS = ['status', 'source', 'started', 'duration', 'changes', 'trigger', 'actor', 'message'] as const;

function RunTable({ rows }: { readonly rows: readonly RunFactsFragment[] }) {
  const { t } = useTranslation('runs');
  return (
    <div tabIndex={0} role="region" aria-label={t('title')} className="overflow-x-auto rounded-card border border-line bg-surface">
      <table className="w-full min-w-[1000px] text-13">
        <thead>
          <tr className="border-b border-line bg-sunken">
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={cx('h-9 px-3 text-12 font-semibold whitespace-nowrap text-muted', column === 'duration' ? 'text-right' : 'text-left')}>
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((run) => (
            <RunRow key={run.id} run={run} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RunRow({ run }: { readonly run: RunFactsFragment }) {
  const { t } = useTranslation('runs');
  const format = useFormat();
  const now = useNow(isActive(run.status));
  const took = durationOf(run, now);
  return (
    <tr className="h-(--row) border-b border-line last:border-b-0 hover:bg-bg">
      <td className="px-3">
        <RunChip status={run.status} />
      </td>
      <td className="px-3">
        <Link to="/runs/$id" params={{ id: run.id }} className="font-medium text-brand hover:underline">
          {run.source?.name ?? run.job}
        </Link>
      </td>
      <td className="px-3">
        <Ago at={run.startedAt ?? run.queuedAt} />
      </td>
      <td className="px-3 text-right whitespace-nowrap tabular-nums">{took === null ? '' : format.duration(took)}</td>
      <td className="px-3">
        <Changes counts={run.counts} />
      </td>
      <td className="px-3 whitespace-nowrap">{t(`trigger.${run.trigger}`)}</td>
      <td className="px-3">{run.actor}</td>
      <td className="max-w-80 truncate px-3 text-muted" title={run.message ?? undefined}>
        {run.message}
      </td>
    </tr>
  );
}

function Changes({ counts }: { readonly counts: RunFactsFragment['counts'] }) {
  const { t } = useTranslation('runs');
  const format = useFormat();
  if (counts.added + counts.changed + counts.removed === 0) return <span className="text-muted">{t('unchanged')}</span>;
  return (
    <span className="flex gap-2 tabular-nums" title={t('changesTitle', { added: counts.added, changed: counts.changed, removed: counts.removed })}>
      <span className="text-good">{`+${format.compact(counts.added)}`}</span>
      <span className="text-warn">{`~${format.compact(counts.changed)}`}</span>
      <span className="text-bad">{`−${format.compact(counts.removed)}`}</span>
    </span>
  );
}
