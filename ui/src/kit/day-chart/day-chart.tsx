// Figures by day as stacked bars, each of which may be chosen, and the same figures as
// a table for who would rather read them.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button/button';
import { CsvButton } from '../csv/csv-button';
import { cx } from '../cx';

export interface DayPart {
  readonly name: string;
  /** The class of its colour. */
  readonly tone: string;
  /** Its sum, where that is told. */
  readonly sum?: string;
}

export interface DayBar {
  readonly day: string;
  /** What it says in words. */
  readonly label: string;
  /** Its parts from the bottom up, as many as the chart has. */
  readonly parts: readonly number[];
}

export interface DayTable {
  readonly day: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly day: string; readonly name: string; readonly figures: readonly string[] }[];
}

interface Props {
  readonly label: string;
  readonly parts: readonly DayPart[];
  readonly bars: readonly DayBar[];
  /** What the first and the last day are called. */
  readonly ends: readonly [string, string];
  readonly table: DayTable;
  readonly chosen?: string | undefined;
  /** Makes each bar a button; again, and none is chosen. */
  readonly onChoose?: (day: string | undefined) => void;
}

export function DayChart(props: Props) {
  const { t } = useTranslation('kit');
  const [isTable, setTable] = useState(false);
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-muted">
        {props.parts.map(({ name, tone, sum }) => (
          <span key={name} className="flex items-center gap-1.5">
            <span aria-hidden className={cx('size-2.5 rounded-[2px]', tone)} />
            {name}
            {sum === undefined ? null : <span className="font-semibold text-ink tabular-nums">{sum}</span>}
          </span>
        ))}
        <span className="ml-auto flex">
          <CsvButton name={props.label} rows={() => [[props.table.day, ...props.table.columns], ...props.table.rows.map(({ day, figures }) => [day, ...figures])]} />
          <Button size="small" tone="quiet" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {t(isTable ? 'chart.asBars' : 'chart.asTable')}
          </Button>
        </span>
      </div>
      {isTable ? <Figures label={props.label} table={props.table} /> : <Bars {...props} />}
    </div>
  );
}

function Bars({ label, parts, bars, ends, chosen, onChoose }: Props) {
  const most = Math.max(1, ...bars.map((bar) => bar.parts.reduce((sum, part) => sum + part, 0)));
  const stack = (bar: DayBar) => bar.parts.map((part, place) => (part > 0 ? <span key={parts[place]?.name} className={cx('w-full', parts[place]?.tone)} style={{ height: `max(2px, ${(part / most) * 92}%)` }} /> : null));
  return (
    <div>
      {onChoose ? (
        <div role="group" aria-label={label} className="flex h-32 items-end gap-px overflow-x-auto border-b border-line">
          {bars.map((bar) => (
            <button
              key={bar.day}
              type="button"
              title={bar.label}
              aria-label={bar.label}
              aria-pressed={chosen === bar.day}
              onClick={() => onChoose(chosen === bar.day ? undefined : bar.day)}
              className={cx('flex h-full min-w-6 flex-1 flex-col-reverse gap-px rounded-t-chip px-px hover:bg-sunken aria-pressed:bg-brand-soft', chosen !== undefined && chosen !== bar.day && 'opacity-60')}
            >
              {stack(bar)}
            </button>
          ))}
        </div>
      ) : (
        <div role="img" aria-label={label} className="flex h-32 items-end gap-px border-b border-line">
          {bars.map((bar) => (
            <span key={bar.day} title={bar.label} className="flex h-full min-w-0 flex-1 flex-col-reverse gap-px hover:bg-sunken">
              {stack(bar)}
            </span>
          ))}
        </div>
      )}
      <div aria-hidden className="mt-1 flex flex-wrap justify-between gap-x-2 text-12 text-muted tabular-nums">
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </div>
    </div>
  );
}

function Figures({ label, table }: Pick<Props, 'label' | 'table'>) {
  const head = 'h-8 px-2 text-12 font-medium text-muted';
  return (
    <div tabIndex={0} role="region" aria-label={label} className="max-h-64 overflow-auto">
      <table className="w-full text-13">
        <thead>
          <tr>
            <th scope="col" className={cx(head, 'text-left')}>
              {table.day}
            </th>
            {table.columns.map((column) => (
              <th key={column} scope="col" className={cx(head, 'text-right')}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map(({ day, name, figures }) => (
            <tr key={day} className="border-t border-line">
              <th scope="row" className="px-2 py-1 text-left font-normal">
                {name}
              </th>
              {table.columns.map((column, place) => (
                <td key={column} className="px-2 py-1 text-right tabular-nums">
                  {figures[place]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
