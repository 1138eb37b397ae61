// Pipelines that should have run by their schedule and have not.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { assetPage } from '../../../app/places';
import { Ago, Button, Card, Refusal, StateChip } from '../../../kit';
import { latePipelines } from '../queries';

export function Late() {
  const { t } = useTranslation('pipelines');
  const answer = useInfiniteQuery({
    queryKey: ['LatePipelines'],
    queryFn: ({ pageParam, signal }) => gql(latePipelines, { after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.latePipelines.pageInfo.hasNextPage ? last.latePipelines.pageInfo.endCursor : null),
  });
  const late = answer.data?.pages.flatMap((page) => page.latePipelines.nodes) ?? [];
  if (answer.isError) return <Refusal error={answer.error} />;
  if (late.length === 0 && !answer.hasNextPage) return null;
  return (
    <Card title={t('late.title', { count: late.length })} isFlush>
      <ul className="max-h-64 overflow-y-auto">
        {late.map((one) => (
          <li key={one.pipeline.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 text-13 last:border-b-0">
            <StateChip state="warn">{t('late.late')}</StateChip>
            <Link to={assetPage(one.pipeline.id)} className="font-medium text-brand hover:underline">
              {one.pipeline.displayName}
            </Link>
            <span className="text-muted">
              {t('late.expected')} <Ago at={one.expectedAt} />
            </span>
            <span className="text-muted">
              {one.lastRunAt ? (
                <>
                  {t('late.last')} <Ago at={one.lastRunAt} />
                </>
              ) : (
                t('late.never')
              )}
            </span>
            <code className="ml-auto font-mono text-12 text-muted">{`${one.schedule} · ${one.timezone}`}</code>
          </li>
        ))}
      </ul>
      {answer.hasNextPage ? (
        <div className="p-2 text-center">
          <Button size="small" isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}
