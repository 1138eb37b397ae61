// Incidents as a board: what nobody has seen, what is seen, what is worked on, what is over.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError, ask, gql } from '../../app/gql';
import { useMay, useUser } from '../../app/session';
import type { IncidentPageFragment, IncidentRowFragment, IncidentsInput, IncidentState } from '../../gql/types';
import { Ago, Button, Checkbox, Empty, Failure, LinkButton, Page as Frame, Skeleton, StateChip, TagChip, toast, useFormat } from '../../kit';
import { INCIDENT_LOOKS, INCIDENT_STATES } from './model';
import { AssetLink, SeverityChip, useIncidentName } from './parts/links';
import { IncidentBoardDoc, MoreIncidentsDoc, WorkOnIncidentDoc } from './queries';

const route = getRouteApi('/shell/quality/incidents');
const PLACES = { NEW: 'new', ACKNOWLEDGED: 'acknowledged', ASSIGNED: 'assigned', RESOLVED: 'resolved' } as const;

export function Page() {
  const { t } = useTranslation('quality');
  const { who, asset } = route.useSearch();
  const navigate = useNavigate({ from: '/quality/incidents' });
  const user = useUser();
  const filter = { asset: asset ?? null, assignee: who === 'me' ? user.name : null };
  const answer = useQuery(ask(IncidentBoardDoc, filter));
  const isEmpty = answer.isSuccess && INCIDENT_STATES.every((state) => answer.data[PLACES[state]].nodes.length === 0);
  const isFiltered = who !== undefined || asset !== undefined;
  return (
    <Frame title={t('incidents.title')} lead={t('incidents.lead')} actions={<LinkButton to="/quality">{t('title')}</LinkButton>}>
      <div className="mb-3 flex flex-wrap items-center gap-4">
        <Checkbox label={t('incidents.mine')} checked={who === 'me'} onChange={(isMine) => void navigate({ search: (before) => ({ ...before, who: isMine ? 'me' : undefined }), replace: true })} />
        {asset ? (
          <Button size="small" icon="close" onClick={() => void navigate({ search: (before) => ({ ...before, asset: undefined }), replace: true })}>
            {t('incidents.ofTable')}
          </Button>
        ) : null}
      </div>
      {answer.isPending ? <Skeleton lines={8} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {isEmpty ? <Empty icon="check" title={t(isFiltered ? 'incidents.noneHere' : 'incidents.none')} text={t('incidents.noneText')} /> : null}
      {answer.isSuccess && !isEmpty ? (
        <div className="grid grid-cols-4 items-start gap-3 max-xl:grid-cols-2 max-md:grid-cols-1">
          {INCIDENT_STATES.map((state) => (
            <Column key={`${state} ${asset ?? ''} ${who ?? ''}`} state={state} first={answer.data[PLACES[state]]} filter={filter} />
          ))}
        </div>
      ) : null}
    </Frame>
  );
}

interface ColumnProps {
  readonly state: IncidentState;
  readonly first: IncidentPageFragment;
  readonly filter: Pick<IncidentsInput, 'asset' | 'assignee'>;
}

function Column({ state, first, filter }: ColumnProps) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const [isMore, setMore] = useState(false);
  const more = useInfiniteQuery({
    queryKey: ['MoreIncidents', state, filter, first.pageInfo.endCursor],
    queryFn: ({ pageParam, signal }) => gql(MoreIncidentsDoc, { filter: { ...filter, states: [state] }, after: pageParam }, signal),
    enabled: isMore,
    initialPageParam: first.pageInfo.endCursor ?? null,
    getNextPageParam: (last) => (last.incidents.pageInfo.hasNextPage ? (last.incidents.pageInfo.endCursor ?? null) : null),
  });
  const nodes = [...first.nodes, ...(more.data?.pages.flatMap((part) => part.incidents.nodes) ?? [])];
  const hasMore = isMore ? more.hasNextPage : first.pageInfo.hasNextPage;
  return (
    <section aria-label={t(`state.${state}`)} className="min-w-0 rounded-card border border-line bg-sunken">
      <h2 className="flex min-h-10 items-center gap-2 px-3">
        <StateChip state={INCIDENT_LOOKS[state]}>{t(`state.${state}`)}</StateChip>
        <span className="text-12 text-muted tabular-nums">{hasMore ? t('atLeast', { shown: format.number(nodes.length) }) : format.number(nodes.length)}</span>
      </h2>
      <ul className="flex max-h-[72vh] flex-col gap-2 overflow-y-auto px-2 pb-2">
        {nodes.map((incident) => (
          <IncidentCard key={incident.id} incident={incident} />
        ))}
      </ul>
      {hasMore ? (
        <div className="px-2 pb-2">
          <Button size="small" className="w-full" isBusy={isMore && more.isFetching} aria-label={t('moreOf', { state: t(`state.${state}`) })} onClick={() => (isMore ? void more.fetchNextPage() : setMore(true))}>
            {t('more')}
          </Button>
        </div>
      ) : null}
      {more.isError ? <Failure error={more.error} onRetry={() => void more.refetch()} /> : null}
    </section>
  );
}

function IncidentCard({ incident }: { readonly incident: IncidentRowFragment }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const may = useMay();
  const name = useIncidentName()(incident);
  return (
    <li className="flex flex-col items-start gap-1.5 rounded-control border border-line bg-surface px-3 py-2 text-13">
      <Link to="/quality/incidents/$id" params={{ id: incident.id }} className="font-medium text-brand wrap-anywhere hover:underline">
        {name}
      </Link>
      <AssetLink asset={incident.asset} />
      <div className="flex flex-wrap items-center gap-1.5">
        <SeverityChip severity={incident.severity} />
        {incident.assignee ? <TagChip icon="user">{incident.assignee}</TagChip> : null}
        {incident.reason ? <TagChip icon="check">{t(`reason.${incident.reason}`)}</TagChip> : null}
      </div>
      <p className="text-12 text-muted">
        {t('failures', { count: incident.failures, shown: format.number(incident.failures) })} · <Ago at={incident.resolvedAt ?? incident.openedAt} />
      </p>
      {incident.state === 'NEW' && may('MANAGE_QUALITY') ? <Acknowledge id={incident.id} name={name} /> : null}
    </li>
  );
}

function Acknowledge({ id, name }: { readonly id: string; readonly name: string }) {
  const { t } = useTranslation('quality');
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: () => gql(WorkOnIncidentDoc, { id, action: 'ACKNOWLEDGE' }),
    onError: (error) => toast('bad', asApiError(error).message),
    onSettled: () => void client.invalidateQueries(),
  });
  return (
    <Button size="small" icon="check" isBusy={act.isPending} aria-label={t('act.acknowledgeOf', { name })} onClick={() => act.mutate()}>
      {t('act.ACKNOWLEDGE')}
    </Button>
  );
}
