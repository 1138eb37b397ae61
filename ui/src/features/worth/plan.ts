// A savings plan as it is changed, put together by owner, and taken away as a file. Pure.
import type { PlanFactsFragment, SavingInput } from '../../gql/types';
import { sumOf } from './model';

export type Planned = PlanFactsFragment['assets'][number];

/** An asset of a plan, with how it is to be stored; empty: it is to be removed. */
export interface Wish {
  readonly asset: string;
  readonly name: string;
  readonly storage: string;
}

export const wishesOf = (plan: PlanFactsFragment): Wish[] => plan.assets.map(({ asset, name, storage }) => ({ asset, name, storage: storage ?? '' }));

/** What the server is told; what it has already of a wish stays as it was noted then. */
export const wishInput = (wishes: readonly Wish[]): SavingInput[] => wishes.map(({ asset, storage }) => ({ asset, storage: storage.trim() || null }));

/** A plan's wishes with more assets; those that it has stay as they are. */
export function withMore(before: readonly Wish[], more: readonly Wish[]): Wish[] {
  const known = new Set(before.map(({ asset }) => asset));
  return [...before, ...more.filter(({ asset }) => !known.has(asset))];
}

export interface OwnersPart {
  /** `null` where nobody owns them. */
  readonly owner: string | null;
  readonly assets: readonly Planned[];
  readonly projected: string;
  readonly actual: string;
}

/** What each owner would save, and has saved; the most first, what nobody owns last. */
export function byOwner(assets: readonly Planned[]): OwnersPart[] {
  const parts = new Map<string | null, Planned[]>();
  for (const asset of assets) parts.set(asset.owner || null, [...(parts.get(asset.owner || null) ?? []), asset]);
  return [...parts]
    .map(([owner, own]) => ({ owner, assets: own, projected: sumOf(own.map(({ projected }) => projected)), actual: sumOf(own.map(({ actual }) => actual)) }))
    .toSorted((one, other) => Number(one.owner === null) - Number(other.owner === null) || Number(other.projected) - Number(one.projected));
}

/** The plan line by line, owner by owner, below `head`: owner, asset, bytes, storage, planned and actual saving, currency, whether it is gone. */
export function planTable(plan: PlanFactsFragment, head: readonly string[]): (readonly string[])[] {
  const lines = byOwner(plan.assets).flatMap(({ owner, assets }) =>
    assets.map((asset) => [owner ?? '', asset.name, String(asset.bytes ?? ''), asset.storage ?? '', asset.projected, asset.actual, plan.currency, String(asset.isGone)]),
  );
  return [head, ...lines];
}
