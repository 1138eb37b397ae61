// The assets behind one part of a score: those that lack something of it, and those that have all of it.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import type { HealthPart } from '../../../gql/types';
import { Empty, Failure, IconButton, Skeleton, Tabs, useFormat } from '../../../kit';
import { GROUP_NAMES, type Grouping } from '../groups';
import { HealthAssetsDoc } from '../health-queries';
import { AssetRows, MoreRows } from './asset-rows';
import { useGroupName } from './group-name';

interface Props {
  readonly part: HealthPart;
  readonly by: Grouping;
  /** The group they are of, empty for those without one; all assets where nothing is said. */
  readonly group: string | undefined;
  readonly isHaving: boolean;
  readonly onShow: (show: 'has' | undefined) => void;
  readonly onClose: () => void;
}

function useAssets(part: HealthPart, missing: boolean, where: { readonly by: Grouping; readonly group: string | undefined }) {
  return useInfiniteQuery({
    queryKey: ['HealthAssets', part, missing, where],
    queryFn: ({ pageParam, signal }) => gql(HealthAssetsDoc, { part, missing, by: where.group === undefined ? null : GROUP_NAMES[where.by], group: where.group || null, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ healthAssets: { pageInfo } }) => (pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null),
  });
}

export function HealthAssets({ part, by, group, isHaving, onShow, onClose }: Props) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const nameOf = useGroupName(by);
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.focus(), []);
  const [has, lacks] = [useAssets(part, false, { by, group }), useAssets(part, true, { by, group })];
  const answer = isHaving ? has : lacks;
  const total = (one: typeof has) => (one.data?.pages[0] ? { count: format.number(one.data.pages[0].healthAssets.total) } : {});
  const assets = answer.data?.pages.flatMap(({ healthAssets }) => healthAssets.nodes) ?? [];
  const title = group === undefined ? t(`part.${part}`) : t('behind.of', { part: t(`part.${part}`), group: nameOf(group) });
  return (
    <section ref={section} tabIndex={-1} aria-label={title} className="rounded-card border border-brand bg-surface">
      <header className="flex items-center gap-2 px-4 pt-2">
        <h2 className="flex-1 text-13 font-semibold">{title}</h2>
        <IconButton icon="close" label={t('behind.close')} onClick={onClose} />
      </header>
      <div className="px-1">
        <Tabs
          label={title}
          value={isHaving ? 'has' : 'lacks'}
          tabs={[
            { id: 'lacks', label: t('behind.lackIt'), ...total(lacks) },
            { id: 'has', label: t('behind.haveIt'), ...total(has) },
          ]}
          onChange={(next) => onShow(next === 'has' ? 'has' : undefined)}
        >
          {answer.isPending ? <Skeleton lines={6} /> : null}
          {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
          {answer.isSuccess && assets.length === 0 ? <Empty icon="check" title={t('behind.none')} /> : null}
          {assets.length > 0 ? <AssetRows label={`${title}: ${t(isHaving ? 'behind.haveIt' : 'behind.lackIt')}`} assets={assets} /> : null}
          {answer.hasNextPage ? <MoreRows isBusy={answer.isFetchingNextPage} onMore={() => void answer.fetchNextPage()} /> : null}
        </Tabs>
      </div>
    </section>
  );
}
