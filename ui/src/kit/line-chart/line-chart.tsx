// Values by day as lines, with a target and where it goes from here, and the same values as a table for who would
// rather read them.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button/button';
import { CsvButton } from '../csv/csv-button';
import { cx } from '../cx';
import { useFormat } from '../format/format';
import { dayNumber, type LinePoint, rangeOf, ticksOf } from './model';

export type { LinePoint } from './model';

export const LINE_TONES = ['stroke-brand', 'stroke-kind-dashboard', 'stroke-kind-metric', 'stroke-kind-topic', 'stroke-kind-model', 'stroke-kind-pipeline', 'stroke-kind-view', 'stroke-kind-file'] as const;
/** Beside colour, so that lines can be told apart without it. */
const DASHES = ['', '7 3', '2 3', '9 3 2 3', '4 2', '1 4', '12 4', '6 2 2 2'] as const;

export interface ChartLine {
  readonly name: string;
  readonly points: readonly LinePoint[];
}

interface Props {
  readonly label: string;
  readonly lines: readonly ChartLine[];
  readonly target?: { readonly name: string; readonly value: number } | undefined;
  /** From the last value to one that is expected. */
  readonly forecast?: { readonly name: string; readonly to: LinePoint } | undefined;
  /** The days to draw; those of the lines where nothing is said. */
  readonly days?: readonly [string, string] | undefined;
  readonly show: (value: number) => string;
  /** Whether the scale begins at 0, as that of counts and parts of a whole should. */
  readonly isFromZero?: boolean;
  /** What the column of days is called in the table. */
  readonly dayTitle: string;
}

export function LineChart(props: Props) {
  const { t } = useTranslation('kit');
  const [isTable, setTable] = useState(false);
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-muted">
        {props.lines.map(({ name }, place) => (
          <Key key={name} name={name} place={place} />
        ))}
        {props.target ? <Key name={`${props.target.name} ${props.show(props.target.value)}`} className="stroke-good [stroke-dasharray:4_3]" /> : null}
        {props.forecast ? <Key name={props.forecast.name} className="stroke-brand [stroke-dasharray:2_3]" /> : null}
        <span className="ml-auto flex">
          <CsvButton name={props.label} rows={() => linesTable(props)} />
          <Button size="small" tone="quiet" aria-pressed={isTable} className="print:hidden" onClick={() => setTable(!isTable)}>
            {t(isTable ? 'chart.asLines' : 'chart.asTable')}
          </Button>
        </span>
      </div>
      {isTable ? <Values {...props} /> : <Lines {...props} />}
    </div>
  );
}

function Key({ name, place = 0, className }: { readonly name: string; readonly place?: number; readonly className?: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <svg aria-hidden viewBox="0 0 20 6" className="h-1.5 w-5">
        <path d="M0 3h20" strokeWidth={2} fill="none" {...(className ? {} : { strokeDasharray: DASHES[place % DASHES.length] })} className={className ?? LINE_TONES[place % LINE_TONES.length]} />
      </svg>
      {name}
    </span>
  );
}

const [WIDTH, HEIGHT] = [600, 200];

/** How days and values become places of the drawing. */
function scaleOf({ lines, target, forecast, days, isFromZero = false }: Props) {
  const points = [...lines.flatMap((line) => line.points), ...(forecast ? [forecast.to] : [])];
  const numbers = [...points.map(({ day }) => dayNumber(day)), ...(days ?? []).map(dayNumber)];
  const [first, last] = numbers.length > 0 ? [Math.min(...numbers), Math.max(...numbers)] : [0, 1];
  const [low, high] = rangeOf([...points.map(({ value }) => value), ...(target ? [target.value] : [])], isFromZero);
  return {
    first,
    last,
    low,
    high,
    x: (day: string) => (last === first ? WIDTH / 2 : ((dayNumber(day) - first) / (last - first)) * WIDTH),
    y: (value: number) => HEIGHT - ((value - low) / (high - low)) * HEIGHT,
  };
}

