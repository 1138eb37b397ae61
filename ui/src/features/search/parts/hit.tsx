// One result: what it is, where it lies, why it matched, whose it is.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { rememberVisit } from '../../../app/recent';
import type { SearchQuery } from '../../../gql/types';
import { Ago, cx, Highlight, Icon, KindIcon, StateChip, TagChip, useKindName, useTierName } from '../../../kit';
import { kindLook, lookKey, TONE_EDGE } from '../../../tokens/kinds';

type SearchHit = SearchQuery['search']['hits'][number];

const NAME_FIELDS = ['name', 'displayName', 'display_name'];

/** The description around its first marked part, so that the reason is in view. */
function Description({ hit }: { readonly hit: SearchHit }) {
  const marked = hit.highlights.find((highlight) => highlight.field === 'description');
  if (marked) {
    return (
      <p className="line-clamp-2 max-w-[100ch] text-13 text-muted">
        <Highlight text={marked.text} spans={marked.spans} />
      </p>
    );
  }
  return hit.asset.description ? <p className="line-clamp-2 max-w-[100ch] text-13 text-muted">{hit.asset.description}</p> : null;
}

export function Hit({ hit }: { readonly hit: SearchHit }) {
  const { t } = useTranslation('search');
  const kindName = useKindName();
  const tierName = useTierName();
  const { asset } = hit;
  const look = lookKey(asset.kind, 'tableType' in asset.details ? asset.details.tableType : null);
  const name = hit.highlights.find((highlight) => NAME_FIELDS.includes(highlight.field) && highlight.text === asset.displayName);
  const type = 'dataType' in asset.details ? asset.details.dataType.text : null;
  return (
    <li className={cx('relative border-b border-l-3 border-line py-2.5 pr-2 pl-4 hover:bg-surface focus-within:bg-surface', TONE_EDGE[kindLook(look).tone])}>
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <KindIcon kind={look} />
        <Link
          to="/a/$id"
          params={{ id: asset.id }}
          data-hit
          onClick={() => rememberVisit({ id: asset.id, kind: look, name: asset.displayName, fullName: asset.fullName })}
          className="text-14 font-semibold wrap-anywhere text-ink before:absolute before:inset-0 hover:text-brand hover:underline"
        >
          {name ? <Highlight text={name.text} spans={name.spans} /> : asset.displayName}
        </Link>
        <span className="text-12 text-muted">{kindName(look)}</span>
        {type ? <code className="font-mono text-12 text-muted">{type}</code> : null}
        {asset.tier ? <TagChip icon="certified">{tierName(asset.tier)}</TagChip> : null}
        {asset.isRemoved ? <StateChip state="bad">{t('removed')}</StateChip> : null}
        {asset.isPlaceholder ? <StateChip state="unknown">{t('placeholder')}</StateChip> : null}
        {asset.tags.slice(0, 4).map((tag) => (
          <TagChip key={tag.name} icon="tag">
            {tag.name}
          </TagChip>
        ))}
      </div>
      <p className="mt-0.5 truncate font-mono text-12 text-muted" title={asset.fullName}>
        {asset.fullName}
      </p>
      <Description hit={hit} />
      <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 text-12 text-muted">
        <span className="inline-flex items-center gap-1">
          <Icon name="user" size={12} />
          {asset.owners.length > 0 ? asset.owners.map((owner) => owner.displayName).join(t('separator')) : t('noOwner')}
        </span>
        {asset.source ? (
          <span className="inline-flex items-center gap-1">
            <Icon name="source" size={12} />
            {asset.source.name}
          </span>
        ) : null}
        <span className="inline-flex items-center gap-1">
          <Icon name="clock" size={12} />
          {t('changed')} <Ago at={asset.lastChangedAt} />
        </span>
        {hit.matchedColumns.length > 0 ? (
          <span className="inline-flex min-w-0 flex-wrap items-center gap-1">
            <Icon name="column" size={12} />
            {t('matchedColumns')}
            {hit.matchedColumns.slice(0, 5).map((column) => (
              <Link key={column.id} to="/a/$id" params={{ id: column.id }} className="relative rounded-chip bg-warn-soft px-1 font-mono text-ink hover:underline">
                {column.name}
              </Link>
            ))}
          </span>
        ) : null}
      </div>
    </li>
  );
}
