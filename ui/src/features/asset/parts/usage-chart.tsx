// Queries by day as bars of reads and writes, and the same figures as a table for
// who would rather read them.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, useFormat } from '../../../kit';
import { joinDays, mostOf, type UsedDay } from '../usage';

/** More bars than this are too thin to be told apart. */
const MOST_BARS = 92;

export function UsageChart({ days }: { readonly days: readonly UsedDay[] }) {
  const { t } = useTranslation('asset');
  const format = useFormat();
  const [isTable, setTable] = useState(false);
  // Days are those of UTC, whatever the reader's zone; noon is the same day nearly everywhere.
  const name = (day: string): string => format.date(`${day}T12:00:00Z`);
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-muted">
        {(['reads', 'writes'] as const).map((part) => (
          <span key={part} className="flex items-center gap-1.5">
            <span aria-hidden className={`size-2.5 rounded-[2px] ${part === 'reads' ? 'bg-brand' : 'bg-warn'}`} />
            {t(`usage.${part}`)}
          </span>
        ))}
        <span className="flex-1" />
        <Button size="small" tone="quiet" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {t(isTable ? 'usage.asBars' : 'usage.asTable')}
        </Button>
      </div>
      {isTable ? <DayTable days={days} name={name} /> : <Bars days={days} name={name} />}
    </div>
  );
}

interface Props {
  readonly days: readonly UsedDay[];
  readonly name: (day: string) => string;
}

function Bars({ days, name }: Props) {
  const { t } = useTranslation('asset');
  const format = useFormat();
  const bars = joinDays(days, MOST_BARS);
  // A query that reads and writes is in both parts of its bar.
  const most = Math.max(1, ...bars.map((bar) => bar.reads + bar.writes));
  const [first, last] = [days[0]?.day ?? '', days.at(-1)?.day ?? ''];
  const queries = days.reduce((sum, day) => sum + day.queries, 0);
  const label = t('usage.chartText', { from: name(first), to: name(last), queries: format.number(queries), most: format.number(mostOf(days)) });
  return (
    <div>
      <div role="img" aria-label={label} className="flex h-32 items-end gap-px border-b border-line">
        {bars.map((bar) => (
          <span key={bar.day} title={t('usage.day', { day: name(bar.day), reads: format.number(bar.reads), writes: format.number(bar.writes) })} className="flex h-full min-w-0 flex-1 flex-col-reverse gap-px hover:bg-sunken">
            {(['reads', 'writes'] as const).map((part) => (bar[part] > 0 ? <span key={part} className={part === 'reads' ? 'bg-brand' : 'bg-warn'} style={{ height: `max(2px, ${(bar[part] / most) * 96}%)` }} /> : null))}
          </span>
        ))}
      </div>
      <div aria-hidden className="mt-1 flex justify-between text-12 text-muted tabular-nums">
        <span>{name(first)}</span>
        <span>{name(last)}</span>
      </div>
    </div>
  );
}

function DayTable({ days, name }: Props) {
  const { t } = useTranslation('asset');
  const format = useFormat();
  const rows = days.filter((day) => day.queries > 0).toReversed();
  const columns = ['queries', 'reads', 'writes', 'users'] as const;
  return (
    <div tabIndex={0} role="region" aria-label={t('usage.chart')} className="max-h-64 overflow-auto">
      <table className="w-full text-13">
        <thead>
          <tr>
            <th scope="col" className="h-8 px-2 text-left text-12 font-medium text-muted">
              {t('usage.dayColumn')}
            </th>
            {columns.map((column) => (
              <th key={column} scope="col" className="h-8 px-2 text-right text-12 font-medium text-muted">
                {t(`usage.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((day) => (
            <tr key={day.day} className="border-t border-line">
              <th scope="row" className="px-2 py-1 text-left font-normal">
                {name(day.day)}
              </th>
              {columns.map((column) => (
                <td key={column} className="px-2 py-1 text-right tabular-nums">
                  {format.number(day[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
