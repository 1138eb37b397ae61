// Grey shapes where content will be. They appear after 150 ms only, because a
// flash of grey is worse than a short wait.
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../cx';

export function useDelayed(milliseconds = 150): boolean {
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setDue(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return isDue;
}

const WIDTHS = ['w-3/4', 'w-1/2', 'w-2/3', 'w-2/5', 'w-3/5'];

/** `lines` grey lines; `shape` card draws one block. */
export function Skeleton({ lines = 6, shape = 'lines' }: { readonly lines?: number; readonly shape?: 'lines' | 'rows' | 'card' }) {
  const { t } = useTranslation('kit');
  const isDue = useDelayed();
  return (
    <div role="status" aria-busy className="min-h-24">
      <span className="sr-only">{t('loading')}</span>
      {isDue ? (
        <div aria-hidden className="animate-pulse">
          {shape === 'card' ? (
            <div className="h-40 rounded-card bg-sunken" />
          ) : (
            Array.from({ length: lines }, (_, index) => (
              <div key={index} className={shape === 'rows' ? 'flex h-(--row) items-center border-b border-line' : 'py-1.5'}>
                <div className={cx('h-3 rounded-chip bg-sunken', WIDTHS[index % WIDTHS.length])} />
              </div>
            ))
          )}
        </div>
      ) : null}
    </div>
  );
}
