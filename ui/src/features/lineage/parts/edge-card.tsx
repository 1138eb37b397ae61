// The card of a selected edge: everybody who says so, since when and how surely, by
// which transformation, which columns it joins, and the SQL with the words that
// say it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { assetPage } from '../../../app/places';
import { Icon, Refusal, Skeleton, TagChip } from '../../../kit';
import type { Selection } from '../canvas/stage';
import { endOf } from '../manual';
import type { Asset, LineageGraph } from '../model';
import { lineageEdge } from '../queries';
import type { Moment } from '../state';
import { Assertions } from './assertions';
import { EdgeSql } from './edge-sql';
import { ByHandSection } from './manual/by-hand';
import { Fact, SideCard } from './side-card';

interface Props {
  /** What is drawn, where an edge may stand for several. */
  readonly graph: LineageGraph;
  readonly whole: LineageGraph;
  readonly edgeId: string;
  readonly asOf: Moment | undefined;
  readonly onSelect: (selection: Selection) => void;
}

export function EdgeCard({ graph, whole, edgeId, asOf, onSelect }: Props) {
  const { t } = useTranslation('lineage');
  const edge = graph.edges.find((candidate) => candidate.id === edgeId) ?? whole.edges.find((candidate) => candidate.id === edgeId);
  if (edge === undefined) return null;
  const nameOf = (key: string): string => {
    const node = graph.nodes.get(key) ?? whole.nodes.get(key);
    return node?.group?.name ?? node?.asset?.displayName ?? t('hidden');
  };
  const head = (
    <>
      <p className="text-12 text-muted">{t('edge.title')}</p>
      <p className="flex flex-wrap items-center gap-1 font-mono text-13 font-semibold wrap-anywhere">
        <EndButton name={nameOf(edge.from)} onPick={() => onSelect({ kind: 'node', node: edge.from })} />
        <Icon name="right" size={13} className="text-muted" />
        <EndButton name={nameOf(edge.to)} onPick={() => onSelect({ kind: 'node', node: edge.to })} />
      </p>
    </>
  );
  const assetOf = (key: string): Asset | null => (edge.members ? null : (whole.nodes.get(key)?.asset ?? null));
  const [from, to] = [assetOf(edge.from), assetOf(edge.to)];
  const isHidden = edge.members === undefined && (from === null || to === null);
  return (
    <SideCard title={t('edge.title')} head={head} onClose={() => onSelect(null)}>
      {edge.members ? (
        <section>
          <h2 className="mb-1 text-12 font-semibold text-muted">{t('edge.members', { count: edge.members.length })}</h2>
          <ul className="flex flex-col">
            {edge.members.slice(0, 100).map((member) => (
              <li key={member.id}>
                <button type="button" onClick={() => onSelect({ kind: 'edge', edge: member.id })} className="flex min-h-7 w-full items-center gap-1 rounded-chip px-1.5 text-left font-mono text-12 wrap-anywhere hover:bg-sunken">
                  {nameOf(member.from)}
                  <Icon name="right" size={12} className="text-muted" />
                  {nameOf(member.to)}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {isHidden ? <p className="text-13 text-muted">{t('hiddenText')}</p> : null}
      {from && to ? <EdgeFacts key={edge.id} from={from} to={to} asOf={asOf} onSelect={onSelect} /> : null}
    </SideCard>
  );
}

function EndButton({ name, onPick }: { readonly name: string; readonly onPick: () => void }) {
  return (
    <button type="button" onClick={onPick} className="min-h-6 rounded-chip text-left hover:text-brand hover:underline">
      {name}
    </button>
  );
}

interface FactsProps {
  readonly from: Asset;
  readonly to: Asset;
  readonly asOf: Moment | undefined;
  readonly onSelect: (selection: Selection) => void;
}

function EdgeFacts({ from: upstream, to: downstream, asOf, onSelect }: FactsProps) {
  const { t, i18n } = useTranslation('lineage');
  const [from, to] = [upstream.id, downstream.id];
  const answer = useQuery(ask(lineageEdge, { from, to, ...(asOf === undefined ? {} : { asOf }) }));
  if (answer.isPending) return <Skeleton lines={5} />;
  if (answer.isError) return <Refusal error={answer.error} />;
  const { edges, texts, truncated } = answer.data.lineageEdge;
  if (edges.length === 0) return <p className="text-13 text-muted">{t('edge.gone')}</p>;
  const columns = edges.filter((edge) => edge.level === 'COLUMN');
  const kinds = [...new Set(edges.map((edge) => `${edge.type}${edge.subtype ? `.${edge.subtype}` : ''}`))];
  const transformation = (word: string): string => (i18n.exists(`lineage:transformation.${word}`) ? t(`transformation.${word}`) : word.toLowerCase().replaceAll('_', ' '));
  const through = edges.find((edge) => edge.through)?.through;
  return (
    <>
      <dl className="flex flex-col gap-1.5">
        <Fact label={t('edge.how')}>
          <span className="flex flex-wrap gap-1">
            {kinds.map((kind) => (
              <TagChip key={kind}>{kind.split('.').map(transformation).join(' · ')}</TagChip>
            ))}
          </span>
        </Fact>
        <Fact label={t('edge.through')}>
          {through ? (
            <Link to={assetPage(through.id)} className="text-brand hover:underline">
              {through.displayName}
            </Link>
          ) : null}
        </Fact>
        <Fact label={t('edge.masking')}>{edges.some((edge) => edge.masking) ? t('edge.masked') : null}</Fact>
      </dl>
      <ByHandSection edges={edges} upstream={endOf(upstream)} downstream={endOf(downstream)} />
      <Assertions edges={edges} texts={texts} owner={to} />
      {columns.length > 0 ? (
        <section>
          <h2 className="mb-1 text-12 font-semibold text-muted">{t('edge.columns', { count: columns.length })}</h2>
          <ul className="flex flex-col">
            {columns.map((edge) => (
              <li key={`${edge.from.id}>${edge.to.id}${edge.subtype ?? ''}`}>
                <button
                  type="button"
                  // What only decides about rows leads to the whole table; the column is then at the other end.
                  onClick={() => onSelect(edge.to.id === to ? { kind: 'column', node: from, column: edge.from.id } : { kind: 'column', node: to, column: edge.to.id })}
                  className="flex w-full flex-wrap items-center gap-x-1 rounded-chip px-1.5 py-1 text-left font-mono text-12 wrap-anywhere hover:bg-sunken"
                >
                  {edge.from.displayName}
                  <Icon name="right" size={12} className="text-muted" />
                  {edge.to.displayName}
                  {edge.subtype ? <span className="ml-auto pl-2 font-sans text-muted">{transformation(edge.subtype)}</span> : null}
                </button>
              </li>
            ))}
          </ul>
          {truncated ? <p className="px-1.5 text-12 text-muted">{t('edge.truncated')}</p> : null}
        </section>
      ) : null}
      <EdgeSql edges={edges} texts={texts} owner={to} />
    </>
  );
}
