// What the places of the vocabulary have in common and in what they differ. Pure.
import type { AssetKind, TermStatus, VocabularyBranchQuery, VocabularyEntryQuery } from '../../gql/types';
import type { TreeNode } from '../../kit/tree/model';
import type { State } from '../../tokens/states';

export type PlaceName = 'glossary' | 'domains' | 'products' | 'tags';

interface Place {
  readonly path: '/glossary' | '/domains' | '/products' | '/tags';
  /** What stands at the top. */
  readonly root: AssetKind;
  /** What is inside of a kind. */
  readonly inside: Partial<Record<AssetKind, AssetKind>>;
}

export const PLACES: Readonly<Record<PlaceName, Place>> = {
  glossary: { path: '/glossary', root: 'GLOSSARY', inside: { GLOSSARY: 'TERM', TERM: 'TERM' } },
  domains: { path: '/domains', root: 'DOMAIN', inside: { DOMAIN: 'DOMAIN' } },
  products: { path: '/products', root: 'DATA_PRODUCT', inside: {} },
  tags: { path: '/tags', root: 'CLASSIFICATION', inside: { CLASSIFICATION: 'TAG' } },
};

export type Entry = NonNullable<VocabularyEntryQuery['asset']>;
export type BranchNode = VocabularyBranchQuery['governance']['nodes'][number];
export type Node = TreeNode & { readonly entry: BranchNode };

export function nodeOf(entry: BranchNode): Node {
  return { id: entry.id, isLeaf: !entry.childCounts.some(({ count }) => count > 0), entry };
}

const STATES: Readonly<Record<TermStatus, State>> = { DRAFT: 'unknown', IN_REVIEW: 'active', APPROVED: 'good', DEPRECATED: 'warn' };

export function statusState(status: TermStatus): State {
  return STATES[status];
}

/** What is written of one of them, whatever its kind. */
export interface Draft {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly owners: readonly string[];
  readonly synonyms: readonly string[];
  readonly people: readonly string[];
  readonly isExclusive: boolean;
  readonly level: string;
  readonly choice: string;
}

export const NO_LEVEL = '';

export function draftOf(kind: AssetKind, entry: Entry | null): Draft {
  const details = entry?.details;
  const people = details && 'reviewers' in details ? details.reviewers : details && 'experts' in details ? details.experts : [];
  const choice = kind === 'DOMAIN' ? (details && 'domainType' in details ? details.domainType : 'AGGREGATE') : details && 'stage' in details ? details.stage : 'IDEA';
  return {
    name: entry?.name ?? '',
    displayName: entry && entry.displayName !== entry.name ? entry.displayName : '',
    description: entry?.curatedDescription ?? '',
    owners: entry?.owners.map(({ name }) => name) ?? [],
    synonyms: details && 'synonyms' in details ? details.synonyms : [],
    people,
    isExclusive: details && 'isMutuallyExclusive' in details ? details.isMutuallyExclusive : false,
    level: details && 'level' in details && details.level ? String(details.level) : NO_LEVEL,
    choice,
  };
}

/** What all of them are written with; without what did not change, so that nothing else is written over. */
export function commonInput(before: Draft, after: Draft, entry: Entry | null) {
  const text = (value: string) => (value.trim() === '' ? null : value.trim());
  return {
    ...(entry ? { id: entry.id, expectedVersion: { major: entry.version.major, minor: entry.version.minor } } : {}),
    ...(before.name === after.name.trim() ? {} : { name: after.name.trim() }),
    ...(before.displayName === after.displayName.trim() ? {} : { displayName: text(after.displayName) }),
    ...(before.description === after.description ? {} : { description: text(after.description) }),
    ...(before.owners.join('\n') === after.owners.join('\n') ? {} : { owners: [...after.owners] }),
  };
}
