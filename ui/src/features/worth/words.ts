// Values of KPIs, and what is said of them, in the reader's language.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../kit';
import type { Kpi } from './model';

/** Shows a value of a KPI in its unit. */
export function useValue(): (kpi: Pick<Kpi, 'unit' | 'metric' | 'currency'>, value: string) => string {
  const format = useFormat();
  return ({ unit, metric, currency }, value) => {
    if (unit === 'PERCENTAGE') return `${format.decimal(value)}%`;
    if (unit === 'MONEY') return format.money(value, currency ?? '');
    return metric === 'UNUSED_BYTES' ? format.bytes(Number(value)) : format.decimal(value);
  };
}

/** What the service says of a KPI. */
export function useFeedback(): (kpi: Pick<Kpi, 'feedback'>) => string {
  const { i18n } = useTranslation('worth');
  return ({ feedback: [english = '', chinese = ''] }) => (i18n.language.startsWith('zh') ? chinese : english);
}

/** A day of UTC, written out. */
export function useDay(): (day: string) => string {
  const format = useFormat();
  return (day) => format.date(`${day}T12:00:00Z`);
}

/** A sentence begins with a capital letter, where the script has them. */
const begun = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);

/** How much of the way a KPI has gone, and what that saves, as one sentence. */
export function useProgressWords(): (kpi: Kpi) => string {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const show = useValue();
  return (kpi) => {
    const { progress, latest, currency } = kpi;
    if (!progress || !latest) return t('noData');
    const done = t('done', { shown: format.percent(Number(progress.raw)) });
    const met = t(progress.isMet ? 'met' : 'notMet');
    if (progress.saved == null || progress.reduction == null || !currency) return begun(`${done}${t('comma')}${met}`);
    const isOver = progress.saved.startsWith('-');
    const words = { share: show(kpi, progress.reduction.replace('-', '')), money: format.money(progress.saved.replace('-', ''), currency) };
    return begun(`${t(isOver ? 'overspent' : 'saved', words)}${t('comma')}${done}${t('comma')}${met}`);
  };
}
