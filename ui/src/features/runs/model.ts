// What can be said of a run without asking anyone: whether it still moves, how long
// it took, and what an event of the live stream changes about it.

export const STATUSES = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'PARTIAL', 'FAILED', 'CANCELLED', 'LOST'] as const;
export type Status = (typeof STATUSES)[number];

export const LEVELS = ['DEBUG', 'INFO', 'WARN', 'ERROR'] as const;
export type Level = (typeof LEVELS)[number];

/** Whether the run may still change by itself. */
export function isActive(status: string): boolean {
  return status === 'QUEUED' || status === 'RUNNING';
}

/** How long a run has worked, in milliseconds; `null` before it began. */
export function durationOf(run: { readonly startedAt?: string | null; readonly endedAt?: string | null }, now: number): number | null {
  if (!run.startedAt) return null;
  return Math.max(0, (run.endedAt ? Date.parse(run.endedAt) : now) - Date.parse(run.startedAt));
}

export interface Line {
  readonly number: number;
  readonly at: string;
  readonly level: string;
  readonly message: string;
}

/** Lines of at least `level` that contain `text` in any case. */
export function filterLines(lines: readonly Line[], level: Level, text: string): readonly Line[] {
  const least = LEVELS.indexOf(level);
  const wanted = text.trim().toLowerCase();
  return lines.filter((line) => LEVELS.findIndex((known) => known === line.level) >= least && (wanted === '' || line.message.toLowerCase().includes(wanted)));
}

/** Adds lines to those already there; each number once, in order. */
export function mergeLines(known: readonly Line[], more: readonly Line[]): readonly Line[] {
  const last = known.at(-1)?.number ?? -1;
  const fresh = more.filter((line) => line.number > last);
  return fresh.length === 0 ? known : [...known, ...fresh];
}

export interface Counts {
  readonly seen: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly held: number;
  readonly failed: number;
}

interface Shown {
  readonly status: Status;
  readonly phase?: string | null;
  readonly progress?: number | null;
  readonly counts: Counts;
}

/** Puts what an event says over what is known of the run; whatever else it says is left out. */
export function applyEvent<Run extends Shown>(run: Run, event: unknown): Run {
  if (typeof event !== 'object' || event === null) return run;
  const said = event as Record<string, unknown>;
  const status = STATUSES.find((known) => known === String(said['status']).toUpperCase());
  // The end of a run is read from the server, together with all it left behind.
  const isEnd = status !== undefined && !isActive(status);
  const counts = typeof said['counts'] === 'object' && said['counts'] !== null ? numbers(said['counts'] as Record<string, unknown>, run.counts) : run.counts;
  return {
    ...run,
    ...(status === undefined || isEnd ? {} : { status }),
    ...(typeof said['phase'] === 'string' ? { phase: said['phase'] } : {}),
    ...(typeof said['progress'] === 'number' ? { progress: said['progress'] } : {}),
    counts,
  };
}

function numbers(said: Record<string, unknown>, known: Counts): Counts {
  const of = (key: keyof Counts): number => (typeof said[key] === 'number' ? said[key] : known[key]);
  return { seen: of('seen'), added: of('added'), changed: of('changed'), removed: of('removed'), held: of('held'), failed: of('failed') };
}
