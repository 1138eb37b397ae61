// Rows that a check objects to, and the question that shows them.
import { useTranslation } from 'react-i18next';
import { Code, useFormat } from '../../../kit';

interface Props {
  readonly failing: {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly unknown[])[];
    readonly isTruncated: boolean;
    readonly sql: string;
  };
}

export function FailingRows({ failing }: Props) {
  const { t } = useTranslation('quality');
  const { columns, rows, isTruncated, sql } = failing;
  return (
    <div className="flex flex-col gap-3">
      {rows.length === 0 ? (
        <p className="text-13 text-muted">{t('failing.none')}</p>
      ) : (
        <div tabIndex={0} role="region" aria-label={t('failing.title')} className="max-h-96 overflow-auto rounded-control border border-line">
          <table className="w-full text-13">
            <thead>
              <tr className="border-b border-line bg-sunken">
                {columns.map((column) => (
                  <th key={column} scope="col" className="h-8 px-3 text-left font-mono text-12 font-semibold whitespace-nowrap text-muted">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, place) => (
                <tr key={place} className="border-b border-line last:border-b-0">
                  {columns.map((column, at) => (
                    <td key={column} className="max-w-80 truncate px-3 py-1 font-mono text-12">
                      <Cell value={row[at]} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {isTruncated ? <p className="text-12 text-muted">{t('failing.more')}</p> : null}
      <div>
        <p className="mb-1 text-12 text-muted">{t('failing.sql')}</p>
        <Code text={sql} language="sql" />
      </div>
    </div>
  );
}

/** A value: nothing, a text, or a number of bytes that are not shown. */
function Cell({ value }: { readonly value: unknown }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  if (value === null || value === undefined) return <span className="text-faint italic">{t('failing.null')}</span>;
  if (typeof value === 'object' && 'bytes' in value) return <span className="text-faint italic">{format.bytes(Number(value.bytes))}</span>;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
