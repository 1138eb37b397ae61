// The lineage of one asset: the graph or, with the same contents, the table, or
// the list of everything that depends on it; a toolbar above, a card of what is
// selected beside. Used by the explorer and by the lineage tab of an asset.
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from '../../app/keys';
import { cx, Empty, Failure, Skeleton } from '../../kit';
import { Graph } from './canvas/graph';
import type { Selection, Stage } from './canvas/stage';
import type { View } from './canvas/viewport';
import { compareGraphs } from './compare';
import { useGraphData } from './graph-data';
import { groupGraph } from './grouping';
import { nodesOnPath } from './model';
import { EdgeCard } from './parts/edge-card';
import { GroupCard } from './parts/group-card';
import { ImpactList } from './parts/impact-list';
import { ManualProvider } from './parts/manual/manual';
import { NodeCard } from './parts/node-card';
import { Summary } from './parts/summary';
import { LineageTable } from './parts/table';
import { TimeBar } from './parts/time-bar';
import { Toolbar } from './parts/toolbar';
import { NO_MARKS, toScene } from './scene-of';
import { collapsed, expandedBy, FIRST_STATE, type LineageState, type Moment, parseMoment, toggled } from './state';
import { useCardLabels, useSceneWords } from './words';

export interface LineageViewProps {
  readonly assetId: string;
  readonly asOf?: Moment | undefined;
  /** Where the state is kept outside, as in the explorer's address. */
  readonly state?: LineageState;
  readonly onState?: (state: LineageState) => void;
  /** Makes another asset the focus; without it the view does so itself. */
  readonly onRefocus?: (assetId: string) => void;
  /** What of the graph is on the screen at first. */
  readonly firstView?: View | undefined;
  readonly className?: string;
}

export function LineageView({ assetId, asOf, state: outer, onState, onRefocus, firstView, className }: LineageViewProps) {
  const [inner, setInner] = useState<LineageState>(FIRST_STATE);
  const [refocused, setRefocused] = useState<{ from: string; to: string } | null>(null);
  const state = outer ?? inner;
  const setState = onState ?? setInner;
  const focus = refocused?.from === assetId ? refocused.to : assetId;
  const refocus = (node: string) => {
    if (onRefocus) {
      onRefocus(node);
      return;
    }
    setRefocused({ from: assetId, to: node });
    setInner((before) => ({ ...before, steps: [], spread: [] }));
  };
  const isPage = onRefocus !== undefined;
  return <Focused key={isPage ? 'explorer' : assetId} focus={focus} asOf={isPage ? parseMoment(state.moment) : asOf} state={state} onState={setState} onRefocus={refocus} isPage={isPage} firstView={firstView} {...(className ? { className } : {})} />;
}

interface FocusedProps {
  readonly focus: string;
  readonly asOf: Moment | undefined;
  readonly state: LineageState;
  readonly onState: (state: LineageState) => void;
  readonly onRefocus: (assetId: string) => void;
  readonly isPage: boolean;
  readonly firstView: View | undefined;
  readonly className?: string;
}

/** More tables than this are not opened at once. */
const MOST_TO_OPEN = 30;

/** The moment that the shown one is compared with. */
function againstOf(state: LineageState, asOf: Moment | undefined, newest: number | undefined): Moment | 'now' | undefined {
  if (state.against === 'now') return asOf === undefined ? undefined : 'now';
  if (state.against === 'nothing') return undefined;
  const shown = asOf === undefined ? newest : (asOf.change ?? undefined);
  return shown === undefined ? undefined : { change: shown - 1 };
}

