// What can be said of runs of outside pipelines without asking anyone. Pure.

export const STATUSES = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'SKIPPED'] as const;
export type Status = (typeof STATUSES)[number];
export const GRAINS = ['PIPELINE', 'TASK'] as const;
export type Grain = (typeof GRAINS)[number];
export const SPANS = [7, 30, 90] as const;

/** How many runs of a day are in which status. */
export interface Day {
  /** `2026-03-01`, in the reader's time zone. */
  readonly day: string;
  readonly succeeded: number;
  readonly failed: number;
  readonly running: number;
  readonly queued: number;
  readonly skipped: number;
  readonly cancelled: number;
  readonly total: number;
}

/** The parts of a day's bar, from its foot; what did no work is one part. */
export const PARTS = ['succeeded', 'running', 'rest', 'failed'] as const;
export type Part = (typeof PARTS)[number];

export function partOf(day: Day, part: Part): number {
  return part === 'rest' ? day.queued + day.skipped + day.cancelled : day[part];
}

/** The day of a moment in the reader's time zone. */
export function dayOf(moment: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

/** The moment at which a day begins; none for what is no day. */
export function startOf(day: string): Date | null {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day)?.map(Number) ?? [];
  if (year === undefined || month === undefined || date === undefined) return null;
  const start = new Date(year, month - 1, date);
  return dayOf(start) === day ? start : null;
}

function shifted(start: Date, days: number): Date {
  return new Date(start.getFullYear(), start.getMonth(), start.getDate() + days);
}

/** From when to when a filter reaches: one day, or the last `span` days with today. */
export function rangeOf(day: string | undefined, span: number, now: Date): { from: string; to: string } {
  const chosen = day === undefined ? null : startOf(day);
  const from = chosen ?? shifted(now, 1 - span);
  const to = chosen === null ? shifted(now, 1) : shifted(chosen, 1);
  return { from: from.toISOString(), to: to.toISOString() };
}

/** Every day of the last `span`, oldest first; the server leaves out those without runs. */
export function fillDays(known: readonly Day[], span: number, now: Date): Day[] {
  const byDay = new Map(known.map((day) => [day.day, day]));
  return Array.from({ length: span }, (_, at) => {
    const day = dayOf(shifted(now, at + 1 - span));
    return byDay.get(day) ?? { day, succeeded: 0, failed: 0, running: 0, queued: 0, skipped: 0, cancelled: 0, total: 0 };
  });
}

/** Whether the run may still change by itself. */
export function isActive(status: string): boolean {
  return status === 'QUEUED' || status === 'RUNNING';
}

/** What an OpenLineage event says happened; empty where it is not about a run. */
export function eventType(body: unknown): string {
  if (typeof body !== 'object' || body === null || !('eventType' in body)) return '';
  return typeof body.eventType === 'string' ? body.eventType : '';
}

/** Facts as lines of text: nested objects and lists as JSON. */
export function facetLines(facets: unknown): { name: string; value: string }[] {
  if (typeof facets !== 'object' || facets === null || Array.isArray(facets)) return [];
  return Object.entries(facets).map(([name, value]) => ({ name, value: typeof value === 'string' ? value : JSON.stringify(value) }));
}
