// Results: one list, filters on the left, the address is the state.
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../app/gql';
import { useKeys } from '../../app/keys';
import { Button, cx, Empty, Failure, LinkButton, Select, Skeleton, useFormat, useTitle } from '../../kit';
import { chosenCount, SORTS, toInput, withoutFacets } from './model';
import { Facets } from './parts/facets';
import { Hit } from './parts/hit';
import { QueryHelp } from './parts/query-help';
import { SearchDoc } from './queries';

const route = getRouteApi('/shell/search');

function useResults() {
  const params = route.useSearch();
  const input = toInput(params);
  return useInfiniteQuery({
    queryKey: ['Search', input],
    queryFn: ({ pageParam, signal }) => gql(SearchDoc, { input: { ...input, after: pageParam, withFacets: pageParam === null } }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.search.pageInfo.hasNextPage ? (last.search.pageInfo.endCursor ?? null) : null),
    placeholderData: keepPreviousData,
  });
}

/** Moves the focus through the hits; `j` and `k` as in a list of mail. */
function useListKeys(list: React.RefObject<HTMLOListElement | null>): void {
  const move = (step: 1 | -1) => {
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a[data-hit]') ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    const next = links[at < 0 ? (step > 0 ? 0 : links.length - 1) : Math.max(0, Math.min(links.length - 1, at + step))];
    next?.focus();
    next?.closest('li')?.scrollIntoView({ block: 'nearest' });
  };
  useKeys([
    { keys: 'j', label: 'search:key.next', group: 'search:key.group', run: () => move(1) },
    { keys: 'k', label: 'search:key.previous', group: 'search:key.group', run: () => move(-1) },
  ]);
}

export function Page() {
  const { t } = useTranslation('search');
  const params = route.useSearch();
  const navigate = useNavigate();
  const format = useFormat();
  const list = useRef<HTMLOListElement>(null);
  const results = useResults();
  useListKeys(list);
  useTitle(params.q ? t('titleOf', { query: params.q }) : t('title'));
  const first = results.data?.pages[0]?.search;
  const hits = results.data?.pages.flatMap((page) => page.search.hits) ?? [];
  const chosen = chosenCount(params);
  const clear = () => void navigate({ to: '/search', search: withoutFacets(params) });
  return (
    <div className="grid lg:grid-cols-[256px_minmax(0,1fr)]">
      <Facets facets={first?.facets ?? []} params={params} />
      <div className="min-w-0 px-6 py-5 max-sm:px-4">
        <header className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
          <h1 className="text-20 font-semibold">{params.q ? t('titleOf', { query: params.q }) : t('title')}</h1>
          <p role="status" className="flex-1 text-13 text-muted tabular-nums">
            {first ? t('count', { count: first.total, shown: format.number(first.total) }) : ''}
          </p>
          {chosen > 0 ? (
            <Button tone="quiet" icon="close" onClick={clear}>
              {t('clear', { count: chosen })}
            </Button>
          ) : null}
          <QueryHelp />
          <Select
            label={t('sort.label')}
            value={params.sort ?? 'RELEVANCE'}
            options={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
            onChange={(sort) => void navigate({ to: '/search', search: { ...params, ...(sort === 'RELEVANCE' ? { sort: undefined } : { sort }) } })}
          />
        </header>
        {first?.degraded ? <p className="mb-3 border-l-3 border-warn bg-warn-soft px-3 py-2 text-13">{t('degraded')}</p> : null}
        {results.isPending ? <Skeleton lines={12} /> : null}
        {results.isError ? <Failure error={results.error} onRetry={() => void results.refetch()} /> : null}
        {first && hits.length === 0 && !results.isError ? (
          <Empty
            icon="search"
            title={chosen === 0 && !params.q ? t('none.emptyTitle') : t('none.title')}
            text={chosen > 0 ? t('none.withFilters') : params.q ? t('none.text') : t('none.emptyText')}
            action={chosen > 0 ? <Button onClick={clear}>{t('clear', { count: chosen })}</Button> : <LinkButton to="/browse">{t('none.browse')}</LinkButton>}
          />
        ) : null}
        <ol ref={list} className={cx('flex flex-col', results.isPlaceholderData && 'opacity-60 transition-opacity')}>
          {hits.map((hit) => (
            <Hit key={hit.asset.id} hit={hit} />
          ))}
        </ol>
        {results.hasNextPage ? (
          <div className="mt-4 flex justify-center">
            <Button isBusy={results.isFetchingNextPage} onClick={() => void results.fetchNextPage()}>
              {t('more')}
            </Button>
          </div>
        ) : null}
      </div>
    </div>
  );
}
