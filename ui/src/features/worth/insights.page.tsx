// How the catalog grows and is cared for over time, and who looks at what.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/gql';
import { Card, Failure, LineChart, Page as Frame, Select, Skeleton, useFormat, useKindName, useTierName } from '../../kit';
import { CHARTS, INSIGHT_NAMES, type InsightName, largest, MOST_LINES, numberOf, SPANS, type Span } from './groups';
import { InsightsDoc } from './insight-queries';
import { COUNTED_KINDS, dayAt } from './model';
import { ActivityCards } from './parts/activity';
import { InsightFilters } from './parts/insight-filters';
import { League } from './parts/league';

const route = getRouteApi('/shell/insights');

export function Page() {
  const { t } = useTranslation('worth');
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/insights' });
  const [now] = useState(() => Date.now());
  const span: Span = search.span ?? 30;
  const [from, to] = [dayAt(now, -span), dayAt(now)];
  return (
    <Frame title={t('insights.title')} lead={t('insights.lead')}>
      <div className="flex flex-col gap-4">
        <div role="group" aria-label={t('filter.label')} className="flex flex-wrap gap-3">
          <Select label={t('insights.span')} value={String(span)} options={SPANS.map((value) => ({ value: String(value), label: t('insights.days', { count: value }) }))} onChange={(next) => void navigate({ search: { ...search, span: next === '30' ? undefined : numberOf(next, SPANS) }, replace: true })} />
          <InsightFilters search={search} onChange={(next) => void navigate({ search: next, replace: true })} />
        </div>
        <div className="grid grid-cols-2 items-start gap-4 max-xl:grid-cols-1">
          {INSIGHT_NAMES.map((name) => (
            <Chart key={name} name={name} from={from} to={to} />
          ))}
        </div>
        <h2 className="text-16 font-semibold">{t('insights.people')}</h2>
        <ActivityCards from={from} to={to} />
        <League />
        <p className="text-12 text-muted">
          {t('insights.goals')}{' '}
          <Link to="/kpis" className="text-brand underline">
            {t('board.title')}
          </Link>
        </p>
      </div>
    </Frame>
  );
}

function Chart({ name, from, to }: { readonly name: InsightName; readonly from: string; readonly to: string }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const kindName = useKindName();
  const tierName = useTierName();
  const { team, domain, tier, kind, source } = route.useSearch();
  const filter = { team: team ?? null, domain: domain ?? null, tier: tier ?? null, kind: COUNTED_KINDS.find((known) => known.toLowerCase() === kind) ?? null, source: source ?? null };
  const answer = useQuery({ ...ask(InsightsDoc, { chart: CHARTS[name], filter, from, to }), placeholderData: (before) => before });
  const insights = answer.data?.insights;
  const lines = largest(insights?.lines ?? []);
  const nameOf = (line: string | null | undefined) => {
    if (line == null) return t('insights.all');
    if (line === '') return t('without.source');
    if (name === 'tiers') return tierName(line);
    return CHARTS[name].endsWith('BY_SOURCE') ? line : kindName(line);
  };
  const show = (value: number) => (insights?.isShare ? format.percent(value) : name === 'bytes' ? format.bytes(value) : format.number(value));
  const drawn = lines.map((line) => ({ name: nameOf(line.name), points: line.points.flatMap(({ day, part, ratio }) => (insights?.isShare ? (ratio == null ? [] : [{ day, value: ratio }]) : [{ day, value: part }])) })).filter(({ points }) => points.length > 0);
  return (
    <Card title={t(`chart.${name}`)} action={insights?.isGlobal ? <span className="text-12 text-muted">{t('one.global')}</span> : null}>
      {answer.isPending ? <Skeleton lines={6} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && drawn.length === 0 ? <p className="text-13 text-muted">{t('insights.none')}</p> : null}
      {drawn.length > 0 ? <LineChart label={t(`chart.${name}`)} lines={drawn} isFromZero show={show} dayTitle={t('one.day')} /> : null}
      {(insights?.lines.length ?? 0) > MOST_LINES ? <p className="mt-2 text-12 text-muted">{t('insights.largest', { count: MOST_LINES })}</p> : null}
    </Card>
  );
}
