// What nobody reads, the largest first, with a reason for and against removing it; what is chosen becomes a savings plan.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../../app/gql';
import { useMay } from '../../../app/session';
import type { WorthRowFragment } from '../../../gql/types';
import { Button, Empty, Failure, Skeleton, StateChip, Tabs, useFormat } from '../../../kit';
import { DownstreamDoc, UnusedAssetsDoc } from '../cost-queries';
import { CLASS_NAMES, CLASSES, type Class } from '../groups';
import { sumOf } from '../model';
import { AssetRows, MoreRows } from './asset-rows';
import { Download } from './figures';
import { PlanDialog } from './plan-dialog';

const route = getRouteApi('/shell/cost');

export function Unused() {
  const { t } = useTranslation('worth');
  const { days = 30, class: wanted = 'unused' } = route.useSearch();
  const navigate = useNavigate({ from: '/cost' });
  const [chosen, setChosen] = useState<ReadonlyMap<string, WorthRowFragment>>(new Map());
  return (
    <section aria-label={t('unused.title')} className="rounded-card border border-line bg-surface">
      <header className="flex items-start gap-2 px-4 pt-3">
        <div className="flex-1">
          <h2 className="text-13 font-semibold">{t('unused.title')}</h2>
          <p className="text-12 text-muted">{t('unused.text', { count: days })}</p>
        </div>
        <Download href={`/api/unused.csv?days=${days}`} name="unused.csv" text={t('csv')} />
      </header>
      <div className="px-1">
        <Tabs label={t('unused.title')} value={wanted} tabs={CLASSES.map((id) => ({ id, label: t(`class.${id}`) }))} onChange={(next) => void navigate({ search: (before) => ({ ...before, class: next === 'unused' ? undefined : (next as Class) }), replace: true })}>
          <List key={`${wanted} ${days}`} wanted={wanted} days={days} chosen={chosen} onChoose={setChosen} />
        </Tabs>
      </div>
      {chosen.size > 0 ? <Picked chosen={[...chosen.values()]} onDone={() => setChosen(new Map())} /> : null}
    </section>
  );
}

interface ListProps {
  readonly wanted: Class;
  readonly days: number;
  readonly chosen: ReadonlyMap<string, WorthRowFragment>;
  readonly onChoose: (chosen: ReadonlyMap<string, WorthRowFragment>) => void;
}

function List({ wanted, days, chosen, onChoose }: ListProps) {
  const { t } = useTranslation('worth');
  const may = useMay();
  const format = useFormat();
  const answer = useInfiniteQuery({
    queryKey: ['UnusedAssets', wanted, days],
    queryFn: ({ pageParam, signal }) => gql(UnusedAssetsDoc, { class: CLASS_NAMES[wanted], days, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ unusedAssets: { pageInfo } }) => (pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null),
  });
  const assets = answer.data?.pages.flatMap(({ unusedAssets }) => unusedAssets.nodes) ?? [];
  const downstream = useDownstream(assets.map(({ id }) => id));
  const toggle = (asset: WorthRowFragment) => {
    const next = new Map(chosen);
    if (!next.delete(asset.id)) next.set(asset.id, asset);
    onChoose(next);
  };
  const reason = (asset: WorthRowFragment) => {
    const count = downstream.get(asset.id);
    if (count === undefined) return '…';
    if (count > 0) return <StateChip state="warn">{t('reason.read', { count, shown: format.number(count) })}</StateChip>;
    return wanted === 'unused' ? <StateChip state="good">{t('reason.safe')}</StateChip> : <StateChip state="unknown">{t('reason.unknown')}</StateChip>;
  };
  const total = answer.data?.pages[0]?.unusedAssets.total ?? 0;
  return (
    <>
      {answer.isPending ? <Skeleton lines={6} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && assets.length === 0 ? <Empty icon="check" title={t('unused.none')} text={t('unused.noneText')} /> : null}
      {assets.length > 0 ? (
        <>
          <p className="px-3 pb-2 text-12 text-muted">{t('unused.total', { count: total, shown: format.number(total) })}</p>
          <AssetRows label={t(`class.${wanted}`)} assets={assets} more={{ title: t('reason.title'), cell: reason }} {...(may('MANAGE_KPIS') ? { chosen: { has: (id: string) => chosen.has(id), toggle } } : {})} />
        </>
      ) : null}
      {answer.hasNextPage ? <MoreRows isBusy={answer.isFetchingNextPage} onMore={() => void answer.fetchNextPage()} /> : null}
    </>
  );
}

/** The most identifiers of one question. */
const AT_ONCE = 200;

/** How many assets directly come from each: one question for what is shown. */
export function useDownstream(ids: readonly string[]): ReadonlyMap<string, number> {
  const asked = ids.slice(0, AT_ONCE);
  const answer = useQuery({ ...ask(DownstreamDoc, { ids: asked }), enabled: asked.length > 0, placeholderData: (before) => before });
  return new Map(answer.data?.assets.map(({ id, lineageCounts }) => [id, lineageCounts.downstream]) ?? []);
}

function Picked({ chosen, onDone }: { readonly chosen: readonly WorthRowFragment[]; readonly onDone: () => void }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const [isPlanning, setPlanning] = useState(false);
  const currency = chosen.find((asset) => asset.currency)?.currency ?? null;
  const saved = sumOf(chosen.filter((asset) => asset.currency === currency).flatMap(({ monthlyCost }) => monthlyCost ?? []));
  return (
    <div className="sticky bottom-0 flex flex-wrap items-center gap-3 rounded-b-card border-t border-line bg-brand-soft px-4 py-2">
      <p role="status" className="flex-1 text-13 font-medium">
        {t('plan.picked', { count: chosen.length, shown: format.number(chosen.length) })}
        {currency ? ` · ${t('plan.saves', { money: format.money(saved, currency) })}` : ''}
      </p>
      <Button tone="quiet" onClick={onDone}>
        {t('plan.clear')}
      </Button>
      <Button tone="primary" onClick={() => setPlanning(true)}>
        {t('plan.make')}
      </Button>
      {isPlanning ? (
        <PlanDialog
          assets={chosen}
          currency={currency ?? 'USD'}
          onClose={() => setPlanning(false)}
          onSaved={() => {
            setPlanning(false);
            onDone();
          }}
        />
      ) : null}
    </div>
  );
}
