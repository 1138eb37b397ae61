// The counters of a run. Read aloud at most every few seconds, however fast they move.
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx, useFormat } from '../../../kit';
import type { Counts } from '../model';

const KEYS = ['seen', 'added', 'changed', 'removed', 'held', 'failed'] as const;
const TONES: Readonly<Record<(typeof KEYS)[number], string>> = { seen: 'text-ink', added: 'text-good', changed: 'text-warn', removed: 'text-bad', held: 'text-warn', failed: 'text-bad' };
const SPEAK_MILLISECONDS = 5_000;

export function Counters({ counts }: { readonly counts: Counts }) {
  const { t } = useTranslation('runs');
  const format = useFormat();
  const spoken = useSlowly(KEYS.map((key) => `${t(`count.${key}`)} ${format.number(counts[key])}`).join(', '));
  return (
    <section aria-label={t('count.title')}>
      <dl className="grid grid-cols-6 gap-px overflow-hidden rounded-card border border-line bg-line max-md:grid-cols-3">
        {KEYS.map((key) => (
          <div key={key} className="bg-surface px-4 py-3">
            <dt className="text-12 text-muted">{t(`count.${key}`)}</dt>
            <dd data-count={key} className={cx('text-20 font-semibold tabular-nums', counts[key] === 0 ? 'text-muted' : TONES[key])}>
              {format.number(counts[key])}
            </dd>
          </div>
        ))}
      </dl>
      <p role="status" className="sr-only">
        {spoken}
      </p>
    </section>
  );
}

/** The newest text, changing no more often than every few seconds. */
function useSlowly(text: string): string {
  const [said, setSaid] = useState('');
  const latest = useRef(text);
  useEffect(() => {
    latest.current = text;
  }, [text]);
  useEffect(() => {
    const timer = setInterval(() => setSaid(latest.current), SPEAK_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  return said;
}
