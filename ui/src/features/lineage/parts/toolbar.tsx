// What can be done to the whole graph: how far and how much, how it is drawn, what
// to find in it, and what to take along.
import { useTranslation } from 'react-i18next';
import { useKeys } from '../../../app/keys';
import { Button, Icon, IconButton, LinkButton, Popover, saveFile, Select, toast } from '../../../kit';
import { toPng, toSvg } from '../canvas/export';
import { KEY_HELP } from '../canvas/keyboard';
import type { Scene } from '../canvas/scene';
import type { Stage } from '../canvas/stage';
import { canBeEnd, type End } from '../manual';
import { FANS, type Grouping, type LineageState, MAX_DEPTH, type View } from '../state';
import { FindInGraph } from './find-in-graph';
import { useManual } from './manual/manual';

interface Toggle {
  readonly toggle: () => void;
}

interface Props {
  readonly state: LineageState;
  readonly onState: (state: LineageState) => void;
  readonly stage: Stage | null;
  readonly scene: Scene;
  readonly isBusy: boolean;
  readonly focus: End;
  /** Whether this is the explorer and not a part of another page. */
  readonly isPage: boolean;
  readonly time: Toggle & { readonly isShown: boolean };
  readonly full: Toggle & { readonly isOn: boolean };
}

const VIEWS: readonly { readonly view: View; readonly icon: string }[] = [
  { view: 'graph', icon: 'lineage' },
  { view: 'table', icon: 'rows' },
  { view: 'impact', icon: 'downstream' },
];

export function Toolbar({ state, onState, stage, scene, isBusy, focus, isPage, time, full }: Props) {
  const { t } = useTranslation('lineage');
  const isGraph = state.view === 'graph';
  return (
    <div role="toolbar" aria-label={t('toolbar.label')} className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
      {state.view === 'impact' ? null : (
        <>
          <Depth icon="upstream" label={t('toolbar.up')} value={state.up} onChange={(up) => onState({ ...state, up })} />
          <Depth icon="downstream" label={t('toolbar.down')} value={state.down} onChange={(down) => onState({ ...state, down })} />
        </>
      )}
      {isGraph ? (
        <>
          <Popover title={t('toolbar.show')} trigger={<IconButton icon="filter" label={t('toolbar.show')} />}>
            <div className="flex flex-col gap-2 text-13">
              <label className="flex items-center justify-between gap-3">
                {t('toolbar.fan')}
                <Select label={t('toolbar.fan')} value={String(state.fan)} options={FANS.map((size) => ({ value: String(size), label: String(size) }))} onChange={(fan) => onState({ ...state, fan: Number(fan) })} className="min-w-20!" />
              </label>
              <label className="flex items-center justify-between gap-3">
                {t('toolbar.group')}
                <Select
                  label={t('toolbar.group')}
                  value={state.group}
                  options={(['none', 'schema', 'source'] as const).map((value) => ({ value, label: t(`group.by.${value}`) }))}
                  onChange={(group: Grouping) => onState({ ...state, group, spread: [] })}
                  className="min-w-32"
                />
              </label>
              {focus.kind === 'TABLE' ? (
                <Button icon="columns" aria-pressed={state.open.includes(focus.id)} onClick={() => onState({ ...state, open: state.open.includes(focus.id) ? [] : [focus.id] })}>
                  {t('toolbar.columnsOf', { name: focus.name })}
                </Button>
              ) : null}
              {state.steps.length > 0 ? (
                <Button icon="undo" onClick={() => onState({ ...state, steps: [] })}>
                  {t('toolbar.collapseAll')}
                </Button>
              ) : null}
            </div>
          </Popover>
          <FindInGraph scene={scene} stage={stage} onSelect={(selection) => onState({ ...state, selection })} />
        </>
      ) : null}
      {isPage ? <IconButton icon="history" label={t('toolbar.time')} aria-pressed={time.isShown} onClick={time.toggle} className="aria-pressed:bg-brand-soft aria-pressed:text-brand" /> : null}
      <span className="flex-1">{isBusy ? <Icon name="spinner" size={16} className="animate-spin text-muted" /> : null}</span>
      {isGraph ? (
        <div className="flex">
          <IconButton icon="zoomout" label={t('toolbar.zoomOut')} onClick={() => stage?.zoom(0.8)} />
          <IconButton icon="zoomin" label={t('toolbar.zoomIn')} onClick={() => stage?.zoom(1.25)} />
          <IconButton icon="fit" label={t('toolbar.fit')} onClick={() => stage?.fit()} />
          <Keys />
          <TakeAlong stage={stage} name={focus.name} isPage={isPage} />
        </div>
      ) : null}
      <AddEdge focus={focus} />
      <IconButton icon={full.isOn ? 'minimize' : 'fullscreen'} label={t(full.isOn ? 'toolbar.leaveFull' : 'toolbar.full')} onClick={full.toggle} />
      {isPage ? null : (
        <LinkButton to="/lineage" search={{ focus: focus.id }} tone="quiet" icon="external">
          {t('toolbar.page')}
        </LinkButton>
      )}
      <div role="group" aria-label={t('toolbar.view')} className="flex rounded-control border border-field">
        {VIEWS.map(({ view, icon }) => (
          <Button key={view} tone="quiet" icon={icon} aria-pressed={state.view === view} onClick={() => onState({ ...state, view })} className="h-7.5 rounded-none first:rounded-l-[5px] last:rounded-r-[5px] aria-pressed:bg-brand-soft aria-pressed:text-brand">
            {t(`toolbar.${view}`)}
          </Button>
        ))}
      </div>
    </div>
  );
}

