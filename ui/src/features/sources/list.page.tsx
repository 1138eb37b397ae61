// All sources: how each is doing, when it was and will be read, what it holds.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { gql } from '../../app/gql';
import { runPage } from '../../app/places';
import { useMay } from '../../app/session';
import { Ago, Button, Empty, Failure, LinkButton, Page as Frame, RunChip, Skeleton, StateChip, useFormat } from '../../kit';
import type { SourceFactsFragment } from '../../gql/types';
import { countAssets, HEALTH_STATES } from './health';
import { SourceActions } from './parts/source-actions';
import { useCronText } from './parts/cron-fields';
import { sourceList } from './queries';

const LIVE_MILLISECONDS = 4_000;
const COLUMNS = ['name', 'health', 'assets', 'lastRun', 'nextRun', 'actions'] as const;

export function Page() {
  const { t, i18n } = useTranslation('sources');
  const may = useMay();
  const answer = useInfiniteQuery({
    queryKey: ['Sources'],
    queryFn: ({ pageParam, signal }) => gql(sourceList, { after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.sources.pageInfo.hasNextPage ? last.sources.pageInfo.endCursor : null),
    refetchInterval: (query) => (query.state.data?.pages.some((part) => part.sources.nodes.some((source) => source.health === 'RUNNING')) ? LIVE_MILLISECONDS : false),
  });
  const rows = answer.data?.pages.flatMap((part) => part.sources.nodes) ?? [];
  const titles = new Map(answer.data?.pages[0]?.connectors.map((connector) => [connector.name, i18n.language.startsWith('zh') ? connector.titleZh : connector.titleEn]));
  const add = may('MANAGE_SOURCES') ? (
    <LinkButton to="/sources/new" tone="primary" icon="plus">
      {t('new.action')}
    </LinkButton>
  ) : null;
  return (
    <Frame title={t('title')} lead={t('lead')} actions={rows.length > 0 ? add : null}>
      {answer.isPending ? <Skeleton shape="rows" lines={6} /> : null}
      {answer.isError && rows.length === 0 ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && rows.length === 0 ? <Empty icon="source" title={t('empty.title')} text={t(may('MANAGE_SOURCES') ? 'empty.text' : 'empty.ask')} action={add} /> : null}
      {rows.length > 0 ? (
        <div tabIndex={0} role="region" aria-label={t('title')} className="overflow-x-auto rounded-card border border-line bg-surface">
          <table className="w-full min-w-[860px] text-13">
            <thead>
              <tr className="border-b border-line bg-sunken">
                {COLUMNS.map((column) => (
                  <th key={column} scope="col" className={`h-9 px-3 text-12 font-semibold whitespace-nowrap text-muted ${column === 'assets' ? 'text-right' : 'text-left'}`}>
                    {column === 'actions' ? <span className="sr-only">{t('column.actions')}</span> : t(`column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((source) => (
                <SourceRow key={source.id} source={source} connector={titles.get(source.connector) ?? source.connector} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
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

function SourceRow({ source, connector }: { readonly source: SourceFactsFragment; readonly connector: string }) {
  const { t } = useTranslation('sources');
  const format = useFormat();
  const say = useCronText();
  const { lastRun, schedule } = source;
  return (
    <tr className="border-b border-line last:border-b-0 hover:bg-bg">
      <td className="px-3 py-2">
        <Link to="/sources/$id" params={{ id: source.id }} className="font-medium text-brand hover:underline">
          {source.name}
        </Link>
        <p className="text-12 text-muted">{connector}</p>
      </td>
      <td className="px-3">
        <StateChip state={HEALTH_STATES[source.health] ?? 'unknown'}>{t(`health.${source.health}`)}</StateChip>
      </td>
      <td className="px-3 text-right tabular-nums">{format.number(countAssets(source.assetCounts))}</td>
      <td className="px-3 py-2">
        {lastRun ? (
          <div className="flex flex-col items-start gap-0.5">
            <Link to={runPage(lastRun.id)} className="flex items-center gap-2 hover:underline">
              <RunChip status={lastRun.status} />
              <Ago at={lastRun.endedAt ?? lastRun.startedAt ?? lastRun.queuedAt} />
            </Link>
            {lastRun.status === 'FAILED' && lastRun.message ? <p className="line-clamp-2 max-w-90 text-12 text-bad">{lastRun.message}</p> : null}
            {lastRun.counts.held > 0 ? <p className="text-12 text-warn">{t('held', { count: lastRun.counts.held })}</p> : null}
          </div>
        ) : (
          <span className="text-muted">{t('never')}</span>
        )}
      </td>
      <td className="px-3">
        {source.nextRunAt && !source.isPaused ? (
          <span title={format.dateTime(source.nextRunAt)}>
            <Ago at={source.nextRunAt} />
          </span>
        ) : (
          <span className="text-muted">{t(source.isPaused ? 'health.PAUSED' : 'byHand')}</span>
        )}
        {schedule ? <p className="text-12 text-muted">{say(schedule.cron)}</p> : null}
      </td>
      <td className="px-2 text-right">
        <SourceActions source={source} isCompact />
      </td>
    </tr>
  );
}
