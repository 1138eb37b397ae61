// A tree of any size (APG tree view): children come when a node is opened, and
// only the rows in view are in the document. Focus is marked by
// aria-activedescendant, because a row out of view does not exist.
import { useVirtualizer } from '@tanstack/react-virtual';
import { useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../app/theme';
import { cx } from '../cx';
import { Icon } from '../icon/icon';
import { treeStep, visibleRows } from './model';
import type { Branch, TreeNode, TreeRow } from './model';

interface Props<Node extends TreeNode> {
  readonly label: string;
  readonly branches: ReadonlyMap<string, Branch<Node>>;
  readonly open: ReadonlySet<string>;
  readonly selected: string | null;
  readonly onToggle: (id: string, isOpen: boolean) => void;
  readonly onSelect: (node: Node) => void;
  /** Enter or double click: go to the thing. */
  readonly onEnter: (node: Node) => void;
  readonly onMore: (parent: string | null) => void;
  readonly render: (node: Node) => ReactNode;
  readonly className?: string;
}

const ROW_PX = { compact: 26, default: 32, comfortable: 40 };
const INDENT_PX = 18;

function Aside({ row, onMore }: { readonly row: { type: string; parent: string | null }; readonly onMore: (parent: string | null) => void }) {
  const { t } = useTranslation('kit');
  if (row.type === 'loading') return <span className="text-muted">{t('loading')}</span>;
  if (row.type === 'empty') return <span className="text-muted">{t('tree.empty')}</span>;
  return (
    <button type="button" tabIndex={-1} onClick={() => onMore(row.parent)} className={cx('flex items-center gap-1.5 hover:underline', row.type === 'failed' ? 'text-bad' : 'text-brand')}>
      <Icon name={row.type === 'failed' ? 'refresh' : 'down'} size={13} />
      {row.type === 'failed' ? t('tree.failed') : t('tree.more')}
    </button>
  );
}

export function Tree<Node extends TreeNode>(props: Props<Node>) {
  const { label, branches, open, selected, onToggle, onSelect, onEnter, onMore, render, className } = props;
  const id = useId();
  const { density } = useSettings();
  const rows = visibleRows(branches, open);
  const [active, setActive] = useState<string | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX[density],
    overscan: 10,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const found = rows.findIndex((row) => row.id === (active ?? selected));
  const at = found >= 0 ? found : 0;
  const act = (row: TreeRow<Node> | undefined) => {
    if (!row) return;
    if (row.type === 'node') onSelect(row.node);
    else if (row.type === 'more' || row.type === 'failed') onMore(row.parent);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[at];
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      if (event.key === 'Enter' && row?.type === 'node') onEnter(row.node);
      else act(row);
      return;
    }
    const step = treeStep(rows, at, event.key);
    if (!step) return;
    event.preventDefault();
    if ('open' in step) onToggle(step.open, true);
    else if ('shut' in step) onToggle(step.shut, false);
    else {
      setActive(rows[step.to]?.id ?? null);
      virtual.scrollToIndex(step.to);
    }
  };
  return (
    <div
      ref={scroller}
      role="tree"
      aria-label={label}
      tabIndex={0}
      aria-activedescendant={rows[at] ? `${id}-${rows[at].id}` : undefined}
      onKeyDown={onKeyDown}
      className={cx('group/tree overflow-auto text-13 focus-visible:-outline-offset-2', className)}
    >
      <div role="presentation" className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (!row) return null;
          const isNode = row.type === 'node';
          return (
            // The keyboard of a row is that of the tree, which keeps the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={row.id}
              id={`${id}-${row.id}`}
              role="treeitem"
              aria-level={row.level}
              aria-selected={isNode && row.id === selected}
              {...(isNode ? { 'aria-posinset': row.position, 'aria-setsize': row.size } : {})}
              {...(isNode && !row.node.isLeaf ? { 'aria-expanded': row.isOpen } : {})}
              onClick={() => {
                setActive(row.id);
                act(row);
              }}
              onDoubleClick={() => isNode && onEnter(row.node)}
              className={cx(
                'absolute inset-x-0 flex items-center gap-1.5 pr-2',
                isNode && 'cursor-pointer hover:bg-bg',
                isNode && row.id === selected && 'bg-brand-soft',
                item.index === at && 'group-focus-visible/tree:inset-ring-2 group-focus-visible/tree:inset-ring-brand',
              )}
              style={{ height: item.size, transform: `translateY(${item.start}px)`, paddingLeft: 4 + (row.level - 1) * INDENT_PX }}
            >
              {isNode ? (
                <span
                  aria-hidden
                  onClick={(event) => {
                    if (row.node.isLeaf) return;
                    event.stopPropagation();
                    setActive(row.id);
                    onToggle(row.id, !row.isOpen);
                  }}
                  className="flex size-6 shrink-0 items-center justify-center rounded-chip text-muted hover:bg-sunken"
                >
                  {row.node.isLeaf ? null : <Icon name={row.isOpen ? 'down' : 'right'} size={14} />}
                </span>
              ) : (
                <span className="w-6 shrink-0" />
              )}
              {isNode ? render(row.node) : <Aside row={row} onMore={onMore} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}
