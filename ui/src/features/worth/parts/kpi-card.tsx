// One KPI among others: where it stands, where it is to be, and where it goes.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { cx, Icon, StateChip, TagChip, TargetSpark, useFormat } from '../../../kit';
import { STATE_TEXT } from '../../../tokens/states';
import { type Kpi, lookOf } from '../model';
import { useDay, useFeedback, useProgressWords, useValue } from '../words';
import { ProgressBar } from './progress-bar';

const EDGE = { good: 'border-l-good', bad: 'border-l-bad', warn: 'border-l-warn', active: 'border-l-brand', unknown: 'border-l-field' } as const;

export function KpiCard({ kpi }: { readonly kpi: Kpi }) {
  const { t } = useTranslation('worth');
  const feedback = useFeedback();
  const words = useProgressWords();
  const look = lookOf(kpi);
  return (
    <li className={cx('flex min-w-0 break-inside-avoid flex-col gap-3 rounded-card border border-l-3 border-line bg-surface px-4 py-3', EDGE[look])}>
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-14 font-semibold wrap-anywhere">
            <Link to="/kpis/$id" params={{ id: kpi.id }} className="hover:text-brand hover:underline">
              {kpi.name}
            </Link>
          </h2>
          <p className="mt-0.5 text-12 text-muted">{t(`metric.${kpi.metric}`)}</p>
        </div>
        <StateChip state={look}>{kpi.latest || kpi.standing === 'OVERDUE' ? t(`standing.${kpi.standing}`) : t('noDataShort')}</StateChip>
      </div>
      <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,3fr)] items-end gap-4">
        <Value kpi={kpi} />
        <Trend kpi={kpi} />
      </div>
      <ProgressBar kpi={kpi} />
      <p className="text-13">{words(kpi)}</p>
      <p className={cx('text-12', look === 'bad' || look === 'good' ? STATE_TEXT[look] : 'text-muted')}>{feedback(kpi)}</p>
      <Foot kpi={kpi} />
    </li>
  );
}

function Value({ kpi }: { readonly kpi: Kpi }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const show = useValue();
  const { latest } = kpi;
  return (
    <div>
      <p className={cx('leading-none font-semibold wrap-anywhere tabular-nums', kpi.unit === 'MONEY' ? 'text-20' : 'text-28')}>{latest ? show(kpi, latest.value) : '–'}</p>
      <p className="mt-1.5 text-12 text-muted tabular-nums">{latest?.part != null && latest.whole != null && kpi.metric !== 'UNUSED_BYTES' ? t('partOf', { part: format.number(latest.part), whole: format.number(latest.whole) }) : '\u00a0'}</p>
    </div>
  );
}

function Trend({ kpi }: { readonly kpi: Kpi }) {
  const { t } = useTranslation('worth');
  const show = useValue();
  const points = kpi.recent.map(({ day, value }) => ({ day, value: Number(value) }));
  const [first, last] = [kpi.recent[0], kpi.recent.at(-1)];
  if (!first || !last || points.length < 2) return <p className="pb-1 text-right text-12 text-muted">{t('trend.few')}</p>;
  return <TargetSpark label={t('trend.words', { name: kpi.name, first: show(kpi, first.value), last: show(kpi, last.value), target: show(kpi, kpi.target) })} points={points} target={Number(kpi.target)} />;
}

function Foot({ kpi }: { readonly kpi: Kpi }) {
  const { t } = useTranslation('worth');
  const show = useValue();
  const day = useDay();
  const { forecast } = kpi;
  return (
    <div className="mt-auto flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line pt-2 text-12 text-muted">
      {kpi.owner ? (
        <span className="inline-flex items-center gap-1">
          <Icon name="user" size={13} />
          {kpi.owner.replace(/^team:/, '')}
        </span>
      ) : null}
      <span className="inline-flex items-center gap-1 tabular-nums">
        <Icon name="schedule" size={13} />
        {t('until', { day: day(kpi.until) })}
      </span>
      {forecast ? (
        <span className={cx('inline-flex items-center gap-1', forecast.isMetAtEnd ? 'text-good' : 'text-warn')}>
          <Icon name="activity" size={13} />
          {t(forecast.isMetAtEnd ? 'forecast.met' : 'forecast.notMet', { value: show(kpi, forecast.atEnd) })}
        </span>
      ) : null}
      {kpi.team ? <TagChip icon="users">{kpi.team}</TagChip> : null}
      {kpi.domain ? <TagChip icon="domain">{kpi.domain}</TagChip> : null}
      {kpi.scope === '' ? null : (
        <TagChip icon="filter" title={kpi.scope}>
          {kpi.scope}
        </TagChip>
      )}
    </div>
  );
}
