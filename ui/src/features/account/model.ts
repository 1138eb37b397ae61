// Which scopes a role can hand to a token, and when a token ends.
import type { Role } from '../../app/session';
import type { Scope } from '../../gql/types';

const SCOPES: Record<Role, readonly Scope[]> = {
  MEMBER: ['READ'],
  VIEWER: ['READ'],
  EDITOR: ['READ', 'EDIT', 'REPORT', 'CRAWL'],
  ADMIN: ['READ', 'EDIT', 'REPORT', 'CRAWL', 'PROVISION', 'ADMIN'],
};

/** The scopes a person of this role may give: a token never may more than its maker. */
export function scopesOf(role: Role): readonly Scope[] {
  return SCOPES[role];
}

export const LIFETIMES = ['7', '30', '90', '365', 'never'] as const;
export type Lifetime = (typeof LIFETIMES)[number];

const DAY_MS = 86_400_000;

/** The end of a token made at `now`, or null when it has none. */
export function endOf(lifetime: Lifetime, now: number): string | null {
  return lifetime === 'never' ? null : new Date(now + Number(lifetime) * DAY_MS).toISOString();
}
