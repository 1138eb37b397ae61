// Everything that happened, newest first: commits on the left, the changes of the
// chosen one on the right.
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CommitNames, useCommitNames } from '../../app/commit-names';
import { useSummary } from '../../app/commit-summary';
import { useRefreshOnChange } from '../../app/events';
import { gql } from '../../app/gql';
import type { CommitRowFragment } from '../../gql/types';
import { Ago, Button, cx, Empty, Failure, Icon, Page as Frame, Skeleton, useFormat } from '../../kit';
import { CommitPanel } from './parts/commit-panel';
import { CommitsDoc } from './queries';

const route = getRouteApi('/shell/changes');

const PAGE_SIZE = 40;
const ICONS: Record<string, string> = { CRAWL: 'source', REPORT: 'api', PERSON: 'user', REVERT: 'undo', IMPORT: 'download' };

function Row({ commit, isChosen, names }: { readonly commit: CommitRowFragment; readonly isChosen: boolean; readonly names: readonly string[] | undefined }) {
  const { t } = useTranslation('changes');
  const format = useFormat();
  const summarised = useSummary();
  const count = commit.last - commit.first + 1;
  return (
    <li className="border-b border-line last:border-b-0">
      <Link
        to="/changes"
        search={{ commit: commit.id }}
        aria-current={isChosen ? 'true' : undefined}
        className={cx('flex items-center gap-3 border-l-3 px-4 py-2 focus-visible:-outline-offset-2', isChosen ? 'border-l-brand bg-brand-soft' : 'border-l-transparent hover:bg-bg')}
      >
        <Icon name={ICONS[commit.origin] ?? 'history'} className="text-muted" />
        <span className="min-w-0 flex-1">
          <span className="block truncate text-13">{names ? <CommitNames names={names} /> : summarised(commit.summary)}</span>
          <span className="block truncate text-12 text-muted">
            {names ? `${summarised(commit.summary)} · ` : ''}
            {t(`origin.${commit.origin}`)} · {commit.actor}
          </span>
        </span>
        <span className="shrink-0 text-right text-12 text-muted">
          <span className="block">
            <Ago at={commit.at} />
          </span>
          <span className="block tabular-nums">{t('count', { count, shown: format.number(count) })}</span>
        </span>
      </Link>
    </li>
  );
}

export function Page() {
  const { t } = useTranslation('changes');
  const { commit: chosen } = route.useSearch();
  const query = useInfiniteQuery({
    queryKey: ['Commits'],
    queryFn: ({ pageParam, signal }) => gql(CommitsDoc, { first: PAGE_SIZE, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.commits.pageInfo.hasNextPage ? (last.commits.pageInfo.endCursor ?? null) : null),
  });
  useRefreshOnChange(true, () => void query.refetch());
  const commits = query.data?.pages.flatMap((page) => page.commits.nodes) ?? [];
  const names = useCommitNames(commits[0]?.id);
  const shown = chosen ?? commits[0]?.id;
  return (
    <Frame title={t('title')} lead={t('lead')}>
      {query.isPending ? <Skeleton lines={10} /> : null}
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && commits.length === 0 ? <Empty icon="history" title={t('none.title')} text={t('none.text')} /> : null}
      {commits.length > 0 ? (
        <div className="grid items-start gap-4 xl:grid-cols-[minmax(320px,2fr)_minmax(0,3fr)]">
          <div>
            <ul aria-label={t('title')} className="overflow-hidden rounded-card border border-line bg-surface">
              {commits.map((commit) => (
                <Row key={commit.id} commit={commit} names={names.get(commit.id)} isChosen={commit.id === shown} />
              ))}
            </ul>
            {query.hasNextPage ? (
              <Button className="mt-3" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
                {t('more')}
              </Button>
            ) : null}
          </div>
          {shown ? <CommitPanel key={shown} id={shown} /> : null}
        </div>
      ) : null}
    </Frame>
  );
}