function Focused({ focus, asOf, state, onState, onRefocus, isPage, firstView, className }: FocusedProps) {
  const { t } = useTranslation('lineage');
  const [stage, setStage] = useState<Stage | null>(null);
  const [isFull, setFull] = useFullScreen();
  const [isTimed, setTimed] = useState(state.moment !== undefined || state.against !== 'nothing');
  const [newest, setNewest] = useState<number | undefined>();
  const summaryId = useId();
  const against = againstOf(state, asOf, newest);
  const data = useGraphData({ focus, up: state.up, down: state.down, fan: state.fan, asOf, against, steps: state.steps, open: state.open });
  const labels = useCardLabels();
  const words = useSceneWords();
  const { graph: found, other, open, asset } = data;
  const comparison = useMemo(() => {
    if (found === null || other === null) return null;
    return against === 'now' ? compareGraphs(found, other) : compareGraphs(other, found);
    // `against` is made anew by each render; whether it is now is what matters.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [found, other, against === 'now']);
  const whole = comparison?.graph ?? found;
  const graph = useMemo(() => (whole === null ? null : groupGraph(whole, focus, state.group, state.spread)), [whole, focus, state.group, state.spread]);
  const marks = comparison?.marks ?? NO_MARKS;
  const scene = useMemo(() => (graph === null ? null : toScene(graph, { focus, open, marks }, words)), [graph, focus, open, marks, words]);

  const latest = useRef(state);
  useEffect(() => {
    latest.current = state;
  });
  const change = (part: Partial<LineageState>) => onState({ ...latest.current, ...part });
  const toggleColumns = (node: string) => change({ open: toggled(latest.current.open, node) });
  const spread = (group: string) => change({ spread: toggled(latest.current.spread, group), selection: null });

  useKeys([
    { keys: 'f', label: 'lineage:keys.fit', group: 'lineage:keys.group', run: () => stage?.fit() },
    { keys: 't', label: 'lineage:keys.table', group: 'lineage:keys.group', run: () => change({ view: state.view === 'table' ? 'graph' : 'table' }) },
    { keys: 'c', label: 'lineage:keys.columns', group: 'lineage:keys.group', run: () => toggleColumns(focus) },
    { keys: 'm', label: 'lineage:keys.fullScreen', group: 'lineage:keys.group', run: () => setFull(!isFull) },
  ]);

  // A column has no node of its own: its table is the focus and it is selected there.
  // What is still on the screen of the focus before must not be taken for this one.
  const columnOf = asset?.kind === 'COLUMN' && asset.id === focus ? asset.parent?.id : undefined;
  useEffect(() => {
    if (columnOf === undefined) return;
    change({ selection: { kind: 'column', node: columnOf, column: focus }, open: [columnOf] });
    onRefocus(columnOf);
    // Once per focus; the callbacks are made anew by each render.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [columnOf, focus]);
  // An address that selects a column needs that column's table opened.
  const selectedTable = state.selection?.kind === 'column' ? state.selection.node : undefined;
  useEffect(() => {
    if (selectedTable !== undefined && !latest.current.open.includes(selectedTable)) change({ open: [...latest.current.open, selectedTable] });
    // Once per selected table.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [selectedTable]);

  if (data.error && found === null) return <Failure error={data.error} onRetry={data.retry} />;
  if (data.isLoading || whole === null || graph === null || scene === null || columnOf !== undefined) return <Skeleton shape="card" />;
  if (whole.nodes.size === 0) return <Empty icon="lineage" title={t('missing.title')} text={t('missing.text')} />;

  const select = (selection: Selection) => change({ selection });
  const expand = (node: string, side: 'up' | 'down', text?: string) => change({ steps: expandedBy(latest.current.steps, node, side, text) });
  const events = {
    select,
    refocus: onRefocus,
    expand,
    toggleColumns,
    spread,
    fullScreen: () => setFull(!isFull),
    showTable: () => change({ view: 'table' }),
    viewed: () => undefined,
  };
  const focusName = asset?.displayName ?? '';
  const { selection } = state;
  const pathToOpen = selection?.kind === 'column' ? [...nodesOnPath(whole, selection.node, selection.column)].filter((node) => !state.open.includes(node) && whole.nodes.get(node)?.asset?.kind === 'TABLE').slice(0, MOST_TO_OPEN) : [];
  const selected = selection === null || selection.kind === 'edge' ? undefined : graph.nodes.get(selection.node);
  return (
    <ManualProvider isNow={asOf === undefined} onSelect={select}>
      <div className={cx('flex min-h-0 flex-col overflow-hidden border border-line bg-surface', isFull ? 'fixed inset-0 z-30' : cx('rounded-card', className ?? 'h-[max(420px,calc(100dvh-320px))]'))}>
        <Toolbar
          state={state}
          onState={onState}
          stage={stage}
          scene={scene}
          isBusy={data.isBusy}
          focus={{ id: focus, kind: asset?.kind ?? 'TABLE', name: focusName, fullName: asset?.fullName ?? '' }}
          isPage={isPage}
          time={{ isShown: isTimed, toggle: () => setTimed(!isTimed) }}
          full={{ isOn: isFull, toggle: () => setFull(!isFull) }}
        />
        {isPage && isTimed ? <TimeBar focus={focus} depth={Math.max(1, state.up, state.down)} state={state} onState={onState} comparison={comparison} onNewest={setNewest} /> : null}
        {state.view === 'impact' ? null : <Summary id={summaryId} graph={graph} whole={whole} asOf={asOf} error={data.error} />}
        <div className="flex min-h-0 flex-1 max-md:flex-col">
          <div className="relative min-h-80 min-w-0 flex-1">
            {state.view === 'table' ? <LineageTable graph={whole} focus={focus} focusName={focusName} selection={selection} onSelect={select} /> : null}
            {state.view === 'impact' ? <ImpactList focus={focus} focusName={focusName} asOf={asOf} onRefocus={onRefocus} /> : null}
            {state.view === 'graph' ? (
              <div className="absolute inset-0">
                <Graph scene={scene} selection={selection} labels={labels} view={firstView} events={events} onStage={setStage} label={t('graph', { name: focusName })} describedBy={summaryId} />
                {graph.nodes.size === 1 ? <p className="pointer-events-none absolute inset-x-0 bottom-6 text-center text-13 text-muted">{t('alone')}</p> : null}
              </div>
            ) : null}
          </div>
          {selection?.kind === 'edge' ? <EdgeCard graph={graph} whole={whole} edgeId={selection.edge} asOf={asOf} onSelect={select} /> : null}
          {selected?.group ? <GroupCard group={selected.group} graph={whole} onSelect={select} onSpread={spread} /> : null}
          {selection !== null && selection.kind !== 'edge' && selected?.group === undefined ? (
            <NodeCard
              graph={whole}
              node={selection.node}
              column={selection.kind === 'column' ? selection.column : null}
              isFocus={selection.node === focus}
              asOf={asOf}
              onSelect={select}
              onRefocus={onRefocus}
              onExpand={expand}
              onCollapse={state.steps.some((step) => step.node === selection.node) ? () => change({ steps: collapsed(state.steps, selection.node) }) : undefined}
              onOpenPath={pathToOpen.length > 0 ? () => change({ open: [...state.open, ...pathToOpen] }) : undefined}
              grouping={{ by: state.group, spread: state.spread, gather: spread }}
            />
          ) : null}
        </div>
      </div>
    </ManualProvider>
  );
}

/** The whole window for the graph, and the whole screen where the browser allows it. */
function useFullScreen(): [boolean, (isFull: boolean) => void] {
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const leave = () => {
      if (document.fullscreenElement === null) setFull(false);
    };
    document.addEventListener('fullscreenchange', leave);
    return () => document.removeEventListener('fullscreenchange', leave);
  }, []);
  const set = (next: boolean) => {
    setFull(next);
    // The whole document and not this part of it: menus and tooltips hang below the body. A refusal leaves the window.
    if (next) void document.documentElement.requestFullscreen?.().catch(() => undefined);
    else if (document.fullscreenElement) void document.exitFullscreen();
  };
  return [isFull, set];
}

export default LineageView;
