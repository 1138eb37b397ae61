// What the newest commits were about, by name: "orders, customers and 4 more" says
// more than "6 changed". One question for all of them; columns are left out,
// because their tables tell the story.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { AssetKind, RecentNamesQuery } from '../gql/types';
import { gql } from './gql';
import { RecentNamesDoc } from './queries';

type Change = RecentNamesQuery['changes']['nodes'][number];

const MOST_CHANGES = 100;
const MOST_NAMES = 3;
const KINDS: AssetKind[] = [
  'DATABASE', 'SCHEMA', 'TABLE', 'PROCEDURE', 'USER_TYPE', 'QUERY', 'TOPIC', 'CONTAINER', 'FILE', 'DASHBOARD', 'CHART', 'BI_DATASET',
  'PIPELINE', 'TASK', 'ML_MODEL', 'NOTEBOOK', 'API_COLLECTION', 'API_ENDPOINT', 'METRIC', 'SEMANTIC_MODEL', 'DOMAIN', 'DATA_PRODUCT', 'GLOSSARY', 'TERM',
  'CLASSIFICATION', 'TAG', 'CODE_LIST',
];

/** The names per commit, each once, in the order of the changes. */
export function namesByCommit(changes: readonly Change[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { commit, asset } of changes) {
    if (!asset) continue;
    const names = found.get(commit.id) ?? [];
    if (!names.includes(asset.name)) names.push(asset.name);
    found.set(commit.id, names);
  }
  return found;
}

/** Asks anew when `refreshKey`, the newest commit, is another one. */
export function useCommitNames(refreshKey: unknown): Map<string, string[]> {
  const query = useQuery({
    queryKey: ['RecentNames', refreshKey],
    queryFn: ({ signal }) => gql(RecentNamesDoc, { kinds: KINDS, first: MOST_CHANGES }, signal),
    placeholderData: keepPreviousData,
  });
  return namesByCommit(query.data?.changes.nodes ?? []);
}

/** The first names and how many more; nothing when no name is known. */
export function CommitNames({ names }: { readonly names: readonly string[] | undefined }) {
  const { t } = useTranslation('app');
  if (!names || names.length === 0) return null;
  const shown = names.slice(0, MOST_NAMES).join(t('summary.separator'));
  const left = names.length - MOST_NAMES;
  return <span className="font-medium">{left > 0 ? t('summary.names', { names: shown, count: left }) : shown}</span>;
}
