// The card of a selected edge: who says so, by which transformation, which columns
// it joins, and the SQL with the words that say it.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { Code, Icon, Refusal, Skeleton, TagChip, useFormat } from '../../../kit';
import type { Selection } from '../canvas/stage';
import type { LineageGraph } from '../model';
import { lineageEdge } from '../queries';
import type { Moment } from '../state';
import { Fact, SideCard } from './side-card';

interface Props {
  readonly graph: LineageGraph;
  readonly edgeId: string;
  readonly asOf: Moment | undefined;
  readonly onSelect: (selection: Selection) => void;
}

export function EdgeCard({ graph, edgeId, asOf, onSelect }: Props) {
  const { t } = useTranslation('lineage');
  const edge = graph.edges.find((candidate) => candidate.id === edgeId);
  if (edge === undefined) return null;
  const nameOf = (key: string): string => graph.nodes.get(key)?.asset?.displayName ?? t('hidden');
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
  return (
    <SideCard title={t('edge.title')} head={head} onClose={() => onSelect(null)}>
      <EdgeFacts from={edge.from} to={edge.to} asOf={asOf} onSelect={onSelect} />
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

function EdgeFacts({ from, to, asOf, onSelect }: { readonly from: string; readonly to: string; readonly asOf: Moment | undefined; readonly onSelect: (selection: Selection) => void }) {
  const { t, i18n } = useTranslation('lineage');
  const format = useFormat();
  const input = { focus: to, direction: 'UP' as const, depth: 1, withColumns: true, ...(asOf === undefined ? {} : { asOf }) };
  const answer = useQuery(ask(lineageEdge, { input }));
  if (answer.isPending) return <Skeleton lines={5} />;
  if (answer.isError) return <Refusal error={answer.error} />;
  const { nodes, edges } = answer.data.lineage;
  const columnsOf = (key: string) => new Map(nodes.find((node) => node.key === key)?.columns.map((column) => [column.id, column.name]));
  const [fromColumns, toColumns] = [columnsOf(from), columnsOf(to)];
  const own = edges.filter((edge) => edge.level !== 'COLUMN' && edge.from === from && edge.to === to);
  const columns = edges.filter((edge) => edge.level === 'COLUMN' && fromColumns.has(edge.from) && toColumns.has(edge.to));
  const kinds = [...new Set([...columns, ...own].map((edge) => `${edge.type}${edge.subtype ? `.${edge.subtype}` : ''}`))];
  const transformation = (word: string): string => (i18n.exists(`lineage:transformation.${word}`) ? t(`transformation.${word}`) : word.toLowerCase().replaceAll('_', ' '));
  const said = own[0] ?? columns[0];
  const sql = [...own, ...columns].find((edge) => edge.sql);
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
        <Fact label={t('edge.through')}>{said?.through?.displayName}</Fact>
        <Fact label={t('edge.tool')}>{[...new Set([...own, ...columns].map((edge) => edge.tool))].join(', ')}</Fact>
        <Fact label={t('edge.confidence')}>{said ? format.percent(said.confidence) : null}</Fact>
        <Fact label={t('edge.masking')}>{[...own, ...columns].some((edge) => edge.masking) ? t('edge.masked') : null}</Fact>
      </dl>
      {columns.length > 0 ? (
        <section>
          <h2 className="mb-1 text-12 font-semibold text-muted">{t('edge.columns', { count: columns.length })}</h2>
          <ul className="flex flex-col">
            {columns.map((edge) => (
              <li key={`${edge.from}>${edge.to}${edge.subtype ?? ''}`}>
                <button
                  type="button"
                  onClick={() => onSelect({ kind: 'column', node: to, column: edge.to })}
                  className="flex w-full items-center gap-1 rounded-chip px-1.5 py-1 text-left font-mono text-12 wrap-anywhere hover:bg-sunken"
                >
                  {fromColumns.get(edge.from)}
                  <Icon name="right" size={12} className="text-muted" />
                  {toColumns.get(edge.to)}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {sql?.sql ? (
        <section>
          <h2 className="mb-1 text-12 font-semibold text-muted">{t('edge.sql')}</h2>
          <Code text={excerpt(sql.sql, sql.span ?? null)} language="sql" />
          {sql.span ? (
            <details className="mt-2">
              <summary className="cursor-pointer text-12 text-muted">{t('edge.wholeSql')}</summary>
              <Code text={sql.sql} language="sql" />
            </details>
          ) : null}
        </section>
      ) : null}
    </>
  );
}

/** The words of the SQL that say the edge where the server knows them, else all of it. */
function excerpt(sql: string, span: readonly number[] | null): string {
  const [start, end] = span ?? [];
  if (start === undefined || end === undefined || end <= start) return sql;
  // Spans count UTF-16 code units, as JavaScript does.
  return sql.slice(start, end);
}
