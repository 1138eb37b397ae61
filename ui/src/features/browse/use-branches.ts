// The loaded part of the tree: which branches are known, which are open, and how
// the next page of one is fetched.
import { useCallback, useEffect, useRef, useState } from 'react';
import { gql } from '../../app/gql';
import type { BrowseNodeFragment } from '../../gql/types';
import { ROOT } from '../../kit';
import type { Branch, TreeNode } from '../../kit';
import { kindKey, lookKey } from '../../tokens/kinds';
import { BrowseChildrenDoc, BrowsePreviewDoc, BrowseRootsDoc } from './queries';

export interface BrowseTreeNode extends TreeNode {
  readonly name: string;
  /** The key of its look: a kind, or `view`. */
  readonly look: string;
  readonly type: string | null;
  readonly count: number;
  readonly isRemoved: boolean;
  readonly isPlaceholder: boolean;
}

type Loaded = Branch<BrowseTreeNode> & { readonly cursor: string | null; readonly error?: unknown };

const PAGE_SIZE = 100;

export function toNode(asset: BrowseNodeFragment): BrowseTreeNode {
  const count = asset.childCounts.reduce((sum, entry) => sum + entry.count, 0);
  return {
    id: asset.id,
    isLeaf: kindKey(asset.kind) === 'column' || count === 0,
    name: asset.displayName,
    look: lookKey(asset.kind, 'tableType' in asset.details ? asset.details.tableType : null),
    type: 'dataType' in asset.details ? asset.details.dataType.text : null,
    count,
    isRemoved: asset.isRemoved,
    isPlaceholder: asset.isPlaceholder,
  };
}

async function fetchPage(parent: string, after: string | null) {
  if (parent === ROOT) return (await gql(BrowseRootsDoc, { first: PAGE_SIZE, after })).roots;
  return (await gql(BrowseChildrenDoc, { id: parent, first: PAGE_SIZE, after })).asset?.children ?? null;
}

export function useBranches(selected: string | null) {
  const [branches, setBranches] = useState<ReadonlyMap<string, Loaded>>(new Map());
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const known = useRef(branches);
  const put = useCallback((key: string, branch: Loaded) => {
    known.current = new Map(known.current).set(key, branch);
    setBranches(known.current);
  }, []);
  const load = useCallback(
    async (key: string) => {
      const before = known.current.get(key);
      if (before?.state === 'loading') return;
      put(key, { nodes: before?.nodes ?? [], hasMore: false, cursor: before?.cursor ?? null, state: 'loading' });
      try {
        const page = await fetchPage(key, before?.cursor ?? null);
        const nodes = [...(before?.nodes ?? []), ...(page?.nodes ?? []).map(toNode)];
        put(key, { nodes, hasMore: page?.pageInfo.hasNextPage ?? false, cursor: page?.pageInfo.endCursor ?? null, state: 'ready' });
      } catch (error) {
        put(key, { nodes: before?.nodes ?? [], hasMore: true, cursor: before?.cursor ?? null, state: 'failed', error });
      }
    },
    [put],
  );
  const toggle = useCallback(
    (id: string, isOpen: boolean) => {
      setOpen((before) => {
        const next = new Set(before);
        if (isOpen) next.add(id);
        else next.delete(id);
        return next;
      });
      if (isOpen && !known.current.has(id)) void load(id);
    },
    [load],
  );
  useEffect(() => {
    if (!known.current.has(ROOT)) void load(ROOT);
  }, [load]);
  // An address that names an asset opens the way to it, once.
  const start = useRef(selected);
  useEffect(() => {
    const id = start.current;
    if (!id) return;
    start.current = null;
    const reveal = async () => {
      const { asset } = await gql(BrowsePreviewDoc, { id });
      for (const ancestor of asset?.path ?? []) toggle(ancestor.id, true);
    };
    // The preview beside the tree tells of a failure.
    reveal().catch(() => undefined);
  }, [toggle]);
  return { branches, open, load, toggle, rootError: branches.get(ROOT)?.error };
}
