// How numbers are put together, and how scores look.
import type { HealthPart, InsightChart, UnusedClass, WorthGroup } from '../../gql/types';
import type { State } from '../../tokens/states';

export const GROUPINGS = ['source', 'domain', 'team', 'tier', 'schema', 'kind'] as const;
export type Grouping = (typeof GROUPINGS)[number];
export const GROUP_NAMES: Readonly<Record<Grouping, WorthGroup>> = { source: 'SOURCE', domain: 'DOMAIN', team: 'TEAM', tier: 'TIER', schema: 'SCHEMA', kind: 'KIND' };

export const DAYS = [3, 7, 14, 30, 60, 90] as const;

export const PARTS = ['DESCRIBED', 'OWNED', 'TIERED', 'CLASSIFIED', 'QUALITY', 'FRESH', 'USED', 'CALM'] as const satisfies readonly HealthPart[];

/** How a score looks: good from four fifths, bad below one half. */
export function scoreState(score: number | null | undefined): State {
  if (score == null) return 'unknown';
  if (score >= 0.8) return 'good';
  return score >= 0.5 ? 'warn' : 'bad';
}

export const CHARTS = {
  kinds: 'ASSETS_BY_KIND',
  tiers: 'ASSETS_BY_TIER',
  described: 'DESCRIBED_BY_KIND',
  owned: 'OWNED_BY_KIND',
  tiered: 'TIERED_BY_KIND',
  classified: 'CLASSIFIED_BY_KIND',
  healthy: 'HEALTHY_BY_KIND',
  unused: 'UNUSED_BY_SOURCE',
  bytes: 'BYTES_BY_SOURCE',
  unusedBytes: 'UNUSED_BYTES_BY_SOURCE',
} as const satisfies Readonly<Record<string, InsightChart>>;
export type InsightName = keyof typeof CHARTS;
export const INSIGHT_NAMES = Object.keys(CHARTS) as readonly InsightName[];

export type Days = (typeof DAYS)[number];

export const CLASSES = ['unused', 'never', 'deadEnd', 'used'] as const;
export type Class = (typeof CLASSES)[number];
export const CLASS_NAMES: Readonly<Record<Class, UnusedClass>> = { unused: 'UNUSED', never: 'NEVER_READ', deadEnd: 'DEAD_END', used: 'USED' };

/** The mean of the ratios, each by its weight, as the page shows it: null where nothing counts. */
export function scoreOf(parts: readonly { readonly ratio: number; readonly weight: number }[]): number | null {
  const weights = parts.reduce((sum, { weight }) => sum + weight, 0);
  return weights === 0 ? null : parts.reduce((sum, { ratio, weight }) => sum + ratio * weight, 0) / weights;
}

/** How many lines a chart can tell apart; the smallest beyond are summed up nowhere, and said to be left out. */
export const MOST_LINES = 8;

/** The lines with the largest last values, as many as can be told apart. */
export function largest<Line extends { readonly points: readonly { readonly part: number }[] }>(lines: readonly Line[]): readonly Line[] {
  return lines.toSorted((one, other) => (other.points.at(-1)?.part ?? 0) - (one.points.at(-1)?.part ?? 0)).slice(0, MOST_LINES);
}

export const SPANS = [7, 30, 90, 365] as const;
export type Span = (typeof SPANS)[number];

/** One of a few numbers, as an address has it. */
export function numberOf<Value extends number>(value: unknown, allowed: readonly Value[]): Value | undefined {
  return allowed.find((candidate) => String(candidate) === String(value));
}
