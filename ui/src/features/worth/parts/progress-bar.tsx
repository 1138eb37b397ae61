// How far a KPI has come: from where it began to its target.
import { useTranslation } from 'react-i18next';
import { cx, useFormat } from '../../../kit';
import type { State } from '../../../tokens/states';
import { type Kpi, lookOf } from '../model';
import { useValue } from '../words';

const FILL: Readonly<Record<State, string>> = { good: 'bg-good', bad: 'bg-bad', warn: 'bg-warn', active: 'bg-brand', unknown: 'bg-faint' };

export function ProgressBar({ kpi }: { readonly kpi: Kpi }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const show = useValue();
  const bar = kpi.progress?.bar ?? 0;
  const start = kpi.baseline == null ? null : show(kpi, kpi.baseline);
  return (
    <div>
      <div
        role="meter"
        aria-label={t('progressOf', { name: kpi.name })}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(bar * 100)}
        aria-valuetext={kpi.progress ? format.percent(Number(kpi.progress.raw)) : t('noData')}
        className="h-2.5 overflow-hidden rounded-chip bg-sunken inset-ring inset-ring-line print:border print:border-line"
      >
        <div className={cx('h-full', FILL[lookOf(kpi)])} style={{ width: `${bar * 100}%` }} />
      </div>
      <div className="mt-1 flex justify-between text-12 text-muted tabular-nums">
        <span>{start === null ? (kpi.unit === 'PERCENTAGE' ? '0%' : '0') : t('from', { value: start })}</span>
        <span>{t('target', { value: show(kpi, kpi.target) })}</span>
      </div>
    </div>
  );
}
