// One check: what it asks, what it came to last and over time, and which rows it objects to.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../app/gql';
import { runPage } from '../../app/places';
import type { CheckQuery } from '../../gql/types';
import { Ago, asObject, Button, Card, Failure, fieldsOf, Page as Frame, Skeleton, StateChip, TagChip, useFormat } from '../../kit';
import { drawnOf, SEVERITY_STATES } from './model';
import { FailingRows } from './parts/failing-rows';
import { AssetLink, IncidentRow } from './parts/links';
import { OutcomeChip, Strip } from './parts/tally';
import { ValueLine } from './parts/value-line';
import { CheckDoc, MoreResultsDoc } from './queries';
import { useCheckName, useSaid } from './words';

const route = getRouteApi('/shell/quality/checks/$id');
type Check = CheckQuery['check'];

export function Page() {
  const { t } = useTranslation('quality');
  const { id } = route.useParams();
  const nameOf = useCheckName();
  const said = useSaid();
  const answer = useQuery(ask(CheckDoc, { id }));
  if (answer.isPending) return <Skeleton lines={8} />;
  if (answer.isError) return <Failure isPage error={answer.error} onRetry={() => void answer.refetch()} />;
  const { check, checkTypes, incidents } = answer.data;
  const type = checkTypes.find(({ name }) => name === check.kind);
  const latest = check.latest.nodes[0];
  const drawn = drawnOf(check.results.nodes);
  const lineTitle = t(drawn.isErrors ? 'check.errorLine' : 'check.line');
  return (
    <Frame title={nameOf(check)} lead={type ? said(type.description) : t('check.foreign', { tool: check.tool })}>
      <div className="mb-4 flex flex-wrap items-center gap-3 text-13">
        <AssetLink asset={check.asset} />
        {check.column ? <TagChip icon="column">{check.column}</TagChip> : null}
        <TagChip>{t(`dimension.${check.dimension}`)}</TagChip>
        <StateChip state={SEVERITY_STATES[check.severity]}>{t(`checkSeverity.${check.severity}`)}</StateChip>
        {check.tool === 'cadastre' ? null : <TagChip>{check.tool}</TagChip>}
        {check.isActive ? null : <StateChip state="unknown">{t('check.inactive')}</StateChip>}
        {check.suiteId ? (
          <Link to="/quality/suites/$id" params={{ id: check.suiteId }} className="text-brand hover:underline">
            {t('check.suite')}
          </Link>
        ) : null}
      </div>
      <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] items-start gap-4 max-lg:grid-cols-1">
        <div className="flex flex-col gap-4">
          <Last check={check} />
          <Card title={lineTitle}>
            <ValueLine label={lineTitle} points={drawn.points} />
          </Card>
          {latest?.failing ? (
            <Card title={t('failing.title')}>
              <FailingRows failing={latest.failing} />
            </Card>
          ) : null}
          <Results id={id} first={check.results} />
        </div>
        <div className="flex flex-col gap-4">
          <Settings settings={check.settings} schema={type?.schema} />
          <Groups groups={latest?.groups ?? []} />
          {incidents.nodes.length > 0 ? (
            <Card isFlush title={t('incidents.title')}>
              <ul>
                {incidents.nodes.map((incident) => (
                  <IncidentRow key={incident.id} incident={incident} />
                ))}
              </ul>
            </Card>
          ) : null}
        </div>
      </div>
    </Frame>
  );
}

function useCounts(): (counts: { readonly errors?: number | null; readonly total?: number | null }) => string {
  const { t } = useTranslation('quality');
  const format = useFormat();
  return ({ errors, total }) => {
    if (errors == null) return '';
    return total == null ? t('rows.wrong', { shown: format.number(errors) }) : t('rows.of', { shown: format.number(errors), total: format.number(total) });
  };
}

