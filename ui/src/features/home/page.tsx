// Home: find something first; below it what changed, whether the sources are well,
// and how much of the catalog is described. Without a source: the first steps.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useRefreshOnChange } from '../../app/events';
import { ask } from '../../app/gql';
import { SearchBox } from '../../app/search-box';
import { useMay } from '../../app/session';
import { KpiStripSlot } from '../../app/slots';
import type { HomeQuery } from '../../gql/types';
import { Empty, Failure, KindIcon, LinkButton, Skeleton, useFormat, useKindName, useTitle } from '../../kit';
import { kindKey } from '../../tokens/kinds';
import { Coverage } from './parts/coverage';
import { FirstSteps } from './parts/first-steps';
import { RecentChanges } from './parts/recent-changes';
import { SourceHealth } from './parts/source-health';
import { HomeDoc } from './queries';

const LOOK_AGAIN_MS = 60_000;

function Counts({ counts }: { readonly counts: HomeQuery['catalogStats']['counts'] }) {
  const kindName = useKindName();
  const format = useFormat();
  const shown = counts.filter(({ count }) => count > 0);
  return (
    <ul className="flex flex-wrap gap-x-5 gap-y-1 text-13">
      {shown.map(({ kind, count }) => (
        <li key={kind}>
          <Link to="/search" search={{ kind: [kindKey(kind)] }} className="inline-flex min-h-6 items-center gap-1.5 text-muted hover:text-ink hover:underline">
            <KindIcon kind={kind} size={14} />
            {kindName(kind)}
            <span className="font-semibold text-ink tabular-nums">{format.number(count)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

export function Page() {
  const { t } = useTranslation('home');
  const may = useMay();
  useTitle(t('title'));
  // A member whom no role was given yet: nothing would be found, and every question refused.
  if (!may('READ_CATALOG')) return <Empty isPage icon="admin" title={t('nothing.title')} text={t('nothing.text')} action={<LinkButton to="/me">{t('nothing.action')}</LinkButton>} />;
  return <Home withSources={may('READ_SOURCES')} />;
}

function Home({ withSources }: { readonly withSources: boolean }) {
  const { t } = useTranslation('home');
  const home = useQuery({ ...ask(HomeDoc, { withSources }), refetchInterval: LOOK_AGAIN_MS });
  useRefreshOnChange(true, () => void home.refetch());
  return (
    <div className="mx-auto max-w-[1440px] px-6 pt-10 pb-8 max-sm:px-4 max-sm:pt-6">
      <div className="mb-8 max-w-190">
        <h1 className="mb-3 text-28 font-semibold text-balance">{t('question')}</h1>
        <div role="search">
          <SearchBox size="large" />
        </div>
        <div className="mt-3 min-h-6">{home.data ? <Counts counts={home.data.catalogStats.counts} /> : null}</div>
      </div>
      <Suspense fallback={null}>{home.data ? <KpiStripSlot /> : null}</Suspense>
      <Body home={home} />
    </div>
  );
}

function Body({ home }: { readonly home: ReturnType<typeof useQuery<HomeQuery>> }) {
  if (home.isPending) return <Skeleton lines={10} />;
  if (home.isError) return <Failure error={home.error} onRetry={() => void home.refetch()} />;
  const { catalogStats, commits, sources } = home.data;
  // Whoever may not see sources is not asked to make one.
  const hasSource = !sources || sources.nodes.length > 0;
  const hasAssets = catalogStats.counts.some(({ count }) => count > 0);
  const isBegun = hasSource && hasAssets && catalogStats.coverage.tablesOwned > 0;
  return (
    <div className="flex flex-col gap-4">
      {isBegun ? null : (
        <FirstSteps hasSource={hasSource} hasAssets={hasAssets} sourceId={sources?.nodes[0]?.id ?? null} hasOwners={catalogStats.coverage.tablesOwned > 0} />
      )}
      {hasAssets || hasSource ? (
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <RecentChanges commits={commits.nodes} />
          <div className="flex min-w-0 flex-col gap-4">
            {sources ? <SourceHealth sources={sources.nodes} hasMore={sources.pageInfo.hasNextPage} /> : null}
            <Coverage coverage={catalogStats.coverage} followers={catalogStats.followers} />
          </div>
        </div>
      ) : null}
    </div>
  );
}