function Lines(props: Props) {
  const format = useFormat();
  const { label, lines, target, forecast, show } = props;
  const { first, last, low, high, x, y } = scaleOf(props);
  const date = (day: number) => format.date(new Date(day * 86_400_000 + 43_200_000).toISOString());
  const end = lines[0]?.points.at(-1);
  return (
    <div className="flex">
      <div aria-hidden className="relative mr-2 h-52 w-14 shrink-0 text-right text-12 text-muted tabular-nums">
        {ticksOf(low, high).map((tick) => (
          <span key={tick} className="absolute right-0 -translate-y-1/2 whitespace-nowrap" style={{ top: `${(y(tick) / HEIGHT) * 100}%` }}>
            {show(tick)}
          </span>
        ))}
      </div>
      <div className="min-w-0 flex-1">
        <svg role="img" aria-label={label} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="h-52 w-full overflow-visible border-b border-field">
          {ticksOf(low, high).map((tick) => (
            <path key={tick} d={`M0 ${y(tick)}h${WIDTH}`} vectorEffect="non-scaling-stroke" className="stroke-line" />
          ))}
          {target ? <path d={`M0 ${y(target.value)}h${WIDTH}`} vectorEffect="non-scaling-stroke" strokeDasharray="4 3" strokeWidth={1.5} className="stroke-good" /> : null}
          {forecast && end ? <path d={`M${x(end.day)} ${y(end.value)}L${x(forecast.to.day)} ${y(forecast.to.value)}`} vectorEffect="non-scaling-stroke" strokeDasharray="2 3" strokeWidth={2} fill="none" className="stroke-brand" /> : null}
          {lines.map((line, place) => (
            <g key={line.name} className={LINE_TONES[place % LINE_TONES.length]}>
              <polyline points={line.points.map(({ day, value }) => `${x(day)},${y(value)}`).join(' ')} fill="none" vectorEffect="non-scaling-stroke" strokeWidth={2} strokeDasharray={DASHES[place % DASHES.length]} strokeLinejoin="round" />
              {line.points.map(({ day, value }, at) => (
                // A line of no length with round ends is a dot that keeps its shape however wide the drawing is.
                <path key={day} d={`M${x(day)} ${y(value)}h0`} vectorEffect="non-scaling-stroke" strokeLinecap="round" strokeWidth={at === line.points.length - 1 ? 8 : line.points.length > 40 ? 3 : 5}>
                  <title>{`${line.name} · ${date(dayNumber(day))}: ${show(value)}`}</title>
                </path>
              ))}
            </g>
          ))}
        </svg>
        <div aria-hidden className="mt-1 flex flex-wrap justify-between gap-x-2 text-12 text-muted tabular-nums">
          <span className="whitespace-nowrap">{date(first)}</span>
          {last === first ? null : <span className="whitespace-nowrap">{date(last)}</span>}
        </div>
      </div>
    </div>
  );
}

/** The days of any line, newest first, and what each line says of them. */
function daysOf(lines: readonly ChartLine[]) {
  const days = [...new Set(lines.flatMap((line) => line.points.map(({ day }) => day)))].sort().toReversed();
  return { days, known: lines.map((line) => new Map(line.points.map(({ day, value }) => [day, value]))) };
}

/** The values as they are, for programs. */
function linesTable({ lines, dayTitle }: Props): string[][] {
  const { days, known } = daysOf(lines);
  return [[dayTitle, ...lines.map(({ name }) => name)], ...days.map((day) => [day, ...known.map((line) => String(line.get(day) ?? ''))])];
}

function Values({ label, lines, show, dayTitle }: Props) {
  const format = useFormat();
  const head = 'h-8 px-2 text-12 font-medium text-muted';
  const { days, known } = daysOf(lines);
  return (
    <div tabIndex={0} role="region" aria-label={label} className="max-h-64 overflow-auto">
      <table className="w-full text-13">
        <thead>
          <tr>
            <th scope="col" className={cx(head, 'text-left')}>
              {dayTitle}
            </th>
            {lines.map(({ name }) => (
              <th key={name} scope="col" className={cx(head, 'text-right')}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map((day) => (
            <tr key={day} className="border-t border-line">
              <th scope="row" className="px-2 py-1 text-left font-normal">
                {format.date(`${day}T12:00:00Z`)}
              </th>
              {lines.map(({ name }, place) => {
                const value = known[place]?.get(day);
                return (
                  <td key={name} className="px-2 py-1 text-right tabular-nums">
                    {value === undefined ? '–' : show(value)}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface SparkProps {
  readonly label: string;
  readonly points: readonly LinePoint[];
  readonly target: number;
  /** Where it is expected to be, and when. */
  readonly to?: LinePoint | undefined;
}

/** A small line against its target, for a row among others. */
export function TargetSpark({ label, points, target, to }: SparkProps) {
  const [width, height] = [200, 48];
  const all = [...points, ...(to ? [to] : [])];
  const numbers = all.map(({ day }) => dayNumber(day));
  const [first, last] = [Math.min(...numbers), Math.max(...numbers)];
  const [low, high] = rangeOf([...all.map(({ value }) => value), target]);
  const x = (day: string) => (last === first ? width : ((dayNumber(day) - first) / (last - first)) * width);
  const y = (value: number) => height - ((value - low) / (high - low)) * height;
  const end = points.at(-1);
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" className="h-12 w-full overflow-visible">
      <path d={`M0 ${y(target)}h${width}`} vectorEffect="non-scaling-stroke" strokeDasharray="4 3" className="stroke-good" />
      <polyline points={points.map(({ day, value }) => `${x(day)},${y(value)}`).join(' ')} fill="none" vectorEffect="non-scaling-stroke" strokeWidth={2} className="stroke-brand" />
      {to && end ? <path d={`M${x(end.day)} ${y(end.value)}L${x(to.day)} ${y(to.value)}`} fill="none" vectorEffect="non-scaling-stroke" strokeDasharray="2 3" strokeWidth={1.5} className="stroke-brand" /> : null}
      {end ? <path d={`M${x(end.day)} ${y(end.value)}h0`} vectorEffect="non-scaling-stroke" strokeLinecap="round" strokeWidth={7} className="stroke-brand" /> : null}
    </svg>
  );
}
