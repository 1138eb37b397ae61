// What was measured of a table, read out of the JSON that the server keeps; what a version does not know is left out.
import { asObject } from '../../kit';
import type { Said } from './words';

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

export interface Top {
  readonly value: string;
  readonly count: number;
}

export interface ColumnProfile {
  readonly name: string;
  readonly nulls: number | null;
  readonly distinct: number | null;
  readonly isEstimate: boolean;
  readonly min: string | null;
  readonly max: string | null;
  /** Mean, spread and the like, by the name that the server gives them, where they were measured. */
  readonly figures: readonly (readonly [Figure, number])[];
  readonly histogram: readonly Bin[];
  readonly top: readonly Top[];
  readonly patterns: readonly Top[];
  readonly trouble: Said | null;
}

export const FIGURES = ['mean', 'stddev', 'sum', 'q1', 'median', 'q3', 'once', 'min_length', 'max_length', 'mean_length'] as const;
export type Figure = (typeof FIGURES)[number];

const number = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function tops(value: unknown): Top[] {
  return list(value).map(asObject).flatMap(({ value: shown, count }) => (typeof shown === 'string' && typeof count === 'number' ? [{ value: shown, count }] : []));
}

export function readColumn(raw: unknown): ColumnProfile {
  const column = asObject(raw);
  const [q1, median, q3] = list(column['quartiles']);
  const all: Readonly<Record<string, unknown>> = { ...column, q1, median, q3 };
  const trouble = asObject(column['trouble']);
  const [en, zh] = [text(trouble['en']), text(trouble['zh'])];
  return {
    name: text(column['name']) ?? '',
    nulls: number(column['nulls']),
    distinct: number(column['distinct']),
    isEstimate: column['distinct_is_estimate'] === true,
    min: text(column['min']),
    max: text(column['max']),
    figures: FIGURES.flatMap((name) => {
      const value = number(all[name]);
      return value === null ? [] : [[name, value] as const];
    }),
    histogram: list(column['histogram']).map(asObject).flatMap((bin) => {
      const [from, to, count] = [number(bin['from']), number(bin['to']), number(bin['count'])];
      return from === null || to === null || count === null ? [] : [{ from, to, count }];
    }),
    top: tops(column['top']),
    patterns: tops(column['patterns']),
    trouble: en === null ? null : { en, zh: zh ?? en },
  };
}

export const readColumns = (columns: unknown): ColumnProfile[] => list(columns).map(readColumn).filter(({ name }) => name !== '');

/** Which share of the rows has no value; null when that is not known. */
export function absentOf({ nulls }: Pick<ColumnProfile, 'nulls'>, rows: number): number | null {
  return nulls === null || rows === 0 ? null : nulls / rows;
}

/** How much of the rows more, or less, has no value than in the profile before; null when either is not known. */
export function absentChange(now: ColumnProfile, rows: number, before: ColumnProfile | undefined, rowsBefore: number): number | null {
  const [share, earlier] = [absentOf(now, rows), before ? absentOf(before, rowsBefore) : null];
  return share === null || earlier === null || share === earlier ? null : share - earlier;
}
