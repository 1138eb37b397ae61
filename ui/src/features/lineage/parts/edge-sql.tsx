// The SQL that says an edge: of the downstream view, or of each routine, task and
// query that carries it, with its words marked.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { assetPage } from '../../../app/places';
import { KindIcon } from '../../../kit';
import { type Detail, markedTexts, type Text } from '../edge';
import { SqlSpans } from './sql-spans';

/** More texts than this are reached through the assets that say them. */
const MOST = 10;

interface Props {
  readonly edges: readonly Detail[];
  readonly texts: readonly Text[];
  /** The downstream asset, whose own SQL needs no name. */
  readonly owner: string;
}

export function EdgeSql({ edges, texts, owner }: Props) {
  const { t } = useTranslation('lineage');
  const marked = markedTexts(edges, texts);
  if (marked.length === 0) return null;
  return (
    <section className="flex flex-col gap-3">
      {marked.slice(0, MOST).map(({ of, spans }) => (
        <div key={`${of.asset.id} ${of.text}`}>
          <h2 className="mb-1 flex items-center gap-1.5 text-12 font-semibold text-muted">
            {of.asset.id === owner ? (
              t('edge.sql')
            ) : (
              <>
                {t('edge.sqlOf')}
                <Link to={assetPage(of.asset.id)} className="inline-flex min-w-0 items-center gap-1 font-mono text-brand hover:underline">
                  <KindIcon kind={of.asset.kind} />
                  <span className="wrap-anywhere">{of.asset.displayName}</span>
                </Link>
              </>
            )}
          </h2>
          <SqlSpans sql={of.text} spans={spans} />
        </div>
      ))}
      {marked.length > MOST ? <p className="text-12 text-muted">{t('edge.moreSql', { count: marked.length - MOST })}</p> : null}
    </section>
  );
}
