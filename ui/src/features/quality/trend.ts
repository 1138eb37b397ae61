// How the results of days become lines. Pure.
import type { QualityDimension, QualityTrendQuery } from '../../gql/types';

/** The days that can be looked at. */
export const SPANS = [30, 90, 365] as const;
export type Span = (typeof SPANS)[number];

/** One of the spans, as an address or a list names it. */
export const spanOf = (value: unknown): Span | undefined => SPANS.find((span) => span === Number(value));

export type Day = QualityTrendQuery['qualityTrend'][number];

/** Lines of one drawing that can still be told apart, that of everything among them. */
const MOST = 8;

export interface TrendLine {
  /** `null` for all sides together. */
  readonly dimension: QualityDimension | null;
  readonly points: readonly { readonly day: string; readonly value: number }[];
}

/** The rate of all together and of each side, most days first where there are too many; days without a judged result have no point. */
export function linesOf(days: readonly Day[]): TrendLine[] {
  const all = days.flatMap(({ day, tally }) => (tally.passRate == null ? [] : [{ day, value: tally.passRate }]));
  if (all.length === 0) return [];
  const sides = new Map<QualityDimension, { day: string; value: number }[]>();
  for (const { day, byDimension } of days) {
    for (const { dimension, tally } of byDimension) {
      if (tally.passRate != null) sides.set(dimension, [...(sides.get(dimension) ?? []), { day, value: tally.passRate }]);
    }
  }
  const lines = [...sides].map(([dimension, points]) => ({ dimension, points })).toSorted((one, other) => other.points.length - one.points.length);
  return [{ dimension: null, points: all }, ...lines.slice(0, MOST - 1)];
}
