// A policy as its form holds it, and the way from the server's and back. Pure.
import type { AssetKind, AssetPermission, PoliciesQuery, PolicyInput } from '../../gql/types';

export type Policy = PoliciesQuery['policies'][number];
export type SubjectKind = 'USER' | 'TEAM' | 'DEPARTMENT' | 'ROLE';

/** Kinds of subjects that have names, in the order of the form. */
export const SUBJECT_KINDS: readonly SubjectKind[] = ['USER', 'TEAM', 'DEPARTMENT', 'ROLE'];

export const PERMISSIONS: readonly AssetPermission[] = ['VIEW', 'SAMPLE', 'EDIT'];

/** The kinds of assets that a policy can name. */
export const ASSET_KINDS = Object.keys({
  DATABASE: 1,
  SCHEMA: 1,
  TABLE: 1,
  COLUMN: 1,
  PROCEDURE: 1,
  USER_TYPE: 1,
  QUERY: 1,
  TOPIC: 1,
  CONTAINER: 1,
  FILE: 1,
  DASHBOARD: 1,
  CHART: 1,
  BI_DATASET: 1,
  PIPELINE: 1,
  TASK: 1,
  ML_MODEL: 1,
  NOTEBOOK: 1,
  API_COLLECTION: 1,
  API_ENDPOINT: 1,
  METRIC: 1,
  SEMANTIC_MODEL: 1,
  DOMAIN: 1,
  DATA_PRODUCT: 1,
  GLOSSARY: 1,
  TERM: 1,
  CLASSIFICATION: 1,
  TAG: 1,
  CODE_LIST: 1,
} satisfies Record<AssetKind, 1>) as AssetKind[];

/** What policies do, as it is offered. */
export const EFFECTS = ['ALLOW', 'DENY', 'MASK_PART', 'MASK_HASH', 'MASK_NULL'] as const satisfies readonly Policy['effect'][];

/** Whether a policy hides values: it is about samples alone then. */
export function masks(effect: Policy['effect']): boolean {
  return effect.startsWith('MASK_');
}

export interface Draft {
  readonly name: string;
  readonly description: string;
  readonly effect: Policy['effect'];
  readonly permissions: readonly AssetPermission[];
  readonly isForEveryone: boolean;
  readonly named: Readonly<Record<SubjectKind, readonly string[]>>;
  readonly assets: readonly string[];
  readonly sources: readonly string[];
  readonly kinds: readonly AssetKind[];
  readonly condition: string;
  /** As an input of date and time has it: local, without seconds; empty for never. */
  readonly until: string;
  readonly isEnabled: boolean;
}

const NOBODY: Draft['named'] = { USER: [], TEAM: [], DEPARTMENT: [], ROLE: [] };

export const NEW_POLICY: Draft = {
  name: '',
  description: '',
  effect: 'ALLOW',
  permissions: ['VIEW'],
  isForEveryone: false,
  named: NOBODY,
  assets: [],
  sources: [],
  kinds: [],
  condition: '',
  until: '',
  isEnabled: true,
};

const two = (number: number) => String(number).padStart(2, '0');

/** A moment as an input of date and time shows it here. */
export function localTime(moment: string | null | undefined): string {
  if (!moment) return '';
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return '';
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The names that a policy has of one kind of subject. */
export function namesOf(policy: Policy, kind: SubjectKind): string[] {
  return policy.subjects.flatMap((subject) => (subject.kind === kind && subject.name ? [subject.name] : []));
}

export function draftOf(policy: Policy): Draft {
  return {
    name: policy.name,
    description: policy.description,
    effect: policy.effect,
    permissions: policy.permissions,
    isForEveryone: policy.subjects.some(({ kind }) => kind === 'EVERYONE'),
    named: { USER: namesOf(policy, 'USER'), TEAM: namesOf(policy, 'TEAM'), DEPARTMENT: namesOf(policy, 'DEPARTMENT'), ROLE: namesOf(policy, 'ROLE') },
    // Identifiers and not what could be read of them: saved without those that are gone, it could be about everything.
    assets: policy.assetIds,
    sources: policy.sourceIds,
    kinds: policy.kinds,
    condition: policy.condition ?? '',
    until: localTime(policy.until),
    isEnabled: policy.isEnabled,
  };
}

/** What is sent; `before` is the policy that it takes the place of. */
export function inputOf(draft: Draft, before: Policy | null): PolicyInput {
  const named = SUBJECT_KINDS.flatMap((kind) => draft.named[kind].map((name) => ({ kind, name })));
  // The input knows no seconds: a moment that nobody changed stays what it is.
  const until = before && draft.until === localTime(before.until) ? (before.until ?? null) : draft.until === '' ? null : new Date(draft.until).toISOString();
  return {
    ...(before && { id: before.id }),
    name: draft.name.trim(),
    description: draft.description,
    effect: draft.effect,
    permissions: [...draft.permissions],
    subjects: draft.isForEveryone ? [{ kind: 'EVERYONE', name: null }] : named,
    assets: [...draft.assets],
    sources: [...draft.sources],
    kinds: [...draft.kinds],
    condition: draft.condition.trim() === '' ? null : draft.condition.trim(),
    until,
    isEnabled: draft.isEnabled,
  };
}

/** Whether it is about every asset there is. */
export function isAboutAll(policy: Policy): boolean {
  return policy.assetIds.length + policy.sourceIds.length + policy.kinds.length === 0 && !policy.condition;
}

/** Whether it has ended by itself. */
export function hasEnded(policy: Policy, now: number): boolean {
  return policy.until !== null && new Date(policy.until).getTime() <= now;
}
