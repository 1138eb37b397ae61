// Who says an edge: one row for each tool and scope, however many columns it speaks
// of.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { assetPage } from '../../../app/places';
import { Ago, useFormat } from '../../../kit';
import type { Detail, Text } from '../edge';

type Assertion = Detail['assertions'][number];

interface Props {
  readonly edges: readonly Detail[];
  readonly texts: readonly Text[];
  /** The downstream asset, whose own SQL needs no name. */
  readonly owner: string;
}

export function Assertions({ edges, texts, owner }: Props) {
  const { t, i18n } = useTranslation('lineage');
  const format = useFormat();
  const rows = new Map<string, { said: Assertion; least: number; edges: number }>();
  for (const said of edges.flatMap((edge) => edge.assertions)) {
    const key = `${said.tool}\n${said.scope}\n${said.why}`;
    const known = rows.get(key);
    if (known === undefined) rows.set(key, { said, least: said.confidence, edges: 1 });
    else rows.set(key, { said: said.since < known.said.since ? said : known.said, least: Math.min(known.least, said.confidence), edges: known.edges + 1 });
  }
  if (rows.size === 0) return null;
  const why = (word: string): string => (i18n.exists(`lineage:why.${word}`) ? t(`why.${word}`) : word.replaceAll('_', ' '));
  return (
    <section>
      <h2 className="mb-1 text-12 font-semibold text-muted">{t('edge.assertions', { count: rows.size })}</h2>
      <ul className="flex flex-col gap-2">
        {Array.from(rows, ([key, { said, least, edges: count }]) => (
          <li key={key} className="rounded-control border border-line p-2 text-13">
            <p className="flex items-center gap-2">
              <span className="font-medium">{said.tool}</span>
              <span className="ml-auto tabular-nums" title={t('edge.confidence')}>
                <span className="sr-only">{t('edge.confidence')} </span>
                {format.percent(least)}
              </span>
            </p>
            <Scope said={said} texts={texts} owner={owner} />
            <p className="text-12 text-muted">
              {[why(said.why), t('edge.speaksOf', { count })].filter((word) => word !== '').join(' · ')}
              {said.sinceTime ? (
                <>
                  {' · '}
                  {t('edge.since')} <Ago at={said.sinceTime} />
                </>
              ) : null}
            </p>
            {said.seen ? (
              <p className="text-12 text-muted tabular-nums">
                {t('edge.seen', { count: said.seen.queries, formatted: format.number(said.seen.queries) })} <Ago at={said.seen.lastSeenAt} />
              </p>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** For what it is said: the SQL of the asset itself, of another one, or the tool's own words. */
function Scope({ said, texts, owner }: { readonly said: Assertion; readonly texts: readonly Text[]; readonly owner: string }) {
  const { t } = useTranslation('lineage');
  if (said.scope === owner) return <p className="text-12 text-muted">{t('edge.ownSql')}</p>;
  const carrier = texts.find(({ asset }) => asset.id === said.scope)?.asset;
  if (carrier === undefined) return <p className="font-mono text-12 text-muted wrap-anywhere">{said.scope}</p>;
  return (
    <p className="text-12 text-muted">
      {t('edge.sqlOf')}{' '}
      <Link to={assetPage(carrier.id)} className="font-mono text-brand hover:underline">
        {carrier.displayName}
      </Link>
    </p>
  );
}
