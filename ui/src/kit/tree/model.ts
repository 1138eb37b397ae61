// A tree as the flat list of its visible rows. Pure: which rows there are follows
// from what is open and what is loaded.

export interface TreeNode {
  readonly id: string;
  readonly isLeaf: boolean;
}

/** The loaded children of a node. `hasMore` shows a row that loads the next page. */
export interface Branch<Node> {
  readonly nodes: readonly Node[];
  readonly hasMore: boolean;
  readonly state: 'loading' | 'ready' | 'failed';
}

export type TreeRow<Node> =
  | { readonly type: 'node'; readonly id: string; readonly node: Node; readonly level: number; readonly isOpen: boolean; readonly position: number; readonly size: number; readonly parent: string | null }
  | { readonly type: 'more' | 'loading' | 'failed' | 'empty'; readonly id: string; readonly level: number; readonly parent: string | null };

/** The key under which the roots are kept. */
export const ROOT = '';

/** Lists the visible rows, in order. Iterative, so that depth is no danger. */
export function visibleRows<Node extends TreeNode>(branches: ReadonlyMap<string, Branch<Node>>, open: ReadonlySet<string>): TreeRow<Node>[] {
  const rows: TreeRow<Node>[] = [];
  const stack: { parent: string | null; branch: Branch<Node>; at: number; level: number }[] = [];
  const seen = new Set<string>();
  const roots = branches.get(ROOT);
  if (roots) stack.push({ parent: null, branch: roots, at: 0, level: 1 });
  while (stack.length > 0) {
    const frame = stack[stack.length - 1];
    if (!frame) break;
    const { branch, level, parent } = frame;
    const node = branch.nodes[frame.at];
    if (!node) {
      stack.pop();
      const key = parent ?? ROOT;
      if (branch.state === 'loading') rows.push({ type: 'loading', id: `${key}/loading`, level, parent });
      else if (branch.state === 'failed') rows.push({ type: 'failed', id: `${key}/failed`, level, parent });
      else if (branch.hasMore) rows.push({ type: 'more', id: `${key}/more`, level, parent });
      else if (branch.nodes.length === 0 && parent !== null) rows.push({ type: 'empty', id: `${key}/empty`, level, parent });
      continue;
    }
    frame.at += 1;
    if (seen.has(node.id)) continue;
    seen.add(node.id);
    const isOpen = !node.isLeaf && open.has(node.id);
    rows.push({ type: 'node', id: node.id, node, level, isOpen, position: frame.at, size: branch.hasMore ? -1 : branch.nodes.length, parent });
    if (isOpen) stack.push({ parent: node.id, branch: branches.get(node.id) ?? { nodes: [], hasMore: false, state: 'loading' }, at: 0, level: level + 1 });
  }
  return rows;
}

export type TreeStep = { readonly to: number } | { readonly open: string } | { readonly shut: string } | null;

/** What an arrow key does in row `at`, after the APG tree pattern. */
export function treeStep<Node extends TreeNode>(rows: readonly TreeRow<Node>[], at: number, key: string): TreeStep {
  const row = rows[at];
  if (!row) return rows.length > 0 ? { to: 0 } : null;
  switch (key) {
    case 'ArrowDown':
      return { to: Math.min(rows.length - 1, at + 1) };
    case 'ArrowUp':
      return { to: Math.max(0, at - 1) };
    case 'Home':
      return { to: 0 };
    case 'End':
      return { to: rows.length - 1 };
    case 'ArrowRight':
      if (row.type !== 'node' || row.node.isLeaf) return null;
      return row.isOpen ? { to: Math.min(rows.length - 1, at + 1) } : { open: row.id };
    case 'ArrowLeft': {
      if (row.type === 'node' && row.isOpen) return { shut: row.id };
      const parent = rows.findIndex((candidate) => candidate.id === row.parent);
      return parent >= 0 ? { to: parent } : null;
    }
    default:
      return null;
  }
}
