// How the health of a source looks.
import type { State } from '../../tokens/states';

export const HEALTH_STATES: Readonly<Record<string, State>> = {
  NEVER_RUN: 'unknown',
  HEALTHY: 'good',
  PARTIAL: 'warn',
  FAILING: 'bad',
  RUNNING: 'active',
  PAUSED: 'unknown',
};

/** All assets of a source but its columns, which would drown the rest. */
export function countAssets(counts: readonly { readonly kind: string; readonly count: number }[]): number {
  return counts.reduce((sum, { kind, count }) => (kind === 'COLUMN' ? sum : sum + count), 0);
}
