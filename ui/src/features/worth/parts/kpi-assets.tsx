// The assets behind the number of a KPI: those that count, and those that should and do not.
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import type { KpiMetric } from '../../../gql/types';
import { Empty, Failure, Skeleton, Tabs, useFormat } from '../../../kit';
import { KpiAssetsDoc } from '../queries';
import { AssetRows, MoreRows } from './asset-rows';

const route = getRouteApi('/shell/kpis/$id');

export function useKpiAssets(id: string, missing: boolean, enabled = true) {
  return useInfiniteQuery({
    queryKey: ['KpiAssets', id, missing],
    queryFn: ({ pageParam, signal }) => gql(KpiAssetsDoc, { id, missing, after: pageParam }, signal),
    enabled,
    initialPageParam: null as string | null,
    getNextPageParam: ({ kpiAssets: { pageInfo } }) => (pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null),
  });
}

export function KpiAssets({ id, metric }: { readonly id: string; readonly metric: KpiMetric }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const isMissing = route.useSearch().show === 'missing';
  const navigate = useNavigate({ from: '/kpis/$id' });
  const [has, lacks] = [useKpiAssets(id, false), useKpiAssets(id, true)];
  const answer = isMissing ? lacks : has;
  const total = (one: typeof has) => (one.data?.pages[0] ? { count: format.number(one.data.pages[0].kpiAssets.total) } : {});
  const assets = answer.data?.pages.flatMap(({ kpiAssets }) => kpiAssets.nodes) ?? [];
  const label = t(isMissing ? 'behind.lack' : 'behind.has');
  return (
    <section aria-label={t('behind.title')} className="rounded-card border border-line bg-surface">
      <h2 className="px-4 pt-3 text-13 font-semibold">{t('behind.title')}</h2>
      <p className="px-4 text-12 text-muted">{t('behind.text', { metric: t(`metric.${metric}`) })}</p>
      <div className="px-1">
        <Tabs
          label={t('behind.title')}
          value={isMissing ? 'missing' : 'has'}
          tabs={[
            { id: 'has', label: t('behind.has'), ...total(has) },
            { id: 'missing', label: t('behind.lack'), ...total(lacks) },
          ]}
          onChange={(next) => void navigate({ search: next === 'missing' ? { show: 'missing' } : {}, replace: true })}
        >
          {answer.isPending ? <Skeleton lines={6} /> : null}
          {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
          {answer.isSuccess && assets.length === 0 ? <Empty icon="asset" title={t('behind.none')} /> : null}
          {assets.length > 0 ? <AssetRows label={label} assets={assets} /> : null}
          {answer.hasNextPage ? <MoreRows isBusy={answer.isFetchingNextPage} onMore={() => void answer.fetchNextPage()} /> : null}
        </Tabs>
      </div>
    </section>
  );
}
