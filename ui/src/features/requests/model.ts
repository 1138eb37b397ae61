// What the pages of requests work out by themselves.
import type { AccessRequestState } from '../../gql/types';
import type { State } from '../../tokens/states';

export const LISTS = ['mine', 'decide', 'all'] as const;
export type List = (typeof LISTS)[number];

export const WHICH = { mine: 'MINE', decide: 'TO_DECIDE', all: 'ALL' } as const;

export const TONES: Readonly<Record<AccessRequestState, State>> = {
  PENDING: 'warn',
  APPROVED: 'good',
  REJECTED: 'bad',
  WITHDRAWN: 'unknown',
  EXPIRED: 'unknown',
  ENDED: 'unknown',
  TAKEN_BACK: 'bad',
};

export const WISHES = ['SEE', 'SAMPLE', 'EDIT'] as const;

/** The longest that access is given. */
const MOST_DAYS = 730;

/** A number of days as it was typed; null for what cannot be one. */
export function daysOf(typed: string): number | null {
  const days = Number(typed);
  return /^\d{1,3}$/.test(typed.trim()) && days >= 1 && days <= MOST_DAYS ? days : null;
}
