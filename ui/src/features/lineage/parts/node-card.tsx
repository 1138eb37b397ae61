// The card of a selected asset: what it is, whose it is, and each of its edges as
// a button, so that edges can be reached without pointing at a line.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { assetPage } from '../../../app/places';
import { Ago, Button, Icon, KindChip, LinkButton, Refusal, Skeleton, StateChip, TagChip, useFormat } from '../../../kit';
import type { Selection } from '../canvas/stage';
import { groupOf } from '../grouping';
import { canBeEnd, endOf } from '../manual';
import { type Asset, childName, columnNeighbours, type LineageGraph, shownKind } from '../model';
import { lineageCard } from '../queries';
import type { Grouping, Moment } from '../state';
import { useManual } from './manual/manual';
import { Neighbours } from './neighbours';
import { Fact, SideCard } from './side-card';

interface Props {
  readonly graph: LineageGraph;
  readonly node: string;
  readonly column: string | null;
  readonly isFocus: boolean;
  readonly asOf: Moment | undefined;
  readonly onSelect: (selection: Selection) => void;
  readonly onRefocus: (assetId: string) => void;
  readonly onExpand: (node: string, side: 'up' | 'down', text?: string) => void;
  /** Takes away what was expanded from here; absent where nothing was. */
  readonly onCollapse: (() => void) | undefined;
  /** Opens the columns of every table on the selected column's path; absent where they are open. */
  readonly onOpenPath: (() => void) | undefined;
  readonly grouping: { readonly by: Grouping; readonly spread: readonly string[]; readonly gather: (group: string) => void };
}

export function NodeCard({ graph, node, column, isFocus, asOf, onSelect, onRefocus, onExpand, onCollapse, onOpenPath, grouping }: Props) {
  const { t } = useTranslation('lineage');
  const found = graph.nodes.get(node);
  const asset = found?.asset ?? null;
  const columnName = found?.columns.find((candidate) => candidate.id === column)?.name;
  const name = asset?.displayName ?? t('hidden');
  const head = (
    <>
      {asset ? <KindChip kind={shownKind(asset)} /> : null}
      <p className="font-mono text-14 font-semibold wrap-anywhere">{name}</p>
      {columnName ? (
        <p className="flex items-center gap-1 font-mono text-13 text-brand">
          <Icon name="column" size={13} />
          {columnName}
        </p>
      ) : null}
    </>
  );
  return (
    <SideCard title={name} head={head} onClose={() => onSelect(null)}>
      {asset ? <Facts id={asset.id} asOf={asOf} /> : <p className="text-13 text-muted">{t('hiddenText')}</p>}
      {column !== null && columnName === undefined ? <p className="text-13 text-muted">{t('side.noColumnLineage')}</p> : null}
      {asset ? (
        <div className="flex flex-wrap gap-2">
          {isFocus ? null : (
            <Button icon="lineage" onClick={() => onRefocus(node)}>
              {t('side.refocus')}
            </Button>
          )}
          <LinkButton to={assetPage(column ?? asset.id)} icon="right">
            {t(column === null ? 'side.openAsset' : 'side.openColumn')}
          </LinkButton>
          {column !== null && onOpenPath ? (
            <Button icon="columns" onClick={onOpenPath}>
              {t('side.openPath')}
            </Button>
          ) : null}
          {onCollapse ? (
            <Button icon="collapse" onClick={onCollapse}>
              {t('side.collapse')}
            </Button>
          ) : null}
          {asset.kind === 'TABLE' && asOf === undefined ? (
            <LinkButton to="/what-if" search={{ asset: asset.id, ...(columnName === undefined ? {} : { changes: [{ column: childName(asset.fullName, columnName) }] }) }} icon="branch">
              {t('side.whatIf')}
            </LinkButton>
          ) : null}
          <AddEdge asset={asset} />
          <Gather asset={asset} isFocus={isFocus} grouping={grouping} />
        </div>
      ) : null}
      {(['up', 'down'] as const).map((side) => {
        const hidden = (side === 'up' ? found?.hiddenUp : found?.hiddenDown) ?? 0;
        return (
          <div key={side} className="flex flex-col gap-2">
            {hidden > 0 && asset ? <Neighbours node={node} side={side} hidden={hidden} asOf={asOf} onExpand={onExpand} /> : null}
            {column === null ? <Edges graph={graph} node={node} side={side} onSelect={onSelect} /> : <ColumnEdges graph={graph} column={column} side={side} onSelect={onSelect} />}
          </div>
        );
      })}
    </SideCard>
  );
}

/** Writes an edge from here by hand. */
function AddEdge({ asset }: { readonly asset: Asset }) {
  const { t } = useTranslation('lineage');
  const manual = useManual();
  if (manual === null || asset.isRemoved || !canBeEnd(asset.kind)) return null;
  return (
    <Button icon="plus" onClick={() => manual.write({ upstream: endOf(asset) })}>
      {t('manual.add')}
    </Button>
  );
}

