// SQL with the words marked that say an edge: first these words with a little
// around them, and the whole statement for who wants it.
import { useTranslation } from 'react-i18next';
import { CopyButton } from '../../../kit';
import { excerpt, markedPieces } from '../spans';

export function SqlSpans({ sql, spans }: { readonly sql: string; readonly spans: readonly (readonly number[])[] }) {
  const { t } = useTranslation('lineage');
  const part = excerpt(sql, spans);
  return (
    <>
      <Marked sql={part.text} spans={part.spans} isCut={part.isCut} />
      {part.isCut ? (
        <details className="mt-2">
          <summary className="min-h-6 cursor-pointer text-12 text-muted">{t('edge.wholeSql')}</summary>
          <Marked sql={sql} spans={spans} isCut={false} />
        </details>
      ) : null}
    </>
  );
}

function Marked({ sql, spans, isCut }: { readonly sql: string; readonly spans: readonly (readonly number[])[]; readonly isCut: boolean }) {
  const { t } = useTranslation('lineage');
  return (
    <div className="relative rounded-card border border-line bg-sunken">
      <span className="absolute top-1.5 right-1.5">
        <CopyButton text={sql} label={t('edge.copySql')} />
      </span>
      <pre tabIndex={0} className="max-h-72 overflow-auto py-2 pr-9 pl-3 font-mono text-12 wrap-anywhere whitespace-pre-wrap">
        {isCut ? '… ' : ''}
        {markedPieces(sql, spans).map((piece, at) => (piece.isMarked ? <mark key={at} className="rounded-chip bg-warn-soft font-semibold text-ink">{piece.text}</mark> : <span key={at}>{piece.text}</span>))}
        {isCut ? ' …' : ''}
      </pre>
    </div>
  );
}
