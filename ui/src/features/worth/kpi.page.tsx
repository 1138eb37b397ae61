// One KPI: its way to the target, what it saves, the assets behind it, and what it was before.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../app/gql';
import { useMay } from '../../app/session';
import type { KpiQuery } from '../../gql/types';
import { Button, Card, Confirm, cx, Failure, LineChart, LinkButton, Page as Frame, Refusal, Skeleton, StateChip, toast, useFormat } from '../../kit';
import { STATE_TEXT } from '../../tokens/states';
import { dayAt, hasAssets, lookOf } from './model';
import { KpiAssets } from './parts/kpi-assets';
import { KpiFacts } from './parts/kpi-facts';
import { KpiVersions } from './parts/kpi-versions';
import { ProgressBar } from './parts/progress-bar';
import { DeleteKpiDoc, KpiDoc, KpiResultsDoc } from './queries';
import { useDay, useFeedback, useProgressWords, useValue } from './words';

const route = getRouteApi('/shell/kpis/$id');
export type OneKpi = KpiQuery['kpi'];

export function Page() {
  const { t } = useTranslation('worth');
  const { id } = route.useParams();
  const may = useMay();
  const answer = useQuery(ask(KpiDoc, { id }));
  if (answer.isPending) return <Skeleton lines={10} />;
  if (answer.isError) return <Failure isPage error={answer.error} onRetry={() => void answer.refetch()} />;
  const { kpi } = answer.data;
  const actions = (
    <span className="contents print:hidden">
      <LinkButton to="/kpis" tone="quiet" className="print:hidden">
        {t('one.all')}
      </LinkButton>
      {may('MANAGE_KPIS') ? (
        <>
          <LinkButton to="/kpis/$id/edit" params={{ id }} icon="edit">
            {t('edit.action')}
          </LinkButton>
          <Delete kpi={kpi} />
        </>
      ) : null}
    </span>
  );
  return (
    <Frame title={kpi.name} lead={kpi.description} actions={actions}>
      <div className="flex flex-col gap-4">
        <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,5fr)] items-start gap-4 max-lg:grid-cols-1">
          <div className="flex flex-col gap-4">
            <Standing kpi={kpi} />
            <KpiFacts kpi={kpi} />
          </div>
          <div className="flex min-w-0 flex-col gap-4">
            <Way kpi={kpi} />
            <KpiVersions id={id} />
          </div>
        </div>
        {hasAssets(kpi.metric) ? <KpiAssets id={id} metric={kpi.metric} /> : null}
      </div>
    </Frame>
  );
}

function Standing({ kpi }: { readonly kpi: OneKpi }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const show = useValue();
  const feedback = useFeedback();
  const words = useProgressWords();
  const look = lookOf(kpi);
  const { latest, progress, currency } = kpi;
  return (
    <Card title={t('one.standing')} action={<StateChip state={look}>{latest || kpi.standing === 'OVERDUE' ? t(`standing.${kpi.standing}`) : t('noDataShort')}</StateChip>}>
      <p className="text-28 font-semibold wrap-anywhere tabular-nums">{latest ? show(kpi, latest.value) : '–'}</p>
      {latest?.part != null && latest.whole != null && kpi.metric !== 'UNUSED_BYTES' ? <p className="text-12 text-muted tabular-nums">{t('partOf', { part: format.number(latest.part), whole: format.number(latest.whole) })}</p> : null}
      <div className="my-3">
        <ProgressBar kpi={kpi} />
      </div>
      <p className="text-13 font-medium">{words(kpi)}</p>
      {progress?.savedAtTarget != null && currency ? <p className="mt-1 text-12 text-muted">{t('atTarget', { money: format.money(progress.savedAtTarget, currency) })}</p> : null}
      <p className={cx('mt-2 text-13', look === 'bad' || look === 'good' ? STATE_TEXT[look] : 'text-muted')}>{feedback(kpi)}</p>
    </Card>
  );
}

/** Its results since its period began, the target, and where it goes. */
function Way({ kpi }: { readonly kpi: OneKpi }) {
  const { t } = useTranslation('worth');
  const show = useValue();
  const day = useDay();
  const [now] = useState(() => Date.now());
  const today = dayAt(now);
  const answer = useQuery(ask(KpiResultsDoc, { id: kpi.id, from: kpi.from < today ? kpi.from : today, to: today }));
  const points = (answer.data?.kpiResults ?? []).map((result) => ({ day: result.day, value: Number(result.value) }));
  const { forecast } = kpi;
  const label = t('trend.words', { name: kpi.name, first: points[0] ? show(kpi, String(points[0].value)) : '–', last: points.at(-1) ? show(kpi, String(points.at(-1)?.value)) : '–', target: show(kpi, kpi.target) });
  return (
    <Card title={t('one.way')} action={<span className="text-12 text-muted">{t(kpi.isGlobal ? 'one.global' : 'one.yours')}</span>}>
      {answer.isPending ? <Skeleton lines={6} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && points.length === 0 ? <p className="text-13 text-muted">{t('trend.none')}</p> : null}
      {points.length > 0 ? (
        <LineChart
          label={label}
          lines={[{ name: t('one.value'), points }]}
          target={{ name: t('one.target'), value: Number(kpi.target) }}
          forecast={forecast && kpi.until > today ? { name: t('one.forecast'), to: { day: kpi.until, value: Number(forecast.atEnd) } } : undefined}
          days={[kpi.from, kpi.until]}
          show={(value) => show(kpi, String(value))}
          dayTitle={t('one.day')}
        />
      ) : null}
      {forecast ? (
        <p className={cx('mt-3 text-13', forecast.isMetAtEnd ? 'text-good' : 'text-warn')}>
          {t(forecast.isMetAtEnd ? 'forecast.met' : 'forecast.notMet', { value: show(kpi, forecast.atEnd) })}
          {forecast.metOn ? `${t('comma')}${t('forecast.on', { day: day(forecast.metOn) })}` : ''}
        </p>
      ) : (
        <p className="mt-3 text-12 text-muted">{t('forecast.few')}</p>
      )}
    </Card>
  );
}

function Delete({ kpi }: { readonly kpi: OneKpi }) {
  const { t } = useTranslation('worth');
  const navigate = useNavigate();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const act = useMutation({
    mutationFn: () => gql(DeleteKpiDoc, { id: kpi.id }),
    async onSuccess() {
      toast('good', t('delete.done', { name: kpi.name }));
      await navigate({ to: '/kpis' });
      await client.invalidateQueries();
    },
  });
  return (
    <>
      <Button tone="danger" icon="trash" onClick={() => setAsking(true)}>
        {t('delete.action')}
      </Button>
      <Confirm isOpen={isAsking} onClose={() => setAsking(false)} title={t('delete.title', { name: kpi.name })} text={t('delete.text')} action={t('delete.action')} isBusy={act.isPending} error={<Refusal error={act.error} />} onConfirm={() => act.mutate()} />
    </>
  );
}
