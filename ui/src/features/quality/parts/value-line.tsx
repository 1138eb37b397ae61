// What a check measured over time, as a line with a mark for each result.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../kit';
import { extentOf } from '../model';

interface Props {
  readonly label: string;
  readonly points: readonly { readonly at: string; readonly value: number }[];
}

const [WIDTH, HEIGHT, EDGE] = [600, 120, 8];

export function ValueLine({ label, points }: Props) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last || points.length < 2) return <p className="text-13 text-muted">{t('line.few')}</p>;
  const [low, high] = extentOf(points.map(({ value }) => value));
  const x = (place: number): number => EDGE + (place / (points.length - 1)) * (WIDTH - 2 * EDGE);
  const y = (value: number): number => HEIGHT - EDGE - ((value - low) / (high - low)) * (HEIGHT - 2 * EDGE);
  const words = t('line.words', { count: points.length, first: format.number(first.value), last: format.number(last.value), low: format.number(Math.min(...points.map(({ value }) => value))), high: format.number(Math.max(...points.map(({ value }) => value))) });
  return (
    <figure>
      <svg role="img" aria-label={`${label}: ${words}`} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" className="h-32 w-full rounded-control border border-line bg-bg">
        <polyline points={points.map(({ value }, place) => `${x(place)},${y(value)}`).join(' ')} fill="none" vectorEffect="non-scaling-stroke" className="stroke-brand stroke-2" />
        {points.map(({ at, value }, place) => (
          // A line of no length with round ends is a dot that keeps its shape however wide the drawing is.
          <path key={at} d={`M${x(place)} ${y(value)}h0`} vectorEffect="non-scaling-stroke" strokeLinecap="round" strokeWidth={7} className="stroke-brand">
            <title>{`${format.dateTime(at)}: ${format.number(value)}`}</title>
          </path>
        ))}
      </svg>
      <figcaption className="mt-1 flex justify-between gap-2 text-12 text-muted tabular-nums">
        <span>{format.date(first.at)}</span>
        <span className="text-center">{words}</span>
        <span>{format.date(last.at)}</span>
      </figcaption>
    </figure>
  );
}
