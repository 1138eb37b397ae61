// Runs by day: a bar for each day, which is also the button that shows that day's
// runs; the same figures as a table for who would rather read them.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, cx, useFormat } from '../../../kit';
import { type Day, type Part, partOf, PARTS, startOf } from '../model';

const TONES: Readonly<Record<Part, string>> = { succeeded: 'bg-good', running: 'bg-brand', rest: 'bg-field', failed: 'bg-bad' };

interface Props {
  readonly days: readonly Day[];
  readonly chosen: string | undefined;
  readonly onChoose: (day: string | undefined) => void;
}

export function DayChart({ days, chosen, onChoose }: Props) {
  const { t } = useTranslation('pipelines');
  const format = useFormat();
  const [isTable, setTable] = useState(false);
  const most = Math.max(1, ...days.map((day) => day.total));
  const sums = PARTS.map((part) => ({ part, sum: days.reduce((sum, day) => sum + partOf(day, part), 0) }));
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-muted">
        {sums.map(({ part, sum }) => (
          <span key={part} className="flex items-center gap-1.5">
            <span aria-hidden className={cx('size-2.5 rounded-[2px]', TONES[part])} />
            {t(`part.${part}`)}
            <span className="font-semibold text-ink tabular-nums">{format.number(sum)}</span>
          </span>
        ))}
        <span className="flex-1" />
        <Button size="small" tone="quiet" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {t(isTable ? 'chart.asBars' : 'chart.asTable')}
        </Button>
      </div>
      {isTable ? <DayTable days={days} /> : <Bars days={days} most={most} chosen={chosen} onChoose={onChoose} />}
    </div>
  );
}

function Bars({ days, most, chosen, onChoose }: Props & { readonly most: number }) {
  const { t } = useTranslation('pipelines');
  const format = useFormat();
  return (
    <div>
      <div role="group" aria-label={t('chart.label')} className="flex h-32 items-end gap-px overflow-x-auto border-b border-line">
        {days.map((day) => {
          const said = PARTS.flatMap((part) => (partOf(day, part) > 0 ? [`${t(`part.${part}`)} ${format.number(partOf(day, part))}`] : [])).join(', ');
          const label = t('chart.day', { day: dayName(day.day, format), said: said || t('chart.none') });
          return (
            <button
              key={day.day}
              type="button"
              title={label}
              aria-label={label}
              aria-pressed={chosen === day.day}
              onClick={() => onChoose(chosen === day.day ? undefined : day.day)}
              className={cx('flex h-full min-w-6 flex-1 flex-col-reverse gap-px rounded-t-chip px-px hover:bg-sunken aria-pressed:bg-brand-soft', chosen !== undefined && chosen !== day.day && 'opacity-60')}
            >
              {PARTS.map((part) => (partOf(day, part) > 0 ? <span key={part} className={cx('w-full', TONES[part])} style={{ height: `max(2px, ${(partOf(day, part) / most) * 92}%)` }} /> : null))}
            </button>
          );
        })}
      </div>
      <div aria-hidden className="mt-1 flex justify-between text-12 text-muted tabular-nums">
        <span>{days[0] ? dayName(days[0].day, format) : ''}</span>
        <span>{dayName(days.at(-1)?.day ?? '', format)}</span>
      </div>
    </div>
  );
}

function dayName(day: string, format: ReturnType<typeof useFormat>): string {
  const start = startOf(day);
  return start === null ? day : format.date(start.toISOString());
}

function DayTable({ days }: { readonly days: readonly Day[] }) {
  const { t } = useTranslation('pipelines');
  const format = useFormat();
  const rows = days.filter((day) => day.total > 0).toReversed();
  return (
    <div tabIndex={0} role="region" aria-label={t('chart.label')} className="max-h-56 overflow-auto">
      <table className="w-full text-13">
        <thead>
          <tr>
            <th scope="col" className="h-8 px-2 text-left text-12 font-medium text-muted">
              {t('column.day')}
            </th>
            {PARTS.map((part) => (
              <th key={part} scope="col" className="h-8 px-2 text-right text-12 font-medium text-muted">
                {t(`part.${part}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((day) => (
            <tr key={day.day} className="border-t border-line">
              <th scope="row" className="px-2 py-1 text-left font-normal">
                {dayName(day.day, format)}
              </th>
              {PARTS.map((part) => (
                <td key={part} className="px-2 py-1 text-right tabular-nums">
                  {format.number(partOf(day, part))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
