// How a score comes about: each part with its weight and what it adds, and what is left out because nothing is known of it.
import { useTranslation } from 'react-i18next';
import type { HealthGroupFactsFragment, HealthPart } from '../../../gql/types';
import { Card, cx, useFormat } from '../../../kit';
import { scoreOf } from '../groups';

const COLUMNS = ['part', 'ratio', 'of', 'weight', 'adds'] as const;

export function Formula({ group, onOpen }: { readonly group: HealthGroupFactsFragment; readonly onOpen: (part: HealthPart) => void }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const weights = group.parts.reduce((sum, { weight }) => sum + weight, 0);
  const score = scoreOf(group.parts);
  return (
    <Card title={t('health.formula')}>
      <p className="mb-2 text-12 text-muted">{t('health.formulaText')}</p>
      <div tabIndex={0} role="region" aria-label={t('health.formula')} className="overflow-x-auto">
        <table className="w-full text-13 sm:min-w-[560px]">
          <thead>
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" className={cx('h-7 px-2 text-12 font-medium text-muted', column === 'ratio' && 'max-sm:hidden', column === 'part' || column === 'ratio' ? 'text-left' : 'text-right')}>
                  {t(`formula.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {group.parts.map(({ part, has, of, ratio, weight }) => (
              <tr key={part} className={cx('border-t border-line', weight === 0 && 'text-muted')}>
                <th scope="row" className="px-2 text-left font-normal whitespace-nowrap">
                  {t(`part.${part}`)}
                </th>
                <td className="w-2/5 px-2 max-sm:hidden">
                  <div role="img" aria-label={format.percent(ratio)} className="h-2 overflow-hidden rounded-chip bg-sunken inset-ring inset-ring-line">
                    <div className="h-full bg-brand" style={{ width: `${ratio * 100}%` }} />
                  </div>
                </td>
                <td className="px-2 py-1 text-right whitespace-nowrap tabular-nums">
                  <button type="button" onClick={() => onOpen(part)} className="min-h-6 text-brand hover:underline" aria-label={t('health.open', { part: t(`part.${part}`), has: format.number(has), of: format.number(of) })}>
                    {t('partOf', { part: format.number(has), whole: format.number(of) })}
                  </button>
                  <span className="ml-2 font-semibold">{format.percent(ratio)}</span>
                </td>
                <td className="px-2 text-right whitespace-nowrap tabular-nums">× {format.number(weight)}</td>
                <td className="px-2 text-right whitespace-nowrap tabular-nums">{weights === 0 ? '–' : format.percent((ratio * weight) / weights)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="border-t border-field font-semibold">
              <th scope="row" className="px-2 py-1 text-left">
                {t('health.score')}
              </th>
              <td aria-hidden className="max-sm:hidden" />
              <td aria-hidden />
              <td className="px-2 text-right whitespace-nowrap tabular-nums">÷ {format.number(weights)}</td>
              <td className="px-2 text-right whitespace-nowrap tabular-nums">{score === null ? '–' : format.percent(score)}</td>
            </tr>
          </tfoot>
        </table>
      </div>
      {group.missing.length > 0 ? <p className="mt-2 text-12 text-muted">{t('health.missing', { parts: group.missing.map((part) => t(`part.${part}`)).join(t('comma')) })}</p> : null}
    </Card>
  );
}
