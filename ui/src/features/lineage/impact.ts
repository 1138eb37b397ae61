// Rows of the impact list: sorted, filtered, grouped by owner. Pure; tested in
// impact.test.ts.
import { type Asset, placeOf, shownKind } from './model';

export interface ImpactRow {
  readonly key: string;
  readonly asset: Asset;
  readonly depth: number;
  readonly via: string;
}

export type SortKey = 'depth' | 'name' | 'kind' | 'place' | 'owners';

export interface Sorting {
  readonly by: SortKey;
  readonly isDown: boolean;
}

/** What the server answers, as far as whoever asks may know of it. */
export interface ImpactItem {
  readonly depth: number;
  readonly via: readonly { readonly displayName: string }[];
  readonly asset?: Asset | null;
}

export function toImpactRows(items: readonly ImpactItem[]): ImpactRow[] {
  return items.flatMap(({ depth, via, asset }) => (asset ? [{ key: asset.id, asset, depth, via: via.map((step) => step.displayName).join(' → ') }] : []));
}

export function ownersOf(row: ImpactRow): string {
  return row.asset.owners.map((owner) => owner.displayName).join(', ');
}

function valueOf(row: ImpactRow, key: SortKey): string {
  if (key === 'name') return row.asset.displayName;
  if (key === 'kind') return shownKind(row.asset);
  return key === 'place' ? placeOf(row.asset) : ownersOf(row);
}

/** Rows in the wanted order; of equals the nearer one first, then by name. */
export function sortRows(rows: readonly ImpactRow[], { by, isDown }: Sorting): ImpactRow[] {
  const sign = isDown ? -1 : 1;
  const compare = (one: ImpactRow, two: ImpactRow): number => (by === 'depth' ? one.depth - two.depth : valueOf(one, by).localeCompare(valueOf(two, by)));
  return [...rows].sort((one, two) => sign * compare(one, two) || one.depth - two.depth || one.asset.displayName.localeCompare(two.asset.displayName));
}

/** Rows whose name, place or owner has the text in it. */
export function filterRows(rows: readonly ImpactRow[], text: string): readonly ImpactRow[] {
  const wanted = text.trim().toLowerCase();
  return wanted === '' ? rows : rows.filter((row) => `${row.asset.fullName} ${row.asset.displayName} ${ownersOf(row)}`.toLowerCase().includes(wanted));
}

export interface OwnerGroup {
  /** Empty for what nobody owns. */
  readonly owner: string;
  readonly rows: readonly ImpactRow[];
}

/** Rows by owner, whoever is hit most first; what has two owners is with both, what has none comes last. */
export function byOwner(rows: readonly ImpactRow[]): OwnerGroup[] {
  const groups = new Map<string, ImpactRow[]>();
  for (const row of rows) {
    const owners = row.asset.owners.length === 0 ? [''] : row.asset.owners.map((owner) => owner.displayName);
    for (const owner of owners) groups.set(owner, [...(groups.get(owner) ?? []), row]);
  }
  return Array.from(groups, ([owner, found]) => ({ owner, rows: found })).sort((one, two) => Number(one.owner === '') - Number(two.owner === '') || two.rows.length - one.rows.length || one.owner.localeCompare(two.owner));
}