/** Writes an edge by hand; not there for who may not. */
function AddEdge({ focus }: { readonly focus: End }) {
  const { t } = useTranslation('lineage');
  const manual = useManual();
  const add = () => manual?.write(canBeEnd(focus.kind) ? { upstream: focus } : {});
  useKeys(manual === null ? [] : [{ keys: 'a', label: 'lineage:keys.add', group: 'lineage:keys.group', run: add }]);
  return manual === null ? null : <IconButton icon="plus" label={t('manual.add')} onClick={add} />;
}

/** The graph as a picture, and its address with what is on the screen. */
function TakeAlong({ stage, name, isPage }: { readonly stage: Stage | null; readonly name: string; readonly isPage: boolean }) {
  const { t } = useTranslation('lineage');
  const picture = async (type: 'svg' | 'png') => {
    const drawing = stage?.drawing();
    if (!drawing) return;
    try {
      const svg = toSvg(drawing);
      saveFile(`lineage-${name}.${type}`, type === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await toPng(svg, drawing.layout));
    } catch {
      toast('bad', t('take.failed'));
    }
  };
  const link = async () => {
    const url = new URL(window.location.href);
    const view = stage?.view;
    if (view) url.searchParams.set('at', [Math.round(view.x), Math.round(view.y), Math.round(view.zoom * 1000) / 1000].join('_'));
    await navigator.clipboard.writeText(url.href);
    toast('good', t('take.copied'));
  };
  return (
    <Popover title={t('take.label')} trigger={<IconButton icon="download" label={t('take.label')} />}>
      <div className="flex flex-col items-start gap-1">
        {isPage ? (
          <Button tone="quiet" icon="link" onClick={() => void link()}>
            {t('take.link')}
          </Button>
        ) : null}
        <Button tone="quiet" icon="download" onClick={() => void picture('png')}>
          {t('take.png')}
        </Button>
        <Button tone="quiet" icon="download" onClick={() => void picture('svg')}>
          {t('take.svg')}
        </Button>
      </div>
    </Popover>
  );
}

function Depth({ icon, label, value, onChange }: { readonly icon: string; readonly label: string; readonly value: number; readonly onChange: (value: number) => void }) {
  const options = Array.from({ length: MAX_DEPTH + 1 }, (_, depth) => ({ value: String(depth), label: String(depth) }));
  return (
    <span className="flex items-center gap-1.5 text-13 text-muted">
      <Icon name={icon} size={14} />
      <span aria-hidden className="max-sm:hidden">{label}</span>
      <Select label={label} value={String(value)} options={options} onChange={(next) => onChange(Number(next))} className="min-w-16!" />
    </span>
  );
}

function Keys() {
  const { t } = useTranslation('lineage');
  const manual = useManual();
  const keys = manual === null ? KEY_HELP : [...KEY_HELP, { keys: 'A', name: 'add' }];
  return (
    <Popover title={t('keys.title')} trigger={<IconButton icon="help" label={t('keys.title')} />}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-3 gap-y-1.5 text-13">
        {keys.map(({ keys: pressed, name }) => (
          <div key={name} className="contents">
            <dt className="flex gap-1">
              {pressed.split(' ').map((key) => (
                <kbd key={key} className="rounded-chip border border-line bg-sunken px-1.5 font-mono text-12 leading-4.5 text-muted">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </Popover>
  );
}