function Last({ check }: { readonly check: Check }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const said = useSaid();
  const counts = useCounts();
  const { last } = check;
  const measured = Object.entries(asObject(check.latest.nodes[0]?.measured));
  return (
    <Card title={t('check.last')}>
      <div className="flex flex-col gap-3 text-13">
        {last ? (
          <>
            <p className="flex flex-wrap items-center gap-2">
              <OutcomeChip outcome={last.outcome} />
              <Ago at={last.at} />
              <span className="text-muted">
                {t('check.since')} <Ago at={last.since} />
              </span>
              <span className="tabular-nums">{counts(last)}</span>
            </p>
            <p className="text-14 wrap-anywhere">{said(last.message)}</p>
          </>
        ) : (
          <p className="text-muted">{t('notYet')}</p>
        )}
        <Strip moments={check.strip} />
        {measured.length > 0 ? (
          <dl className="flex flex-wrap gap-x-6 gap-y-1">
            {measured.map(([name, value]) => (
              <div key={name}>
                <dt className="font-mono text-12 text-muted">{name}</dt>
                <dd className="font-semibold tabular-nums">{typeof value === 'number' ? format.number(value) : typeof value === 'string' ? value : JSON.stringify(value)}</dd>
              </div>
            ))}
          </dl>
        ) : null}
      </div>
    </Card>
  );
}

/** What it was asked with; settings of Cadastre's own checks by the names that their form has. */
function Settings({ settings, schema }: { readonly settings: unknown; readonly schema: unknown }) {
  const { t, i18n } = useTranslation('quality');
  const titles = new Map(fieldsOf(schema, i18n.language).map(({ name, title }) => [name, title]));
  const rows = Object.entries(asObject(settings)).filter(([, value]) => value !== null);
  const texts = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  return (
    <Card title={t('check.settings')}>
      {rows.length === 0 ? <p className="text-13 text-muted">{t('check.noSettings')}</p> : null}
      <dl className="grid grid-cols-[minmax(90px,auto)_1fr] gap-x-4 gap-y-2 text-13">
        {rows.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{titles.get(name) ?? name}</dt>
            <dd className="min-w-0 font-mono text-12 whitespace-pre-wrap wrap-anywhere">{texts(value)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

function Groups({ groups }: { readonly groups: Check['latest']['nodes'][number]['groups'] }) {
  const { t } = useTranslation('quality');
  const counts = useCounts();
  const said = useSaid();
  if (groups.length === 0) return null;
  return (
    <Card title={t('check.groups')}>
      <ul className="flex max-h-96 flex-col gap-2 overflow-y-auto">
        {groups.map((group) => (
          <li key={group.value ?? ''} className="text-13">
            <p className="flex flex-wrap items-center gap-2">
              <OutcomeChip outcome={group.outcome} />
              <span className="font-medium">{group.value ?? t('failing.null')}</span>
              <span className="text-12 text-muted tabular-nums">{counts(group)}</span>
            </p>
            <p className="text-12 text-muted wrap-anywhere">{said(group.message)}</p>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Results({ id, first }: { readonly id: string; readonly first: Check['results'] }) {
  const { t } = useTranslation('quality');
  const said = useSaid();
  const counts = useCounts();
  const [isMore, setMore] = useState(false);
  const more = useInfiniteQuery({
    queryKey: ['MoreResults', id, first.pageInfo.endCursor],
    queryFn: ({ pageParam, signal }) => gql(MoreResultsDoc, { id, after: pageParam }, signal),
    enabled: isMore,
    initialPageParam: first.pageInfo.endCursor ?? null,
    getNextPageParam: ({ check: { results } }) => (results.pageInfo.hasNextPage ? (results.pageInfo.endCursor ?? null) : null),
  });
  const results = [...first.nodes, ...(more.data?.pages.flatMap((part) => part.check.results.nodes) ?? [])];
  const hasMore = isMore ? more.hasNextPage : first.pageInfo.hasNextPage;
  return (
    <Card isFlush title={t('check.results')}>
      {results.length === 0 ? <p className="p-4 text-13 text-muted">{t('notYet')}</p> : null}
      <ul>
        {results.map((result, place) => (
          <li key={`${result.at ?? ''} ${String(place)}`} className="flex min-h-(--row) flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1 text-13 last:border-b-0">
            <OutcomeChip outcome={result.outcome} />
            <Ago at={result.at ?? null} />
            <span className="tabular-nums">{counts(result)}</span>
            <span className="min-w-0 flex-1 truncate text-12 text-muted max-sm:basis-full max-sm:whitespace-normal" title={said(result.message)}>
              {said(result.message)}
            </span>
            {result.runId ? (
              <Link to={runPage(result.runId)} className="text-12 text-brand hover:underline">
                {t('check.run')}
              </Link>
            ) : null}
          </li>
        ))}
      </ul>
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
