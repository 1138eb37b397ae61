// What was measured of one column: a row, and what there is more of it below.
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cx, Icon, useFormat } from '../../../kit';
import { absentChange, absentOf, type ColumnProfile, type Top } from '../profile';
import { useSaid } from '../words';
import { Histogram } from './histogram';

interface Props {
  readonly column: ColumnProfile;
  readonly rows: number;
  /** The same column in the profile before. */
  readonly before: ColumnProfile | undefined;
  readonly rowsBefore: number;
}

/** How many columns the table has. */
export const CELLS = 5;

export function ProfiledColumn({ column, rows, before, rowsBefore }: Props) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const absent = absentOf(column, rows);
  const change = absentChange(column, rows, before, rowsBefore);
  return (
    <>
      <tr className="border-b border-line hover:bg-bg">
        <th scope="row" className="max-w-70 px-2 text-left font-normal">
          <button type="button" aria-expanded={isOpen} aria-controls={isOpen ? id : undefined} onClick={() => setOpen(!isOpen)} className="flex min-h-8 max-w-full items-center gap-1.5 rounded-control px-1 font-mono hover:text-brand">
            <Icon name={isOpen ? 'down' : 'right'} size={13} />
            <span className="truncate">{column.name}</span>
          </button>
        </th>
        <td className="w-48 px-3">
          {absent === null ? (
            <span className="text-muted">–</span>
          ) : (
            <span className="flex items-center gap-2">
              <span aria-hidden className="h-2 w-20 overflow-hidden rounded-chip bg-sunken inset-ring inset-ring-line">
                <span className="block h-full bg-warn" style={{ width: `${Math.min(1, absent) * 100}%` }} />
              </span>
              <span className="tabular-nums">{format.percent(absent)}</span>
              {change === null ? null : <span className={cx('text-12 tabular-nums', change > 0 ? 'text-bad' : 'text-good')}>{t(change > 0 ? 'profile.more' : 'profile.less', { change: format.percent(Math.abs(change)) })}</span>}
            </span>
          )}
        </td>
        <td className="px-3 tabular-nums">{column.distinct === null ? '–' : `${column.isEstimate ? '≈ ' : ''}${format.number(column.distinct)}`}</td>
        <td className="max-w-80 truncate px-3 font-mono text-12">{column.min === null && column.max === null ? '' : t('profile.range', { min: column.min ?? '', max: column.max ?? '' })}</td>
        <td className="px-3 py-1">
          <Histogram name={column.name} bins={column.histogram} />
        </td>
      </tr>
      {isOpen ? (
        <tr id={id} className="border-b border-line bg-bg">
          <td colSpan={CELLS} className="px-4 py-3">
            <More column={column} rows={rows} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function More({ column, rows }: { readonly column: ColumnProfile; readonly rows: number }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const said = useSaid();
  const isBare = column.figures.length === 0 && column.top.length === 0 && column.patterns.length === 0 && column.histogram.length === 0;
  return (
    <div className="flex flex-col gap-4">
      {column.trouble ? <p className="text-12 text-warn">{said(column.trouble)}</p> : null}
      {isBare ? <p className="text-12 text-muted">{t('profile.counts')}</p> : null}
      <dl className="flex flex-wrap gap-x-6 gap-y-2">
        {column.figures.map(([name, value]) => (
          <div key={name}>
            <dt className="text-12 text-muted">{t(`profile.figure.${name}`)}</dt>
            <dd className="font-semibold tabular-nums">{format.number(value)}</dd>
          </div>
        ))}
      </dl>
      <div className="grid grid-cols-3 gap-6 max-lg:grid-cols-1">
        {column.histogram.length > 0 ? <Histogram name={column.name} bins={column.histogram} isLarge /> : null}
        <Tops title={t('profile.top')} tops={column.top} rows={rows} />
        <Tops title={t('profile.patterns')} tops={column.patterns} rows={rows} />
      </div>
    </div>
  );
}

function Tops({ title, tops, rows }: { readonly title: string; readonly tops: readonly Top[]; readonly rows: number }) {
  const format = useFormat();
  if (tops.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className="mb-1 text-12 font-semibold text-muted">{title}</h3>
      <ul>
        {tops.map(({ value, count }) => (
          <li key={value} className="relative flex justify-between gap-3 px-1.5 py-0.5 text-12">
            <span aria-hidden className="absolute inset-y-0.5 left-0 rounded-chip bg-brand-soft" style={{ width: `${rows > 0 ? Math.min(1, count / rows) * 100 : 0}%` }} />
            <span className="relative min-w-0 truncate font-mono">{value}</span>
            <span className="relative tabular-nums">{format.number(count)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
