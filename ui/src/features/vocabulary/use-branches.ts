// The branches of a tree that are open, fetched as they are opened, page by page.
import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import { ask } from '../../app/gql';
import type { AssetKind } from '../../gql/types';
import { ROOT } from '../../kit';
import type { Branch } from '../../kit';
import { nodeOf } from './model';
import type { Node } from './model';
import { BranchDoc } from './queries';

interface Wanted {
  readonly parent: string;
  readonly kind: AssetKind;
  readonly after: string | null;
}

/** The roots of a kind, and what is inside of what is open. */
export function useBranches(root: AssetKind, inside: Partial<Record<AssetKind, AssetKind>>, open: ReadonlyMap<string, AssetKind>) {
  const [more, setMore] = useState<readonly Wanted[]>([]);
  const wanted: Wanted[] = [{ parent: ROOT, kind: root, after: null }];
  for (const [parent, kind] of open) {
    const below = inside[kind];
    if (below) wanted.push({ parent, kind: below, after: null });
  }
  wanted.push(...more.filter(({ parent }) => parent === ROOT || open.has(parent)));
  const answers = useQueries({ queries: wanted.map(({ parent, kind, after }) => ask(BranchDoc, { kind, parent: parent === ROOT ? null : parent, after })) });
  const branches = new Map<string, Branch<Node>>();
  const ends = new Map<string, Wanted>();
  wanted.forEach((one, index) => {
    const answer = answers[index];
    const before = branches.get(one.parent);
    const page = answer?.data?.governance;
    const state = answer?.isError ? 'failed' : page ? 'ready' : 'loading';
    branches.set(one.parent, { nodes: [...(before?.nodes ?? []), ...(page?.nodes.map(nodeOf) ?? [])], hasMore: page?.pageInfo.hasNextPage ?? false, state });
    const end = page?.pageInfo.endCursor;
    if (end) ends.set(one.parent, { ...one, after: end });
  });
  const onMore = (parent: string | null) => {
    const next = ends.get(parent ?? ROOT);
    if (next && branches.get(parent ?? ROOT)?.state === 'ready') setMore((before) => [...before, next]);
    else answers.filter((answer) => answer.isError).forEach((answer) => void answer.refetch());
  };
  return { branches, onMore, first: answers[0] };
}
