// What the pages of data quality work out by themselves.
import type { CheckOutcome, CheckSeverity, ContractHealth, ContractState, IncidentReason, IncidentState, QualityGroup, TallyFactsFragment } from '../../gql/types';
import type { State } from '../../tokens/states';

export type Tally = TallyFactsFragment;

export const OUTCOMES = ['PASS', 'FAIL', 'ERROR', 'NO_DATA'] as const satisfies readonly CheckOutcome[];
export const OUTCOME_STATES: Readonly<Record<CheckOutcome, State>> = { PASS: 'good', FAIL: 'bad', ERROR: 'warn', NO_DATA: 'unknown' };
export const SEVERITY_STATES: Readonly<Record<CheckSeverity, State>> = { CRITICAL: 'bad', WARNING: 'warn', NOTICE: 'unknown' };

export const INCIDENT_STATES = ['NEW', 'ACKNOWLEDGED', 'ASSIGNED', 'RESOLVED'] as const satisfies readonly IncidentState[];
export const INCIDENT_LOOKS: Readonly<Record<IncidentState, State>> = { NEW: 'bad', ACKNOWLEDGED: 'warn', ASSIGNED: 'active', RESOLVED: 'good' };

export const CONTRACT_STATES = ['DRAFT', 'ACTIVE', 'DEPRECATED', 'RETIRED'] as const satisfies readonly ContractState[];
export const HEALTH_LOOKS: Readonly<Record<ContractHealth, State>> = { KEPT: 'good', BROKEN: 'bad', UNKNOWN: 'warn', UNCHECKED: 'unknown' };

/** Accounts and teams as people list them: with commas, blanks or lines between, each once. */
export function namesOf(text: string): string[] {
  return [...new Set(text.split(/[\s,，、;；]+/).filter((name) => name !== ''))];
}

/** Why a person may say that an incident is over; `PASSING` and `WITHDRAWN` are the service's to say. */
export const REASONS = ['FIXED', 'FALSE_POSITIVE', 'ACCEPTED', 'DUPLICATE'] as const satisfies readonly IncidentReason[];

export const GROUPS = ['domain', 'owner', 'tier', 'tag'] as const;
export type Group = (typeof GROUPS)[number];
export const GROUP_NAMES: Readonly<Record<Group, QualityGroup>> = { domain: 'DOMAIN', owner: 'OWNER', tier: 'TIER', tag: 'TAG' };

/** How many checks of a tally ended in each way, in the order in which they are drawn. */
export function partsOf(tally: Tally): { readonly outcome: CheckOutcome; readonly count: number }[] {
  const counts: Readonly<Record<CheckOutcome, number>> = { PASS: tally.passed, FAIL: tally.failed, ERROR: tally.errors, NO_DATA: tally.noData };
  return OUTCOMES.map((outcome) => ({ outcome, count: counts[outcome] })).filter(({ count }) => count > 0);
}

/** How healthy a tally is at a glance: bad when something fails, a warning when something could not be judged. */
export function stateOf(tally: Tally): State {
  if (tally.failed > 0) return 'bad';
  if (tally.errors > 0) return 'warn';
  return tally.passed > 0 ? 'good' : 'unknown';
}

/** What somebody said at a step of an incident: whom or why first, as the server joins them, then their words. */
export function splitNote(what: string, note: string | null | undefined): { readonly subject: string; readonly words: string } {
  if (note == null) return { subject: '', words: '' };
  if (what !== 'assigned' && what !== 'resolved') return { subject: '', words: note };
  // `team:data: please` is given to a team; its name has no blank after the colon.
  const at = note.indexOf(': ');
  return at < 0 ? { subject: note, words: '' } : { subject: note.slice(0, at), words: note.slice(at + 2) };
}

/** Values for a line: those that are numbers, oldest first. */
export function lineOf(results: readonly { readonly at?: string | null; readonly value?: number | null }[]): { readonly at: string; readonly value: number }[] {
  return results.flatMap(({ at, value }) => (at != null && value != null && Number.isFinite(value) ? [{ at, value }] : [])).toReversed();
}

/** What there is to draw of a check: what it measured, else how many rows were wrong. */
export function drawnOf(results: readonly { readonly at?: string | null; readonly value?: number | null; readonly errors?: number | null }[]): { readonly isErrors: boolean; readonly points: ReturnType<typeof lineOf> } {
  const measured = lineOf(results);
  if (measured.length > 1) return { isErrors: false, points: measured };
  const errors = lineOf(results.map(({ at, errors: value }) => ({ at: at ?? null, value: value ?? null })));
  return errors.length > 1 ? { isErrors: true, points: errors } : { isErrors: false, points: measured };
}

/** The lowest and the highest value of a drawing, never the same, so that a flat line is in the middle. */
export function extentOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (values.length === 0) return [0, 1];
  return low === high ? [low - Math.max(1, Math.abs(low) * 0.1), high + Math.max(1, Math.abs(high) * 0.1)] : [low, high];
}
