// What the asset page works out by itself: which tabs there are, what an edit
// sends, how columns are sorted.
import type { AssetHeadFragment, ColumnRowFragment, EditAssetInput } from '../../gql/types';
import type { Sort } from '../../kit';

export const TABS = ['overview', 'columns', 'contents', 'sample', 'lineage', 'quality', 'profile', 'usage', 'discussion', 'history', 'raw'] as const;
export type TabName = (typeof TABS)[number];

export type Asset = AssetHeadFragment;
export type ColumnRow = ColumnRowFragment;

/** Tabs of an asset; those that would be empty are left out. */
export function tabsOf(asset: Pick<Asset, 'kind' | 'childCounts' | 'isRemoved' | 'source'>, isUsed: boolean, knowsSources = true): TabName[] {
  const columns = asset.childCounts.some(({ kind, count }) => kind === 'COLUMN' && count > 0);
  const others = asset.childCounts.some(({ kind, count }) => kind !== 'COLUMN' && count > 0);
  // Who may know of no source cannot tell whether this one has one; they may still see a sample.
  const hasRows = asset.kind === 'TABLE' || asset.kind === 'CONTAINER' || asset.kind === 'FILE';
  const sample = hasRows && (asset.source != null || !knowsSources) && !asset.isRemoved && columns;
  // A folder or a file is asked as a table where its columns are known.
  const quality = (asset.kind === 'TABLE' || (hasRows && columns)) && !asset.isRemoved;
  const shown: Partial<Record<TabName, boolean>> = { quality, profile: quality, columns, contents: others, sample, usage: isUsed };
  return TABS.filter((tab) => shown[tab] ?? true);
}

/** Whether anybody is known to have used it, these days or before. */
export function isUsed({ queries, lastReadAt, lastWrittenAt }: { readonly queries: number; readonly lastReadAt?: string | null; readonly lastWrittenAt?: string | null }): boolean {
  return queries > 0 || lastReadAt != null || lastWrittenAt != null;
}

export function countOf(asset: Pick<Asset, 'childCounts'>, which: 'columns' | 'others'): number {
  return asset.childCounts.filter(({ kind }) => (kind === 'COLUMN') === (which === 'columns')).reduce((sum, { count }) => sum + count, 0);
}

/** A value of a sample: nothing, a text, or a number of bytes that are not shown. */
export function cellOf(value: unknown): { readonly text: string | null; readonly bytes: number | null } {
  if (typeof value === 'object' && value !== null && 'bytes' in value) return { text: null, bytes: Number(value.bytes) };
  return { text: typeof value === 'string' ? value : null, bytes: null };
}

/** What a person may set on an asset. */
export interface Draft {
  readonly displayName: string;
  readonly owners: readonly string[];
  readonly tags: readonly string[];
  readonly tier: string;
}

export const NO_TIER = 'none';

export function draftOf(asset: Asset): Draft {
  const decided = <Tie extends { layer: string }>(ties: readonly Tie[]) => ties.filter((tie) => tie.layer === 'CURATED');
  return {
    displayName: asset.displayName === asset.name ? '' : asset.displayName,
    owners: decided(asset.owners).map((owner) => owner.name),
    tags: decided(asset.tags).map((tag) => tag.name),
    tier: asset.tier ?? NO_TIER,
  };
}

const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((value, index) => value === b[index]);

/** The input that turns `before` into `after`: only what differs; null or [] takes away. Null when nothing differs. */
export function editInput(before: Draft, after: Draft): EditAssetInput | null {
  const input: EditAssetInput = {};
  if (before.displayName !== after.displayName.trim()) input.displayName = after.displayName.trim() === '' ? null : after.displayName.trim();
  if (!same(before.owners, after.owners)) input.owners = [...after.owners];
  if (!same(before.tags, after.tags)) input.tags = [...after.tags];
  if (before.tier !== after.tier) input.tier = after.tier === NO_TIER ? null : after.tier;
  return Object.keys(input).length > 0 ? input : null;
}

export function columnFacts(row: ColumnRow) {
  const details = 'dataType' in row.details ? row.details : null;
  return {
    type: details?.dataType.text ?? '',
    position: details?.position ?? 0,
    isNullable: details?.isNullable ?? true,
    key: details?.primaryKeyPosition ?? null,
    defaultValue: details?.defaultValue ?? null,
    generation: details?.generation ?? null,
  };
}

/** Sorts loaded columns; without a sort they keep the order of the table. */
export function sortedColumns(rows: readonly ColumnRow[], sort: Sort | undefined, locale: string): ColumnRow[] {
  if (!sort) return [...rows];
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const key = (row: ColumnRow): string | number => {
    const facts = columnFacts(row);
    if (sort.by === 'name') return row.name;
    if (sort.by === 'type') return facts.type;
    if (sort.by === 'nullable') return facts.isNullable ? 1 : 0;
    if (sort.by === 'description') return row.description ?? '';
    return facts.position;
  };
  const keyed = rows.map((row) => ({ row, key: key(row) }));
  keyed.sort((a, b) => (typeof a.key === 'number' && typeof b.key === 'number' ? a.key - b.key : collator.compare(String(a.key), String(b.key))));
  const result = keyed.map((entry) => entry.row);
  return sort.isDescending ? result.toReversed() : result;
}

/** Columns that refer to another table, with what they refer to, from the table's constraints. */
export function foreignKeys(asset: Asset): Map<string, string> {
  const found = new Map<string, string>();
  if (asset.details.__typename !== 'TableDetails') return found;
  for (const constraint of asset.details.constraints) {
    if (constraint.constraintType !== 'FOREIGN_KEY') continue;
    constraint.columns.forEach((column, index) => {
      found.set(column, [...constraint.referencedTable, constraint.referencedColumns[index] ?? ''].filter(Boolean).join('.'));
    });
  }
  return found;
}

/** A one-line text of a Markdown description, for tables. */
export function oneLine(markdown: string | null | undefined): string {
  return (markdown ?? '').replace(/\s+/g, ' ').trim();
}
