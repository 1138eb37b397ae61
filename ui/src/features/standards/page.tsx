// The place of data standards: all of them on the left with how far they are kept; on the right the one that is looked
// at, or how far tables and domains keep theirs.
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../app/gql';
import { useMay } from '../../app/session';
import { usePaused } from '../../app/suggestions';
import { Button, Card, cx, Empty, Failure, FilterInput, KindIcon, Page as Frame, Skeleton, useFormat } from '../../kit';
import { Detail } from './parts/detail';
import { Ratios } from './parts/ratios';
import { StandardForm } from './parts/standard-form';
import { StandardRatiosDoc, StandardsDoc } from './queries';
import { useStandardsRefresh } from './refresh';

const route = getRouteApi('/shell/standards');

function useStandards(filter: string) {
  return useInfiniteQuery({
    queryKey: ['Standards', { filter }],
    queryFn: ({ pageParam, signal }) => gql(StandardsDoc, { filter: filter || null, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.governance.pageInfo.hasNextPage ? (last.governance.pageInfo.endCursor ?? null) : null),
    placeholderData: keepPreviousData,
  });
}

function List({ at, onChoose }: { readonly at: string | undefined; readonly onChoose: (id: string) => void }) {
  const { t } = useTranslation('standards');
  const format = useFormat();
  const [filter, setFilter] = useState('');
  const query = useStandards(usePaused(filter.trim()));
  const ratios = useQuery(ask(StandardRatiosDoc, { by: 'STANDARD' })).data?.standardRatios.nodes ?? [];
  const rows = query.data?.pages.flatMap((page) => page.governance.nodes) ?? [];
  return (
    <Card isFlush title={t('all')}>
      <div className="border-b border-line p-2">
        <FilterInput label={t('filter')} value={filter} onChange={setFilter} className="w-full" />
      </div>
      {query.isPending ? (
        <div className="p-4">
          <Skeleton lines={4} />
        </div>
      ) : null}
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && rows.length === 0 ? <p className="px-4 py-3 text-13 text-muted">{t('noneFound')}</p> : null}
      <ul>
        {rows.map((row) => {
          const ratio = ratios.find(({ group }) => group?.id === row.id)?.ratio;
          const details = row.details.__typename === 'CodeListDetails' ? row.details : null;
          return (
            <li key={row.id} className="border-b border-line last:border-b-0">
              <button type="button" aria-current={row.id === at} onClick={() => onChoose(row.id)} className={cx('flex min-h-11 w-full items-center gap-2 px-4 py-1.5 text-left text-13 hover:bg-sunken', row.id === at && 'bg-sunken')}>
                <KindIcon kind="CODE_LIST" size={14} />
                <span className="min-w-0 flex-1">
                  <span className="block truncate font-medium">{row.displayName}</span>
                  <span className="block truncate text-12 text-muted">
                    {[details?.standard, t('codeCount', { count: details?.codeCount ?? 0, shown: format.number(details?.codeCount ?? 0) })].filter(Boolean).join(' · ')}
                  </span>
                </span>
                {ratio === null || ratio === undefined ? null : (
                  <span className="shrink-0 font-semibold tabular-nums" title={t('ratio')}>
                    {format.percent(ratio)}
                  </span>
                )}
              </button>
            </li>
          );
        })}
      </ul>
      {query.hasNextPage ? (
        <div className="px-4 py-2">
          <Button tone="quiet" icon="down" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

export function Page() {
  const { t } = useTranslation('standards');
  const { at } = route.useSearch();
  const navigate = useNavigate({ from: '/standards' });
  const mayManage = useMay()('MANAGE_GOVERNANCE');
  const [isNew, setNew] = useState(false);
  const first = useStandards('');
  useStandardsRefresh();
  const choose = (id: string | undefined) => void navigate({ search: id ? { at: id } : {} });
  const isEmpty = first.data?.pages[0]?.governance.nodes.length === 0;
  const add = mayManage ? (
    <Button icon="plus" onClick={() => setNew(true)}>
      {t('new')}
    </Button>
  ) : undefined;
  return (
    <Frame title={t('title')} lead={t('lead')} actions={isEmpty ? undefined : add}>
      {isEmpty ? (
        <Empty icon="standard" title={t('none')} text={t('noneText')} action={add} />
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(260px,2fr)_minmax(0,5fr)]">
          <List at={at} onChoose={choose} />
          {at ? <Detail key={at} id={at} onClose={() => choose(undefined)} /> : <Ratios onStandard={choose} />}
        </div>
      )}
      {isNew ? (
        <StandardForm
          standard={null}
          onClose={() => setNew(false)}
          onSaved={(id) => {
            setNew(false);
            choose(id);
          }}
        />
      ) : null}
    </Frame>
  );
}