/** Draws the group of an asset as one again, where it was spread out. */
function Gather({ asset, isFocus, grouping }: { readonly asset: Asset; readonly isFocus: boolean; readonly grouping: Props['grouping'] }) {
  const { t } = useTranslation('lineage');
  const group = isFocus ? null : groupOf(asset, grouping.by);
  if (group === null || !grouping.spread.includes(group.id)) return null;
  return (
    <Button icon="collapse" onClick={() => grouping.gather(group.id)}>
      {t('group.gather', { name: group.name })}
    </Button>
  );
}

function Facts({ id, asOf }: { readonly id: string; readonly asOf: Moment | undefined }) {
  const { t } = useTranslation('lineage');
  const format = useFormat();
  const answer = useQuery(ask(lineageCard, { id, ...(asOf === undefined ? {} : { asOf }) }));
  if (answer.isPending) return <Skeleton lines={4} />;
  if (answer.isError) return <Refusal error={answer.error} />;
  const asset = answer.data.asset;
  if (!asset) return null;
  const { statistics } = asset;
  return (
    <>
      {asset.isRemoved ? <StateChip state="bad">{t('removed')}</StateChip> : null}
      {asset.isPlaceholder ? <StateChip state="unknown">{t('card.placeholder')}</StateChip> : null}
      <p className={asset.description ? 'line-clamp-4 text-13' : 'text-13 text-muted'}>{asset.description ?? t('side.undescribed')}</p>
      <dl className="flex flex-col gap-1.5">
        <Fact label={t('side.owners')}>{asset.owners.map((owner) => owner.displayName).join(', ') || t('side.unowned')}</Fact>
        <Fact label={t('side.source')}>{asset.source?.name}</Fact>
        <Fact label={t('side.rows')}>{statistics?.rowCount == null ? null : format.number(statistics.rowCount)}</Fact>
        <Fact label={t('side.size')}>{statistics?.sizeBytes == null ? null : format.bytes(statistics.sizeBytes)}</Fact>
        <Fact label={t('side.seen')}>{asset.lastSeenAt ? <Ago at={asset.lastSeenAt} /> : null}</Fact>
        <Fact label={t('side.fullName')}>
          <code className="font-mono text-12">{asset.fullName}</code>
        </Fact>
      </dl>
      {asset.tags.length > 0 ? (
        <div className="flex flex-wrap gap-1">
          {asset.tags.map((tag) => (
            <TagChip key={tag.name} icon="tag">
              {tag.name}
            </TagChip>
          ))}
        </div>
      ) : null}
    </>
  );
}

/** More edges than this are reached through the table view. */
const EDGE_LIMIT = 50;

function Edges({ graph, node, side, onSelect }: { readonly graph: LineageGraph; readonly node: string; readonly side: 'up' | 'down'; readonly onSelect: (selection: Selection) => void }) {
  const { t } = useTranslation('lineage');
  const edges = graph.edges.filter((edge) => (side === 'up' ? edge.to : edge.from) === node);
  if (edges.length === 0) return null;
  return (
    <section>
      <EdgesHead side={side} count={edges.length} />
      <ul className="flex flex-col">
        {edges.slice(0, EDGE_LIMIT).map((edge) => (
          <li key={edge.id}>
            <button type="button" onClick={() => onSelect({ kind: 'edge', edge: edge.id })} className="w-full truncate rounded-chip px-1.5 py-1 text-left font-mono text-13 hover:bg-sunken">
              {graph.nodes.get(side === 'up' ? edge.from : edge.to)?.asset?.displayName ?? t('hidden')}
            </button>
          </li>
        ))}
      </ul>
      {edges.length > EDGE_LIMIT ? <p className="px-1.5 text-12 text-muted">{t('side.more', { count: edges.length - EDGE_LIMIT })}</p> : null}
    </section>
  );
}

/** The edges of a column: its neighbours by table and name, each leading to that column. */
function ColumnEdges({ graph, column, side, onSelect }: { readonly graph: LineageGraph; readonly column: string; readonly side: 'up' | 'down'; readonly onSelect: (selection: Selection) => void }) {
  const { t } = useTranslation('lineage');
  const found = columnNeighbours(graph, column, side);
  if (found.length === 0) return null;
  return (
    <section>
      <EdgesHead side={side} count={found.length} />
      <ul className="flex flex-col">
        {found.slice(0, EDGE_LIMIT).map((one) => (
          <li key={one.column}>
            <button type="button" onClick={() => onSelect({ kind: 'column', node: one.node, column: one.column })} className="w-full rounded-chip px-1.5 py-1 text-left font-mono text-13 wrap-anywhere hover:bg-sunken">
              <span className="text-muted">{`${graph.nodes.get(one.node)?.asset?.displayName ?? t('hidden')}.`}</span>
              {one.name}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function EdgesHead({ side, count }: { readonly side: 'up' | 'down'; readonly count: number }) {
  const { t } = useTranslation('lineage');
  return (
    <h2 className="mb-1 flex items-center gap-1.5 text-12 font-semibold text-muted">
      <Icon name={side === 'up' ? 'upstream' : 'downstream'} size={13} />
      {t(side === 'up' ? 'side.upstream' : 'side.downstream', { count })}
    </h2>
  );
}
