// What the usage tab works out by itself. Pure; tested in usage.test.ts.

/** How many days back use is shown. */
export const SPANS = [7, 30, 90, 365] as const;
export type Span = (typeof SPANS)[number];
export const FIRST_SPAN: Span = 30;

export interface UsedDay {
  readonly day: string;
  readonly queries: number;
  readonly reads: number;
  readonly writes: number;
  readonly users: number;
}

/** The most queries of one day; never 0, so that it can divide. */
export function mostOf(days: readonly UsedDay[]): number {
  return Math.max(1, ...days.map((day) => day.queries));
}

/** Bars of a long time: days joined so that at most `most` are left, each named by its first day. */
export function joinDays(days: readonly UsedDay[], most: number): UsedDay[] {
  const size = Math.max(1, Math.ceil(days.length / most));
  const bars: UsedDay[] = [];
  for (let at = 0; at < days.length; at += size) {
    const some = days.slice(at, at + size);
    const sum = (key: 'queries' | 'reads' | 'writes'): number => some.reduce((all, day) => all + day[key], 0);
    bars.push({ day: some[0]?.day ?? '', queries: sum('queries'), reads: sum('reads'), writes: sum('writes'), users: Math.max(...some.map((day) => day.users)) });
  }
  return bars;
}
