// How numbers are spread, as bars of equal width.
import { useTranslation } from 'react-i18next';
import { cx, useFormat } from '../../../kit';
import type { Bin } from '../profile';

export function Histogram({ name, bins, isLarge = false }: { readonly name: string; readonly bins: readonly Bin[]; readonly isLarge?: boolean }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const [first, last] = [bins[0], bins.at(-1)];
  if (!first || !last) return null;
  const most = Math.max(1, ...bins.map(({ count }) => count));
  const label = t('profile.spread', { name, from: format.number(first.from), to: format.number(last.to), most: format.number(most) });
  return (
    <div>
      <div role="img" aria-label={label} className={cx('flex items-end gap-px border-b border-line', isLarge ? 'h-24' : 'h-6 w-32')}>
        {bins.map(({ from, to, count }) => (
          <span key={from} title={t('profile.bin', { from: format.number(from), to: format.number(to), count: format.number(count) })} className="flex-1 rounded-t-[1px] bg-brand" style={{ height: count === 0 ? 0 : `max(1px, ${(count / most) * 100}%)` }} />
        ))}
      </div>
      {isLarge ? (
        <p aria-hidden className="mt-1 flex justify-between text-12 text-muted tabular-nums">
          <span>{format.number(first.from)}</span>
          <span>{format.number(last.to)}</span>
        </p>
      ) : null}
    </div>
  );
}
