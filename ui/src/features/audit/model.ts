// Filters of the audit log: from the address to a question and to the address of the table.
import type { AuditSearch } from './routes';

/** How something ended, as the server says it. */
export const RESULTS = ['OK', 'FORBIDDEN', 'UNAUTHENTICATED', 'THROTTLED', 'INVALID', 'NOT_FOUND', 'CONFLICT', 'UNAVAILABLE', 'INTERNAL', 'STOPPED'] as const;
export type Result = (typeof RESULTS)[number];

export interface Filter {
  readonly user?: string;
  readonly operation?: string;
  readonly target?: string;
  readonly result?: string;
  readonly from?: string;
  readonly until?: string;
}

/** What the address asks for; a day that is none is left out. */
export function filterOf(search: AuditSearch): Filter {
  const from = dayStart(search.from, 0);
  const until = dayStart(search.until, 1);
  return {
    ...(search.user && { user: search.user.trim() }),
    ...(search.operation && { operation: search.operation.trim() }),
    ...(search.target && { target: search.target.trim() }),
    ...(search.result && { result: search.result }),
    ...(from && { from }),
    ...(until && { until }),
  };
}

/** The moment at which a day begins here, so many days later. */
function dayStart(day: string | undefined, later: number): string | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day ?? '');
  if (!match) return undefined;
  const date = new Date(Number(match[1]), Number(match[2]) - 1, Number(match[3]) + later);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Where the same rows are a table for spreadsheets. */
export function tableAddress(filter: Filter): string {
  const query = new URLSearchParams(Object.entries(filter)).toString();
  return query ? `/api/audit.csv?${query}` : '/api/audit.csv';
}

/** Whether it ended as it should (`good`), was refused (`warn`), or failed (`bad`). */
export function toneOf(result: string): 'good' | 'warn' | 'bad' {
  if (result === 'OK') return 'good';
  return result === 'INTERNAL' || result === 'UNAVAILABLE' || result === 'STOPPED' ? 'bad' : 'warn';
}
