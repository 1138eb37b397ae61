// Overview: the description first, then what only this kind has; a summary card
// on the right.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Moment } from '../../../app/as-of';
import { ask } from '../../../app/gql';
import { Ago, Card, Code, cx, Failure, Icon, KindIcon, Skeleton, TagChip, useFormat, useKindName, useTierName } from '../../../kit';
import { columnFacts, countOf, oneLine } from '../model';
import type { Asset } from '../model';
import { ColumnsDoc } from '../queries';
import { TagsOfColumn } from './column-tags';
import { Description } from './description';
import { KindDetails } from './kind-details';
import { Row, Sorted } from './sorted';

const FIRST_COLUMNS = 12;

function FirstColumns({ asset, asOf }: { readonly asset: Asset; readonly asOf: Moment | null }) {
  const { t } = useTranslation('asset');
  const format = useFormat();
  const query = useQuery(ask(ColumnsDoc, { id: asset.id, asOf, filter: null, first: FIRST_COLUMNS, after: null }));
  const total = countOf(asset, 'columns');
  return (
    <Card
      isFlush
      title={t('columns.first', { shown: format.number(Math.min(FIRST_COLUMNS, total)), total: format.number(total) })}
      action={
        <Link to="/a/$id" params={{ id: asset.id }} search={(before: object) => ({ ...before, tab: 'columns' as const })} className="text-13 text-brand hover:underline">
          {t('columns.all')}
        </Link>
      }
    >
      {query.isPending ? (
        <div className="p-4">
          <Skeleton lines={6} />
        </div>
      ) : null}
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      <ul>
        {query.data?.asset?.columns.nodes.map((column) => {
          const facts = columnFacts(column);
          return (
            <li key={column.id} className="grid min-h-(--row) grid-cols-[minmax(0,2fr)_minmax(0,1fr)_minmax(0,3fr)] items-center gap-3 border-b border-line px-4 text-13 last:border-b-0">
              <Link to="/a/$id" params={{ id: column.id }} className="flex min-w-0 items-center gap-1.5 font-mono hover:text-brand hover:underline">
                <span className="truncate">{column.name}</span>
                {facts.key === null ? null : (
                  <span title={t('columns.primaryKey')} className="text-warn">
                    <Icon name="key" size={13} />
                    <span className="sr-only">{t('columns.primaryKey')}</span>
                  </span>
                )}
              </Link>
              <code className="truncate font-mono text-12 text-muted" title={facts.type}>
                {facts.type}
              </code>
              <span className="truncate text-muted" title={oneLine(column.description)}>
                {oneLine(column.description)}
              </span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

function Tags({ asset, isPast }: { readonly asset: Asset; readonly isPast: boolean }) {
  const { t } = useTranslation('asset');
  const table = asset.path.findLast(({ id }) => id !== asset.id);
  if (asset.kind === 'COLUMN' && !isPast) {
    return (
      <span className="flex flex-wrap gap-1">
        <TagsOfColumn id={asset.id} table={table?.id ?? ''} shown={asset.tags.map(({ name }) => name)} />
      </span>
    );
  }
  if (asset.tags.length === 0) return t('none');
  return (
    <span className="flex flex-wrap gap-1">
      {asset.tags.map((tag) => (
        <TagChip key={tag.name} icon="tag">
          {tag.name}
        </TagChip>
      ))}
    </span>
  );
}

function Summary({ asset, isPast }: { readonly asset: Asset; readonly isPast: boolean }) {
  const { t } = useTranslation('asset');
  const format = useFormat();
  const kindName = useKindName();
  const tierName = useTierName();
  const { statistics } = asset;
  return (
    <Card title={t('summary.title')}>
      <dl>
        <Row name={t('summary.owners')}>
          {asset.owners.length === 0
            ? t('none')
            : asset.owners.map((owner) => (
                <span key={owner.name} className="mr-3 inline-flex items-center gap-1">
                  <Icon name="user" size={13} className="text-muted" />
                  {owner.displayName}
                  {owner.layer === 'HARVESTED' ? <span className="text-12 text-muted">{t('layer.HARVESTED')}</span> : null}
                </span>
              ))}
        </Row>
        <Row name={t('summary.tier')}>{asset.tier ? tierName(asset.tier) : t('none')}</Row>
        <Row name={t('summary.tags')}>
          <Tags asset={asset} isPast={isPast} />
        </Row>
        <Sorted asset={asset} isPast={isPast} />
        {asset.childCounts.length > 0 ? (
          <Row name={t('summary.contains')}>
            <span className="flex flex-wrap gap-x-3">
              {asset.childCounts.map(({ kind, count }) => (
                <span key={kind} className="inline-flex items-center gap-1">
                  <KindIcon kind={kind} size={13} />
                  {kindName(kind)} <span className="tabular-nums">{format.number(count)}</span>
                </span>
              ))}
            </span>
          </Row>
        ) : null}
        {statistics?.writtenAt ? (
          <Row name={t('summary.written')}>
            <Ago at={statistics.writtenAt} />
          </Row>
        ) : null}
        {statistics?.analyzedAt ? (
          <Row name={t('summary.analyzed')}>
            <Ago at={statistics.analyzedAt} />
          </Row>
        ) : null}
        {asset.firstSeenAt ? <Row name={t('summary.firstSeen')}>{format.dateTime(asset.firstSeenAt)}</Row> : null}
        {asset.lastSeenAt ? <Row name={t('summary.lastSeen')}>{format.dateTime(asset.lastSeenAt)}</Row> : null}
        <Row name={t('summary.version')}>
          <span className="font-mono">
            {asset.version.major}.{asset.version.minor}
          </span>
        </Row>
      </dl>
    </Card>
  );
}

export function Overview({ asset, asOf }: { readonly asset: Asset; readonly asOf: Moment | null }) {
  const { t } = useTranslation('asset');
  const definition = 'definition' in asset.details ? asset.details.definition : null;
  return (
    <div className={cx('grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_320px]')}>
      <div className="flex min-w-0 flex-col gap-4">
        <Description asset={asset} isPast={asOf !== null} />
        {countOf(asset, 'columns') > 0 ? <FirstColumns asset={asset} asOf={asOf} /> : null}
        {definition ? (
          <section aria-label={t('definition')}>
            <h2 className="mb-1.5 text-13 font-semibold">{t('definition')}</h2>
            <Code text={definition} language="sql" />
          </section>
        ) : null}
        <KindDetails asset={asset} />
      </div>
      <Summary asset={asset} isPast={asOf !== null} />
    </div>
  );
}
