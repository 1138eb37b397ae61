// A table of any length: only the rows in view are in the document. It scrolls
// with the page, its header stays below the top bar. Columns are grid tracks.
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSettings } from '../../app/theme';
import { cx } from '../cx';
import { Icon } from '../icon/icon';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  /** A CSS grid track: `72px`, `minmax(160px, 2fr)`. */
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
  readonly isSortable?: boolean;
  readonly align?: 'right';
}

export interface Sort {
  readonly by: string;
  readonly isDescending: boolean;
}

interface Props<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  readonly sort?: Sort | undefined;
  readonly onSort?: (sort: Sort | undefined) => void;
  /** Called when the last rows come into view. */
  readonly onEnd?: () => void;
  /** How many rows there are in all, loaded or not. */
  readonly total?: number;
  readonly isRowMarked?: (row: Row) => boolean;
}

const ROW_PX = { compact: 28, default: 36, comfortable: 44 };
const TOP_BAR_PX = 48;
const FEW = 60;

/** The next sort when the header of `by` is pressed: up, down, none. */
export function nextSort(sort: Sort | undefined, by: string): Sort | undefined {
  if (sort?.by !== by) return { by, isDescending: false };
  return sort.isDescending ? undefined : { by, isDescending: true };
}

function HeaderCell<Row>({ column, sort, onSort }: { readonly column: Column<Row>; readonly sort?: Sort | undefined; readonly onSort?: ((sort: Sort | undefined) => void) | undefined }) {
  const { t } = useTranslation('kit');
  const isBy = sort?.by === column.id;
  const canSort = column.isSortable && onSort;
  return (
    <div role="columnheader" aria-sort={isBy ? (sort.isDescending ? 'descending' : 'ascending') : undefined} className={cx('flex min-w-0 items-center px-2 text-12 font-semibold text-muted', column.align === 'right' && 'justify-end')}>
      {canSort ? (
        <button type="button" onClick={() => onSort(nextSort(sort, column.id))} className="flex min-h-6 min-w-0 items-center gap-1 hover:text-ink" title={t('sortBy', { name: column.title })}>
          <span className="truncate">{column.title}</span>
          <Icon name="down" size={12} className={cx(!isBy && 'opacity-0', isBy && !sort.isDescending && 'rotate-180')} />
        </button>
      ) : (
        <span className="truncate">{column.title}</span>
      )}
    </div>
  );
}

export function DataTable<Row>({ label, columns, rows, rowKey, sort, onSort, onEnd, total, isRowMarked }: Props<Row>) {
  const { density } = useSettings();
  const rowHeight = ROW_PX[density];
  const body = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (!body.current) return;
    const measure = () => body.current && setTop(body.current.getBoundingClientRect().top + scrollY);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, []);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
  });
  useEffect(() => virtual.measure(), [rowHeight, virtual]);
  const isShort = rows.length <= FEW;
  const items = isShort ? rows.map((row, index) => ({ index, start: 0, key: rowKey(row) })) : virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  const isNearEnd = last >= rows.length - 20;
  useEffect(() => {
    if (isNearEnd) onEnd?.();
  }, [isNearEnd, rows.length, onEnd]);
  const template = columns.map((column) => column.width).join(' ');
  return (
    <div role="table" aria-label={label} aria-rowcount={(total ?? rows.length) + 1} aria-colcount={columns.length} className="rounded-card border border-line bg-surface text-13 max-lg:overflow-x-auto">
      <div role="rowgroup" className="z-10 rounded-t-card border-b border-line bg-sunken max-lg:min-w-180 lg:sticky" style={{ top: TOP_BAR_PX }}>
        <div role="row" aria-rowindex={1} className="grid h-9 items-center px-2" style={{ gridTemplateColumns: template }}>
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
      </div>
      <div ref={body} role="rowgroup" className="relative max-lg:min-w-180" style={{ height: isShort ? undefined : virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <div
              key={String(item.key)}
              role="row"
              aria-rowindex={item.index + 2}
              className={cx('grid items-center border-b border-line px-2 last:border-b-0 hover:bg-bg', !isShort && 'absolute inset-x-0', isRowMarked?.(row) && 'bg-brand-soft')}
              style={{ gridTemplateColumns: template, height: rowHeight, ...(isShort ? {} : { transform: `translateY(${item.start - virtual.options.scrollMargin}px)` }) }}
            >
              {columns.map((column) => (
                <div key={column.id} role="cell" className={cx('flex h-full min-w-0 items-center px-2', column.align === 'right' && 'justify-end tabular-nums')}>
                  {column.cell(row)}
                </div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}
