// One suite: what it checks, where and when, and what its checks came to.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../app/gql';
import { useMay } from '../../app/session';
import type { SuiteQuery } from '../../gql/types';
import { Ago, Button, Card, Empty, Failure, LinkButton, Page as Frame, SafeHtml, Skeleton, useFormat } from '../../kit';
import { CheckList } from './parts/check-list';
import { AssetLink } from './parts/links';
import { DeleteSuite, RunSuite } from './parts/suite-actions';
import { TallyBar, useTallyWords } from './parts/tally';
import { MoreChecksDoc, SuiteDoc } from './suite-queries';
import { NextRun } from './suites.page';

const route = getRouteApi('/shell/quality/suites/$id');
type Suite = SuiteQuery['suite'];

export function Page() {
  const { t } = useTranslation('quality');
  const { id } = route.useParams();
  const may = useMay();
  const answer = useQuery(ask(SuiteDoc, { id }));
  if (answer.isPending) return <Skeleton lines={8} />;
  if (answer.isError) return <Failure isPage error={answer.error} onRetry={() => void answer.refetch()} />;
  const { suite } = answer.data;
  const actions = may('MANAGE_QUALITY') ? (
    <>
      <RunSuite suite={suite} />
      <LinkButton to="/quality/suites/$id/edit" params={{ id }} icon="edit">
        {t('suite.edit')}
      </LinkButton>
      <DeleteSuite suite={suite} />
    </>
  ) : null;
  return (
    <Frame title={suite.name} lead={t('suite.changed', { name: suite.updatedBy, version: suite.version })} actions={actions}>
      <div className="flex flex-col gap-4">
        {suite.description === '' ? null : <SafeHtml html={suite.descriptionHtml} />}
        <Facts suite={suite} />
        <Checks id={id} first={suite.checks} />
      </div>
    </Frame>
  );
}

function Facts({ suite }: { readonly suite: Suite }) {
  const { t } = useTranslation('quality');
  const words = useTallyWords();
  return (
    <div className="grid grid-cols-3 items-start gap-4 max-lg:grid-cols-1">
      <Card title={t('suite.tally')}>
        <TallyBar tally={suite.tally} label={suite.name} />
        <p className="mt-1 text-12 text-muted">{words(suite.tally)}</p>
      </Card>
      <Card title={t('suite.about')}>
        <div className="flex max-h-48 flex-col items-start gap-1 overflow-y-auto text-13">
          {suite.assets.map((asset) => (
            <AssetLink key={asset.id} asset={asset} />
          ))}
          {suite.query ? (
            <p>
              {t('suite.found')} <code className="font-mono text-12">{suite.query}</code>
            </p>
          ) : null}
        </div>
      </Card>
      <Card title={t('suite.timing')}>
        <div className="text-13">
          <NextRun suite={suite} />
        </div>
        <p className="mt-1 text-12 text-muted">
          {t('suite.updated')} <Ago at={suite.updatedAt} />
        </p>
      </Card>
    </div>
  );
}

function Checks({ id, first }: { readonly id: string; readonly first: Suite['checks'] }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const [isMore, setMore] = useState(false);
  const more = useInfiniteQuery({
    queryKey: ['MoreChecks', id, first.pageInfo.endCursor],
    queryFn: ({ pageParam, signal }) => gql(MoreChecksDoc, { filter: { suite: id }, after: pageParam }, signal),
    enabled: isMore,
    initialPageParam: first.pageInfo.endCursor ?? null,
    getNextPageParam: ({ checks }) => (checks.pageInfo.hasNextPage ? (checks.pageInfo.endCursor ?? null) : null),
  });
  const checks = [...first.nodes, ...(more.data?.pages.flatMap((part) => part.checks.nodes) ?? [])];
  const hasMore = isMore ? more.hasNextPage : first.pageInfo.hasNextPage;
  return (
    <Card isFlush title={t('suite.checks')} action={<span className="text-12 text-muted tabular-nums">{hasMore ? t('atLeast', { shown: format.number(checks.length) }) : format.number(checks.length)}</span>}>
      {checks.length === 0 ? <Empty icon="clock" title={t('suite.neverRan')} text={t('suite.neverRanText')} /> : <CheckList label={t('suite.checks')} checks={checks} withTable />}
      {hasMore ? (
        <div className="p-3 text-center">
          <Button isBusy={isMore && more.isFetching} onClick={() => (isMore ? void more.fetchNextPage() : setMore(true))}>
            {t('more')}
          </Button>
        </div>
      ) : null}
      {more.isError ? <Failure error={more.error} onRetry={() => void more.refetch()} /> : null}
    </Card>
  );
}
