// What other pages show of worth: the health of an asset, and the KPIs on the home page.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../app/gql';
import { cx, StateChip, useFormat } from '../../kit';
import { scoreState } from './groups';
import { HealthOfDoc } from './health-queries';
import { RecordViewDoc } from './insight-queries';
import { lookOf } from './model';
import { ProgressBar } from './parts/progress-bar';
import { HomeKpisDoc } from './queries';
import { useFeedback, useValue } from './words';

/** One sitting: the time that this copy of the application is open. It is random, and is kept nowhere. */
const SITTING = crypto.randomUUID();
const seen = new Set<string>();

/** Whether the reader asked not to be followed. */
function asksNotToBeSeen(): boolean {
  return navigator.doNotTrack === '1' || (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true;
}

export function HealthChip({ assetId }: { readonly assetId: string }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const answer = useQuery(ask(HealthOfDoc, { id: assetId }));
  useEffect(() => {
    if (seen.has(assetId) || asksNotToBeSeen()) return;
    seen.add(assetId);
    // Nobody waits for it, and a view that is not counted harms nobody.
    gql(RecordViewDoc, { asset: assetId, session: SITTING }).catch(() => seen.delete(assetId));
  }, [assetId]);
  const health = answer.data?.healthOf;
  if (health?.score == null) return null;
  const parts = health.parts.map(({ part, ratio }) => `${t(`part.${part}`)} ${format.percent(ratio)}`).join(t('comma'));
  return (
    <Link to="/health" title={parts} className="hover:brightness-95">
      <StateChip state={scoreState(health.score)}>{t('chip.label', { score: format.percent(health.score) })}</StateChip>
    </Link>
  );
}

const SHOWN = 4;
/** Those that are late first, then those on their way, then those that are done. */
const ORDER = { OVERDUE: 0, IN_PROGRESS: 1, MET_EARLY: 2, MET: 3 } as const;

export function KpiStrip() {
  const { t } = useTranslation('worth');
  const show = useValue();
  const feedback = useFeedback();
  const answer = useQuery(ask(HomeKpisDoc, {}));
  const kpis = (answer.data?.kpis.nodes ?? []).toSorted((one, other) => ORDER[one.standing] - ORDER[other.standing] || one.daysLeft - other.daysLeft).slice(0, SHOWN);
  // A home without KPIs is a home: what is not there is not asked for.
  if (kpis.length === 0) return null;
  return (
    <section aria-label={t('strip.title')} className="mb-4">
      <header className="mb-2 flex items-baseline gap-3">
        <h2 className="text-16 font-semibold">{t('strip.title')}</h2>
        <Link to="/kpis" className="text-13 text-brand hover:underline">
          {t('strip.all')}
        </Link>
      </header>
      <ul className="grid grid-cols-4 gap-4 max-xl:grid-cols-2 max-sm:grid-cols-1">
        {kpis.map((kpi) => (
          <li key={kpi.id} className="flex min-w-0 flex-col gap-2 rounded-card border border-line bg-surface px-4 py-3">
            <div className="flex items-baseline gap-2">
              <Link to="/kpis/$id" params={{ id: kpi.id }} title={kpi.name} className="min-w-0 flex-1 truncate text-13 font-medium hover:text-brand hover:underline">
                {kpi.name}
              </Link>
              <span className="text-16 font-semibold whitespace-nowrap tabular-nums">{kpi.latest ? show(kpi, kpi.latest.value) : '–'}</span>
            </div>
            <ProgressBar kpi={kpi} />
            <p className={cx('text-12', lookOf(kpi) === 'bad' ? 'text-bad' : 'text-muted')}>{feedback(kpi)}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
