// How checks ended, in every place that shows it: bars of a tally, a strip of the last times, a chip of one.
import { useTranslation } from 'react-i18next';
import type { CheckOutcome } from '../../../gql/types';
import { cx, StateChip, useFormat } from '../../../kit';
import { OUTCOME_STATES, OUTCOMES, partsOf, type Tally } from '../model';

const FILLS: Readonly<Record<CheckOutcome, string>> = { PASS: 'bg-good', FAIL: 'bg-bad', ERROR: 'bg-warn', NO_DATA: 'bg-faint' };
// Not by colour alone: what does not pass stands out in height as well.
const HEIGHTS: Readonly<Record<CheckOutcome, string>> = { PASS: 'h-2/5', FAIL: 'h-full', ERROR: 'h-4/5', NO_DATA: 'h-1/5' };

export function OutcomeChip({ outcome }: { readonly outcome: CheckOutcome }) {
  const { t } = useTranslation('quality');
  return <StateChip state={OUTCOME_STATES[outcome]}>{t(`outcome.${outcome}`)}</StateChip>;
}

/** What a tally says in words: `12 passed, 1 failed`. */
export function useTallyWords(): (tally: Tally) => string {
  const { t } = useTranslation('quality');
  const format = useFormat();
  return (tally) => {
    const words = partsOf(tally).map(({ outcome, count }) => t(`counted.${outcome}`, { shown: format.number(count) }));
    return words.length === 0 ? t('counted.none') : words.join(t('comma'));
  };
}

/** A tally as one bar; the words are in its name and beside it for who points at it. */
export function TallyBar({ tally, label, className }: { readonly tally: Tally; readonly label: string; readonly className?: string }) {
  const words = useTallyWords()(tally);
  return (
    <div role="img" aria-label={`${label}: ${words}`} title={words} className={cx('flex h-2.5 gap-px overflow-hidden rounded-chip bg-sunken inset-ring inset-ring-line', className)}>
      {partsOf(tally).map(({ outcome, count }) => (
        <span key={outcome} className={cx('h-full', FILLS[outcome])} style={{ width: `${(count / Math.max(1, tally.total)) * 100}%` }} />
      ))}
    </div>
  );
}

/** One row of a list of tallies: its name, its bar, its rate. */
export function TallyRow({ name, label, tally, note }: { readonly name: React.ReactNode; readonly label: string; readonly tally: Tally; readonly note?: React.ReactNode }) {
  const format = useFormat();
  return (
    <li className="grid min-h-(--row) grid-cols-[minmax(0,2fr)_minmax(0,3fr)_56px] max-sm:grid-cols-[minmax(0,1fr)_72px_56px] items-center gap-3 py-1 text-13">
      <span className="min-w-0">
        <span className="block truncate">{name}</span>
        {note ? <span className="block truncate text-12 text-muted">{note}</span> : null}
      </span>
      <TallyBar tally={tally} label={label} />
      <span className="text-right font-semibold tabular-nums">{tally.passRate == null ? '–' : format.percent(tally.passRate)}</span>
    </li>
  );
}

/** How a check ended the last times, oldest first. */
export function Strip({ moments }: { readonly moments: readonly { readonly at: string; readonly outcome: CheckOutcome }[] }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  if (moments.length === 0) return <span className="text-12 text-muted">{t('strip.none')}</span>;
  const counts = OUTCOMES.map((outcome) => ({ outcome, count: moments.filter((moment) => moment.outcome === outcome).length })).filter(({ count }) => count > 0);
  const words = counts.map(({ outcome, count }) => t(`counted.${outcome}`, { shown: format.number(count) })).join(t('comma'));
  return (
    <span role="img" aria-label={t('strip.label', { words })} className="inline-flex h-5 items-end gap-px">
      {moments.map(({ at, outcome }) => (
        <span key={at} title={`${format.dateTime(at)}: ${t(`outcome.${outcome}`)}`} className={cx('w-1.25 rounded-[1px]', FILLS[outcome], HEIGHTS[outcome])} />
      ))}
    </span>
  );
}

/** What the colours of bars and strips mean. */
export function Legend() {
  const { t } = useTranslation('quality');
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-1 text-12 text-muted">
      {OUTCOMES.map((outcome) => (
        <span key={outcome} className="inline-flex items-center gap-1.5">
          <span aria-hidden className={cx('size-2.5 rounded-[2px]', FILLS[outcome])} />
          {t(`outcome.${outcome}`)}
        </span>
      ))}
    </span>
  );
}
