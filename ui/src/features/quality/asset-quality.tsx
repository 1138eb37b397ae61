// The checks of one asset, what fails of it, and whether something upstream does; shown on the asset's page.
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { asApiError, gql } from '../../app/gql';
import { runPage } from '../../app/places';
import { useMay } from '../../app/session';
import { Button, Card, Empty, Failure, Icon, LinkButton, Skeleton, toast } from '../../kit';
import { CheckList } from './parts/check-list';
import { ContractState, HealthChip } from './parts/contract-chips';
import { AssetLink, IncidentRow } from './parts/links';
import { Legend, TallyRow } from './parts/tally';
import { AssetQualityDoc, RunChecksDoc } from './queries';

export function AssetQuality({ assetId }: { readonly assetId: string }) {
  const { t } = useTranslation('quality');
  const may = useMay();
  const answer = useInfiniteQuery({
    queryKey: ['AssetQuality', assetId],
    queryFn: ({ pageParam, signal }) => gql(AssetQualityDoc, { id: assetId, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ checks }) => (checks.pageInfo.hasNextPage ? (checks.pageInfo.endCursor ?? null) : null),
  });
  if (answer.isPending) return <Skeleton lines={6} />;
  const first = answer.data?.pages[0];
  if (!first) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  const checks = answer.data?.pages.flatMap((part) => part.checks.nodes) ?? [];
  const quality = first.asset?.quality;
  const decides = may('MANAGE_QUALITY') && first.asset?.mayEdit === true;
  const make = decides ? (
    <LinkButton to="/quality/suites/new" search={{ asset: assetId }} icon="plus">
      {t('suites.new')}
    </LinkButton>
  ) : null;
  return (
    <div className="flex flex-col gap-4">
      {quality?.upstreamFailing ? (
        <p className="flex flex-wrap items-center gap-2 rounded-card border border-l-3 border-line border-l-warn bg-surface px-4 py-2 text-13">
          <Icon name="warning" className="text-warn" />
          {t('asset.upstream')} <AssetLink asset={quality.upstreamFailing} />
        </p>
      ) : null}
      {first.asset && first.asset.contracts.length > 0 ? (
        <ul aria-label={t('contracts.title')} className="flex flex-wrap gap-3 text-13">
          {first.asset.contracts.map(({ id, name, health, version }) => (
            <li key={id} className="flex items-center gap-2">
              <Link to="/quality/contracts/$id" params={{ id }} className="font-medium text-brand hover:underline">
                {name}
              </Link>
              <span className="font-mono text-12">{version.version}</span>
              <ContractState state={version.state} />
              <HealthChip health={health} />
            </li>
          ))}
        </ul>
      ) : null}
      {checks.length === 0 ? (
        <Empty icon="metric" title={t('asset.none')} text={t(decides ? 'asset.noneText' : 'asset.noneAsk')} action={make} />
      ) : (
        <>
          <div className="grid grid-cols-2 items-start gap-4 max-lg:grid-cols-1">
            <Card title={t('byDimension')} action={<Legend />}>
              <ul>
                {quality?.byDimension.map(({ dimension, tally }) => (
                  <TallyRow key={dimension} name={t(`dimension.${dimension}`)} label={t(`dimension.${dimension}`)} tally={tally} />
                ))}
              </ul>
            </Card>
            <Card
              isFlush
              title={t('openIncidents')}
              action={
                <Link to="/quality/incidents" search={{ asset: assetId }} className="text-13 text-brand hover:underline">
                  {t('incidents.all')}
                </Link>
              }
            >
              {first.incidents.nodes.length === 0 ? <p className="p-4 text-13 text-muted">{t('incidents.noneOpen')}</p> : null}
              <ul>
                {first.incidents.nodes.map((incident) => (
                  <IncidentRow key={incident.id} incident={incident} />
                ))}
              </ul>
            </Card>
          </div>
          <Card
            isFlush
            title={t('suite.checks')}
            action={
              decides ? (
                <span className="flex gap-2">
                  {make}
                  <RunChecks id={assetId} />
                </span>
              ) : null
            }
          >
            <CheckList label={t('suite.checks')} checks={checks} />
          </Card>
          {answer.hasNextPage ? (
            <div className="text-center">
              <Button isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
                {t('more')}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </div>
  );
}

function RunChecks({ id }: { readonly id: string }) {
  const { t } = useTranslation('quality');
  const navigate = useNavigate();
  const run = useMutation({
    mutationFn: () => gql(RunChecksDoc, { asset: id }),
    onSuccess: ({ runChecks }) => navigate({ to: runPage(runChecks.id) }),
    onError: (error) => toast('bad', asApiError(error).message),
  });
  return (
    <Button icon="play" isBusy={run.isPending} onClick={() => run.mutate()}>
      {t('asset.run')}
    </Button>
  );
}
