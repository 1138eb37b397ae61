// One asset: trust and facts first, then its tabs. `?at=` shows it as it was.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toAsOf } from '../../app/as-of';
import { useRefreshOnChange } from '../../app/events';
import { ask } from '../../app/gql';
import { rememberVisit } from '../../app/recent';
import { AskAccessSlot, DiscussionSlot, LineageSlot, NewsSlot, ProfileSlot, QualitySlot } from '../../app/slots';
import { useMay } from '../../app/session';
import { Button, Empty, Failure, LinkButton, Skeleton, Tabs, useFormat, useTitle } from '../../kit';
import { lookKey } from '../../tokens/kinds';
import { countOf, isUsed, tabsOf } from './model';
import type { Asset, TabName } from './model';
import { Header } from './parts/header';
import { Overview } from './parts/overview';
import { PastBanner } from './parts/past-banner';
import { RawTab } from './parts/raw-tab';
import { AssetDoc, AssetUsedDoc } from './queries';

const route = getRouteApi('/shell/a/$id');

const ColumnsTab = lazy(async () => ({ default: (await import('./parts/columns-tab')).ColumnsTab }));
const ContentsTab = lazy(async () => ({ default: (await import('./parts/contents-tab')).ContentsTab }));
const HistoryTab = lazy(async () => ({ default: (await import('./parts/history-tab')).HistoryTab }));
const SampleTab = lazy(async () => ({ default: (await import('./parts/sample-tab')).SampleTab }));
const UsageTab = lazy(async () => ({ default: (await import('./parts/usage-tab')).UsageTab }));

function TabBody({ tab, asset, at }: { readonly tab: TabName; readonly asset: Asset; readonly at: string | undefined }) {
  const asOf = toAsOf(at);
  switch (tab) {
    case 'columns':
      return <ColumnsTab key={asset.id} asset={asset} asOf={asOf} />;
    case 'contents':
      return <ContentsTab key={asset.id} asset={asset} asOf={asOf} />;
    case 'lineage':
      return <LineageSlot assetId={asset.id} {...(asOf ? { asOf } : {})} />;
    case 'quality':
      return <QualitySlot key={asset.id} assetId={asset.id} />;
    case 'profile':
      return <ProfileSlot key={asset.id} assetId={asset.id} />;
    case 'discussion':
      return <DiscussionSlot key={asset.id} assetId={asset.id} />;
    case 'history':
      return <HistoryTab key={asset.id} asset={asset} at={at} />;
    case 'sample':
      return <SampleTab key={asset.id} asset={asset} />;
    case 'usage':
      return <UsageTab key={asset.id} id={asset.id} />;
    case 'raw':
      return <RawTab id={asset.id} asOf={asOf} />;
    default:
      return <Overview asset={asset} asOf={asOf} />;
  }
}

/** Nothing is there for the reader: they can look elsewhere, or ask for what there may be. */
function Missing({ id }: { readonly id: string }) {
  const { t } = useTranslation('asset');
  const [isAsking, setAsking] = useState(false);
  const action = (
    <>
      <LinkButton to="/search">{t('missing.action')}</LinkButton>
      <Button onClick={() => setAsking(true)}>{t('askAccess')}</Button>
    </>
  );
  return (
    <>
      <Empty isPage icon="search" title={t('missing.title')} text={t('missing.text')} action={action} />
      <Suspense fallback={null}>{isAsking ? <AskAccessSlot asset={id} name={t('missing.it')} onClose={() => setAsking(false)} /> : null}</Suspense>
    </>
  );
}

export function Page() {
  const { t } = useTranslation('asset');
  const { id } = route.useParams();
  const { tab: wanted = 'overview', at } = route.useSearch();
  const navigate = useNavigate();
  const may = useMay();
  const format = useFormat();
  const query = useQuery(ask(AssetDoc, { id, asOf: toAsOf(at) }));
  useRefreshOnChange(!at, () => void query.refetch());
  const asset = query.data?.asset;
  // Apart from the rest, which is not to wait for it.
  const used = useQuery(ask(AssetUsedDoc, { id })).data?.asset?.usage;
  useTitle(asset?.displayName ?? t('title'));
  useEffect(() => {
    if (!asset) return;
    const look = lookKey(asset.kind, asset.details.__typename === 'TableDetails' ? asset.details.tableType : null);
    rememberVisit({ id: asset.id, kind: look, name: asset.displayName, fullName: asset.fullName });
  }, [asset]);
  if (query.isPending) {
    return (
      <div className="p-6">
        <Skeleton lines={10} />
      </div>
    );
  }
  if (query.isError) return <Failure isPage error={query.error} onRetry={() => void query.refetch()} />;
  if (!asset) {
    return at ? (
      <div className="px-6 pt-4">
        <PastBanner at={at} />
        <Empty isPage icon="history" title={t('notThen.title')} text={t('notThen.text')} action={<LinkButton to="/a/$id" params={{ id }}>{t('past.now')}</LinkButton>} />
      </div>
    ) : (
      <Missing id={id} />
    );
  }
  const tabs = tabsOf(asset, used ? isUsed(used) : wanted === 'usage', may('READ_SOURCES'));
  const tab = tabs.includes(wanted) ? wanted : 'overview';
  const counts: Partial<Record<TabName, string>> = {
    columns: format.number(countOf(asset, 'columns')),
    contents: format.number(countOf(asset, 'others')),
    lineage: `↑${format.number(asset.lineageCounts.upstream)} ↓${format.number(asset.lineageCounts.downstream)}`,
    ...(used ? { usage: format.compact(used.queries) } : {}),
    history: `v${asset.version.major}.${asset.version.minor}`,
  };
  return (
    <div className="px-6 pt-4 pb-8 max-sm:px-4">
      {at ? <PastBanner at={at} /> : null}
      <Suspense fallback={null}>{at ? null : <NewsSlot id={asset.id} />}</Suspense>
      <Header asset={asset} at={at} queries={used?.queries ?? 0} />
      <Tabs
        label={t('tabs')}
        value={tab}
        tabs={tabs.map((name) => ({ id: name, label: t(`tab.${name}`), ...(counts[name] ? { count: counts[name] } : {}) }))}
        onChange={(next) => void navigate({ to: '/a/$id', params: { id }, search: { ...(next === 'overview' ? {} : { tab: next as TabName }), ...(at ? { at } : {}) } })}
      >
        <Suspense fallback={<Skeleton lines={8} />}>
          <TabBody tab={tab} asset={asset} at={at} />
        </Suspense>
      </Tabs>
    </div>
  );
}
