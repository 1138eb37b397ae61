// A short table of the usage tab: who, or with what, and how often.
import type { ReactNode } from 'react';
import { Card, cx } from '../../../kit';

interface Props {
  readonly title: string;
  readonly columns: readonly { readonly title: string; readonly isNumber?: boolean }[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}

export function UsageTable({ title, columns, rows }: Props) {
  return (
    <Card title={title} isFlush>
      <div tabIndex={0} role="region" aria-label={title} className="max-h-96 overflow-auto">
        <table className="w-full text-13">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr className="border-b border-line bg-sunken">
              {columns.map((column) => (
                <th key={column.title} scope="col" className={cx('h-8 px-4 text-12 font-semibold whitespace-nowrap text-muted', column.isNumber ? 'text-right' : 'text-left')}>
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key} className="h-(--row) border-b border-line last:border-b-0">
                {row.cells.map((cell, at) => (
                  <td key={columns[at]?.title} className={cx('px-4 py-1', columns[at]?.isNumber && 'text-right tabular-nums')}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
