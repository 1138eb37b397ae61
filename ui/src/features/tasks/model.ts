// What the pages of tasks work out by themselves.
import type { TaskInput, TaskKind, TaskRowFragment, TaskState } from '../../gql/types';
import type { State } from '../../tokens/states';

export const LISTS = ['todo', 'mine'] as const;
export type List = (typeof LISTS)[number];

export const WHICH = { todo: 'TO_DO', mine: 'MINE' } as const;

export const TONES: Readonly<Record<TaskState, State>> = { OPEN: 'warn', ACCEPTED: 'good', DECLINED: 'bad', WITHDRAWN: 'unknown' };

export const KINDS: readonly TaskKind[] = ['PROPOSAL', 'DESCRIPTION', 'OWNER'];

export interface Change {
  readonly field: 'displayName' | 'description' | 'owners' | 'tags';
  readonly before: string;
  readonly after: string;
}

const FIELDS = ['displayName', 'description', 'owners', 'tags'] as const;

const shown = (value: string | readonly string[] | null | undefined): string => (typeof value === 'string' ? value : (value ?? []).join(', '));

/** What a proposal changes, field by field, from what was there when it was made. */
export function changesOf(task: Pick<TaskRowFragment, 'edit' | 'base'>): Change[] {
  const { edit, base } = task;
  if (!edit) return [];
  return FIELDS.filter((field) => edit[field] != null).map((field) => ({ field, before: shown(base?.[field]), after: shown(edit[field]) }));
}

/** What is sent for a task of this kind; null while something is missing. */
export function inputOf(asset: string, kind: TaskKind, text: string, description: string): TaskInput | null {
  if (kind !== 'PROPOSAL') return { asset, kind, body: text.trim() };
  return description.trim() === '' ? null : { asset, kind, body: text.trim(), edit: { description: description.trim() } };
}
