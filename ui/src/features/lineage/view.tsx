// The lineage of one asset: the graph or, with the same contents, the table; a
// toolbar above, a card of what is selected beside. Used by the explorer and by
// the lineage tab of an asset.
import { useEffect, useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../../app/keys';
import { cx, Empty, Failure, Skeleton, useFormat, useKindName } from '../../kit';
import { kindLook } from '../../tokens/kinds';
import { Graph } from './canvas/graph';
import type { CardLabels } from './canvas/node-card';
import type { Selection, Stage } from './canvas/stage';
import { useGraphData } from './graph-data';
import { toScene } from './model';
import { EdgeCard } from './parts/edge-card';
import { NodeCard } from './parts/node-card';
import { LineageTable } from './parts/table';
import { Toolbar } from './parts/toolbar';
import { FIRST_STATE, type LineageState, type Moment } from './state';

export interface LineageViewProps {
  readonly assetId: string;
  readonly asOf?: Moment | undefined;
  /** Where the state is kept outside, as in the explorer's address. */
  readonly state?: LineageState;
  readonly onState?: (state: LineageState) => void;
  /** Makes another asset the focus; without it the view does so itself. */
  readonly onRefocus?: (assetId: string) => void;
  readonly className?: string;
}

export function LineageView({ assetId, asOf, state: outer, onState, onRefocus, className }: LineageViewProps) {
  const [inner, setInner] = useState<LineageState>(FIRST_STATE);
  const [refocused, setRefocused] = useState<{ from: string; to: string } | null>(null);
  const state = outer ?? inner;
  const setState = onState ?? setInner;
  const focus = refocused?.from === assetId ? refocused.to : assetId;
  const refocus = (node: string) => {
    if (onRefocus) onRefocus(node);
    else setRefocused({ from: assetId, to: node });
  };
  return <Focused key={onRefocus ? 'explorer' : assetId} focus={focus} asOf={asOf} state={state} onState={setState} onRefocus={refocus} isPage={onRefocus !== undefined} {...(className ? { className } : {})} />;
}

interface FocusedProps {
  readonly focus: string;
  readonly asOf: Moment | undefined;
  readonly state: LineageState;
  readonly onState: (state: LineageState) => void;
  readonly onRefocus: (assetId: string) => void;
  readonly isPage: boolean;
  readonly className?: string;
}

function Focused({ focus, asOf, state, onState, onRefocus, isPage, className }: FocusedProps) {
  const { t } = useTranslation('lineage');
  const kindName = useKindName();
  const [stage, setStage] = useState<Stage | null>(null);
  const summaryId = useId();
  const data = useGraphData({ focus, up: state.up, down: state.down, asOf });
  const labels = useCardLabels();
  const { graph, open, asset } = data;
  const scene = useMemo(() => {
    const words = { kindName, colour: (kind: string) => kindLook(kind).tone, hidden: t('hidden'), removed: t('removed') };
    return graph === null ? null : toScene(graph, focus, open, words);
    // `kindName` is made anew by each render; the language is what it depends on.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [graph, focus, open, t]);

  useKeys([
    { keys: 'f', label: 'lineage:keys.fit', group: 'lineage:keys.group', run: () => stage?.fit() },
    { keys: 't', label: 'lineage:keys.table', group: 'lineage:keys.group', run: () => onState({ ...state, view: state.view === 'table' ? 'graph' : 'table' }) },
    { keys: 'c', label: 'lineage:keys.columns', group: 'lineage:keys.group', run: () => data.toggleColumns(focus) },
  ]);

  // A column has no node of its own: its table is the focus and it is selected there.
  const columnOf = asset?.kind === 'COLUMN' ? asset.parent?.id : undefined;
  const { openColumns } = data;
  useEffect(() => {
    if (columnOf === undefined) return;
    openColumns(columnOf);
    onState({ ...state, selection: { kind: 'column', node: columnOf, column: focus } });
    onRefocus(columnOf);
    // Once per focus; the callbacks are made anew by each render.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [columnOf, focus]);
  // An address that selects a column needs that column's table opened.
  const selectedTable = state.selection?.kind === 'column' ? state.selection.node : undefined;
  useEffect(() => {
    if (selectedTable !== undefined) openColumns(selectedTable);
  }, [selectedTable, openColumns]);

  if (data.error && graph === null) return <Failure error={data.error} onRetry={data.retry} />;
  if (data.isLoading || graph === null || scene === null || columnOf !== undefined) return <Skeleton shape="card" />;
  if (graph.nodes.size === 0) return <Empty icon="lineage" title={t('missing.title')} text={t('missing.text')} />;

  const select = (selection: Selection) => onState({ ...state, selection });
  const events = {
    select,
    refocus: onRefocus,
    expand: data.expand,
    toggleColumns: data.toggleColumns,
    showTable: () => onState({ ...state, view: 'table' }),
    viewed: () => undefined,
  };
  const isTable = state.view === 'table';
  return (
    <div className={cx('flex min-h-0 flex-col overflow-hidden rounded-card border border-line bg-surface', className ?? 'h-[max(420px,calc(100dvh-320px))]')}>
      <Toolbar state={state} onState={onState} stage={stage} isBusy={data.isBusy} focusName={asset?.displayName ?? ''} onColumns={() => data.toggleColumns(focus)} canOpen={asset?.kind === 'TABLE'} pageOf={isPage ? undefined : focus} />
      <Summary id={summaryId} shown={graph.nodes.size} edges={graph.edges.length} total={graph.total} isTruncated={graph.isTruncated} asOf={asOf} error={data.error} />
      <div className="flex min-h-0 flex-1 max-md:flex-col">
        <div className="relative min-h-80 min-w-0 flex-1">
          {isTable ? (
            <LineageTable graph={graph} focus={focus} focusName={asset?.displayName ?? ''} selection={state.selection} onSelect={select} />
          ) : (
            <div className="absolute inset-0">
              <Graph scene={scene} selection={state.selection} labels={labels} events={events} onStage={setStage} label={t('graph', { name: asset?.displayName ?? '' })} describedBy={summaryId} />
              {graph.nodes.size === 1 ? (
                <p className="pointer-events-none absolute inset-x-0 bottom-6 text-center text-13 text-muted">{t('alone')}</p>
              ) : null}
            </div>
          )}
        </div>
        <Side graph={graph} focus={focus} asOf={asOf} selection={state.selection} select={select} onRefocus={onRefocus} />
      </div>
    </div>
  );
}

interface SideProps {
  readonly graph: Parameters<typeof NodeCard>[0]['graph'];
  readonly focus: string;
  readonly asOf: Moment | undefined;
  readonly selection: Selection;
  readonly select: (selection: Selection) => void;
  readonly onRefocus: (assetId: string) => void;
}

function Side({ graph, focus, asOf, selection, select, onRefocus }: SideProps) {
  if (selection === null) return null;
  if (selection.kind === 'edge') return <EdgeCard graph={graph} edgeId={selection.edge} asOf={asOf} onSelect={select} />;
  return <NodeCard graph={graph} node={selection.node} column={selection.kind === 'column' ? selection.column : null} isFocus={selection.node === focus} asOf={asOf} onSelect={select} onRefocus={onRefocus} />;
}

interface SummaryProps {
  readonly id: string;
  readonly shown: number;
  readonly edges: number;
  readonly total: number;
  readonly isTruncated: boolean;
  readonly asOf: Moment | undefined;
  readonly error: unknown;
}

/** How much of the whole is on the screen, said to everyone. */
function Summary({ id, shown, edges, total, isTruncated, asOf, error }: SummaryProps) {
  const { t } = useTranslation('lineage');
  const format = useFormat();
  const moment = asOf?.time ? format.dateTime(asOf.time) : asOf?.change;
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-3 border-b border-line px-3 text-12 text-muted">
      <p id={id} role="status">
        {t(isTruncated ? 'truncated' : 'shown', { nodes: format.number(shown), edges: format.number(edges), total: format.number(total) })}
      </p>
      {moment === undefined || moment === null ? null : <p className="font-medium text-brand">{t('asOf', { moment })}</p>}
      {error ? <p role="alert" className="text-bad">{t('partFailed')}</p> : null}
    </div>
  );
}

function useCardLabels(): CardLabels {
  const { t } = useTranslation('lineage');
  return useMemo(
    () => ({
      focus: t('card.focus'),
      openColumns: t('card.openColumns'),
      closeColumns: t('card.closeColumns'),
      searchColumns: t('card.searchColumns'),
      placeholder: t('card.placeholder'),
      expandUp: (count) => t('card.expandUp', { count }),
      expandDown: (count) => t('card.expandDown', { count }),
      range: (from, to, total) => t('card.range', { from, to, total }),
      previous: t('card.previous'),
      next: t('card.next'),
    }),
    [t],
  );
}

export default LineageView;
