// The frame of sign-in and set-up: a survey plan on the left, the form on the right.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { currentLocale, setLocale } from '../../app/i18n';
import { Wordmark } from '../../app/wordmark';
import { Button } from '../../kit';

// Parcels of an imagined survey: x, y, width, height on a 12 × 12 grid.
const PARCELS: readonly (readonly [number, number, number, number])[] = [
  [0, 0, 5, 3], [5, 0, 3, 2], [8, 0, 4, 4], [5, 2, 3, 3], [0, 3, 2, 5], [2, 3, 3, 3], [8, 4, 2, 3], [10, 4, 2, 6],
  [2, 6, 4, 2], [6, 5, 2, 4], [8, 7, 2, 3], [0, 8, 3, 4], [3, 8, 3, 2], [3, 10, 5, 2], [6, 9, 2, 1], [8, 10, 4, 2],
];
const MARKED: Record<number, string> = { 2: 'fill-brand-soft', 5: 'fill-good-soft', 9: 'fill-warn-soft', 13: 'fill-brand-soft' };

function Plan() {
  return (
    <svg viewBox="-0.5 -0.5 13 13" aria-hidden className="h-full w-full" preserveAspectRatio="xMidYMid slice">
      {PARCELS.map(([x, y, width, height], index) => (
        <rect key={`${x}-${y}`} x={x + 0.06} y={y + 0.06} width={width - 0.12} height={height - 0.12} className={MARKED[index] ?? 'fill-surface'} stroke="var(--line)" strokeWidth={0.03} />
      ))}
    </svg>
  );
}

interface Props {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}

export function Frame({ title, lead, children }: Props) {
  const { t } = useTranslation('auth');
  const other = currentLocale() === 'zh' ? 'en' : 'zh';
  return (
    <div className="grid min-h-dvh lg:grid-cols-[minmax(0,1fr)_minmax(440px,560px)]">
      <aside aria-label={t('about')} className="relative hidden overflow-hidden border-r border-line bg-sunken lg:block">
        <div className="absolute inset-0">
          <Plan />
        </div>
        <p className="absolute bottom-10 left-10 max-w-[36ch] bg-bg px-4 py-3 text-20 font-semibold text-balance">{t('motto')}</p>
      </aside>
      <main className="flex flex-col bg-bg px-8 py-6">
        <div className="flex items-center justify-between">
          <Wordmark />
          <Button tone="quiet" icon="language" onClick={() => void setLocale(other)} lang={other === 'zh' ? 'zh-CN' : 'en'}>
            {t(`language.${other}`)}
          </Button>
        </div>
        <div className="mx-auto my-auto w-full max-w-88 py-10">
          <h1 className="text-28 font-semibold">{title}</h1>
          {lead ? <p className="mt-1 text-muted">{lead}</p> : null}
          <div className="mt-6">{children}</div>
        </div>
      </main>
    </div>
  );
}
