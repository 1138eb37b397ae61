// A deprecation and an announcement as they are written, and when an announcement holds. Pure.
import { fromLocalInput, toLocalInput } from '../../app/as-of';
import type { AnnouncementInput, AnnouncementLevel, AnnouncementPartsFragment, AssetNewsQuery, DeprecatingQuery, DeprecationInput } from '../../gql/types';

export type News = NonNullable<AssetNewsQuery['asset']>;
export type Announcement = AnnouncementPartsFragment;
export type Impact = DeprecatingQuery['deprecationImpact'];
type Deprecation = NonNullable<DeprecatingQuery['asset']>['deprecation'];

export const LEVELS: readonly AnnouncementLevel[] = ['INFO', 'WARNING', 'INCIDENT'];

export interface Retirement {
  readonly note: string;
  readonly sunset: string;
  readonly replacedBy: readonly string[];
}

export function retirementOf(deprecation: Deprecation | undefined): Retirement {
  return { note: deprecation?.note ?? '', sunset: deprecation?.sunset ?? '', replacedBy: deprecation?.replacedBy ? [deprecation.replacedBy.id] : [] };
}

/** Null where nothing can be sent: a reason is needed. */
export function deprecationInput({ note, sunset, replacedBy }: Retirement): DeprecationInput | null {
  if (note.trim() === '') return null;
  return { note: note.trim(), sunset: sunset === '' ? null : sunset, replacedBy: replacedBy.at(-1) ?? null };
}

export interface Draft {
  readonly level: AnnouncementLevel;
  readonly title: string;
  readonly body: string;
  /** As `datetime-local` fields have them. */
  readonly from: string;
  readonly until: string;
}

export function draftOf(announcement: Announcement | null): Draft {
  if (!announcement) return { level: 'INFO', title: '', body: '', from: '', until: '' };
  const { level, title, body, from, until } = announcement;
  return { level, title, body, from: toLocalInput(from), until: until ? toLocalInput(until) : '' };
}

/** What the server is told; null without a title. */
export function announcementInput(draft: Draft, before: Announcement | null, about: string | null): AnnouncementInput | null {
  if (draft.title.trim() === '') return null;
  // The field shows minutes; a beginning that nobody touched keeps its seconds.
  const from = before && draft.from === toLocalInput(before.from) ? before.from : fromLocalInput(draft.from);
  return { id: before?.id ?? null, asset: about, level: draft.level, title: draft.title.trim(), body: draft.body.trim(), from, until: fromLocalInput(draft.until) };
}

export type Phase = 'now' | 'coming' | 'over';

/** Whether it holds at `now`; the end itself is over. */
export function phaseOf({ from, until }: { readonly from: string; readonly until?: string | null }, now: number): Phase {
  if (until && new Date(until).getTime() <= now) return 'over';
  return new Date(from).getTime() > now ? 'coming' : 'now';
}
