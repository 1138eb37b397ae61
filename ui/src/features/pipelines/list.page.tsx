// Runs of outside pipelines and their tasks: who is late, how the days went, and
// the runs themselves by status, pipeline and day; older ones are read page by page.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../app/gql';
import { Button, Card, Empty, Failure, FilterInput, LinkButton, Page as Frame, Refusal, Select, Skeleton } from '../../kit';
import { fillDays, GRAINS, isActive, rangeOf, SPANS, STATUSES } from './model';
import { RunsChart } from './parts/runs-chart';
import { Late } from './parts/late';
import { PickPipeline } from './parts/pick-pipeline';
import { RunTable } from './parts/run-table';
import { pipelineDays, pipelineName, pipelineRuns } from './queries';
import type { PipelinesSearch } from './routes';

const route = getRouteApi('/shell/pipelines');
/** How often a list with a run at work is read again. */
const LIVE_MILLISECONDS = 10_000;

export function Page() {
  const { t } = useTranslation('pipelines');
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/pipelines' });
  // One moment for the whole visit, or each render would ask another question.
  const [now] = useState(() => new Date());
  const span = search.days ?? 30;
  const whose = {
    ...(search.pipeline && { pipeline: search.pipeline }),
    ...(search.asset && { asset: search.asset }),
    ...(search.grain && { grain: search.grain }),
    ...(search.status && { statuses: [...search.status] }),
    ...(search.run && { externalRunId: search.run }),
  };
  const days = useQuery(ask(pipelineDays, { filter: { ...whose, ...rangeOf(undefined, span, now) }, timezone: new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC' }));
  const filter = { ...whose, ...rangeOf(search.day, span, now) };
  const answer = useInfiniteQuery({
    queryKey: ['PipelineRuns', filter],
    queryFn: ({ pageParam, signal }) => gql(pipelineRuns, { filter, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.pipelineRuns.pageInfo.hasNextPage ? last.pipelineRuns.pageInfo.endCursor : null),
    refetchInterval: (query) => (query.state.data?.pages[0]?.pipelineRuns.nodes.some((run) => isActive(run.status)) ? LIVE_MILLISECONDS : false),
  });
  const rows = answer.data?.pages.flatMap((part) => part.pipelineRuns.nodes) ?? [];
  const isFiltered = Object.keys(whose).length > 0 || search.day !== undefined;
  const go = (next: PipelinesSearch) => void navigate({ search: (before) => ({ ...before, ...next }) });
  return (
    <Frame title={t('title')} lead={t('lead')}>
      <div className="flex flex-col gap-4">
        <Late />
        <Filters search={search} onSearch={go} />
        <Card title={t('chart.title')}>
          {days.isPending ? <Skeleton lines={4} /> : null}
          {days.isError ? <Refusal error={days.error} /> : null}
          {days.data ? <RunsChart days={fillDays(days.data.pipelineRunDays, span, now)} chosen={search.day} onChoose={(day) => go({ day })} /> : null}
        </Card>
        {answer.isPending ? <Skeleton shape="rows" lines={8} /> : null}
        {answer.isError && rows.length === 0 ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
        {answer.isSuccess && rows.length === 0 ? (
          <Empty icon="pipeline" title={t(isFiltered ? 'empty.filtered' : 'empty.title')} text={isFiltered ? undefined : t('empty.text')} action={isFiltered ? <LinkButton to="/pipelines">{t('empty.clear')}</LinkButton> : undefined} />
        ) : null}
        {rows.length > 0 ? <RunTable rows={rows} /> : null}
        {answer.hasNextPage ? (
          <div className="py-2 text-center">
            <Button isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
              {t('more')}
            </Button>
          </div>
        ) : null}
      </div>
    </Frame>
  );
}

function Filters({ search, onSearch }: { readonly search: PipelinesSearch; readonly onSearch: (next: PipelinesSearch) => void }) {
  const { t } = useTranslation('pipelines');
  const [run, setRun] = useState(search.run ?? '');
  return (
    <div className="flex flex-wrap items-center gap-3 text-13 text-muted">
      <Select
        label={t('filter.grain')}
        value={search.grain ?? ''}
        options={[{ value: '', label: t('filter.both') }, ...GRAINS.map((grain) => ({ value: grain, label: t(`grain.${grain}`) }))]}
        onChange={(grain) => onSearch({ grain: grain || undefined })}
        className="min-w-40"
      />
      <Select
        label={t('filter.status')}
        value={search.status?.[0] ?? ''}
        options={[{ value: '', label: t('filter.allStatuses') }, ...STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) }))]}
        onChange={(status) => onSearch({ status: status ? [status] : undefined })}
        className="min-w-40"
      />
      <Select label={t('filter.days')} value={String(search.days ?? 30)} options={SPANS.map((span) => ({ value: String(span), label: t('filter.lastDays', { count: span }) }))} onChange={(days) => onSearch({ days: Number(days), day: undefined })} className="min-w-36" />
      <PickPipeline onPick={(of) => onSearch({ pipeline: undefined, asset: undefined, ...of })} />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onSearch({ run: run.trim() || undefined });
        }}
      >
        <FilterInput
          label={t('filter.run')}
          value={run}
          onChange={(text) => {
            setRun(text);
            if (text === '') onSearch({ run: undefined });
          }}
          className="w-64"
        />
      </form>
      {search.pipeline ? <Only id={search.pipeline} onClear={() => onSearch({ pipeline: undefined })} /> : null}
      {search.asset ? <Only id={search.asset} onClear={() => onSearch({ asset: undefined })} /> : null}
      {search.day ? (
        <Button size="small" icon="close" onClick={() => onSearch({ day: undefined })}>
          {search.day}
        </Button>
      ) : null}
    </div>
  );
}

/** The pipeline or task that alone is shown; pressed, all are again. */
function Only({ id, onClear }: { readonly id: string; readonly onClear: () => void }) {
  const { t } = useTranslation('pipelines');
  const answer = useQuery(ask(pipelineName, { id }));
  return (
    <Button size="small" icon="close" onClick={onClear}>
      {t('filter.only', { name: answer.data?.asset?.displayName ?? '…' })}
    </Button>
  );
}
