// What can be done to the whole graph: how far, graph or table, zoom, and the keys.
import { useTranslation } from 'react-i18next';
import { Button, Icon, IconButton, LinkButton, Popover, Select } from '../../../kit';
import { KEY_HELP } from '../canvas/keyboard';
import type { Stage } from '../canvas/stage';
import { type LineageState, MAX_DEPTH } from '../state';

interface Props {
  readonly state: LineageState;
  readonly onState: (state: LineageState) => void;
  readonly stage: Stage | null;
  readonly isBusy: boolean;
  readonly focusName: string;
  readonly canOpen: boolean;
  readonly onColumns: () => void;
  /** The asset whose lineage is to be opened on a page of its own; absent where it is already. */
  readonly pageOf: string | undefined;
}

export function Toolbar({ state, onState, stage, isBusy, focusName, canOpen, onColumns, pageOf }: Props) {
  const { t } = useTranslation('lineage');
  const isTable = state.view === 'table';
  return (
    <div role="toolbar" aria-label={t('toolbar.label')} className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
      <Depth icon="upstream" label={t('toolbar.up')} value={state.up} onChange={(up) => onState({ ...state, up })} />
      <Depth icon="downstream" label={t('toolbar.down')} value={state.down} onChange={(down) => onState({ ...state, down })} />
      {canOpen ? (
        <Button tone="quiet" icon="columns" onClick={onColumns} aria-label={t('toolbar.columnsOf', { name: focusName })}>
          {t('toolbar.columns')}
        </Button>
      ) : null}
      <span className="flex-1">{isBusy ? <Icon name="spinner" size={16} className="animate-spin text-muted" /> : null}</span>
      {isTable ? null : (
        <div className="flex">
          <IconButton icon="zoomout" label={t('toolbar.zoomOut')} onClick={() => stage?.zoom(0.8)} />
          <IconButton icon="zoomin" label={t('toolbar.zoomIn')} onClick={() => stage?.zoom(1.25)} />
          <IconButton icon="fit" label={t('toolbar.fit')} onClick={() => stage?.fit()} />
          <Keys />
        </div>
      )}
      {pageOf === undefined ? null : (
        <LinkButton to="/lineage" search={{ focus: pageOf }} tone="quiet" icon="external">
          {t('toolbar.page')}
        </LinkButton>
      )}
      <div role="group" aria-label={t('toolbar.view')} className="flex rounded-control border border-field">
        <Choice isOn={!isTable} icon="lineage" label={t('toolbar.graph')} onPick={() => onState({ ...state, view: 'graph' })} />
        <Choice isOn={isTable} icon="rows" label={t('toolbar.table')} onPick={() => onState({ ...state, view: 'table' })} />
      </div>
    </div>
  );
}

function Choice({ isOn, icon, label, onPick }: { readonly isOn: boolean; readonly icon: string; readonly label: string; readonly onPick: () => void }) {
  return (
    <Button tone="quiet" icon={icon} aria-pressed={isOn} onClick={onPick} className="h-7.5 rounded-none first:rounded-l-[5px] last:rounded-r-[5px] aria-pressed:bg-brand-soft aria-pressed:text-brand">
      {label}
    </Button>
  );
}

function Depth({ icon, label, value, onChange }: { readonly icon: string; readonly label: string; readonly value: number; readonly onChange: (value: number) => void }) {
  const options = Array.from({ length: MAX_DEPTH + 1 }, (_, depth) => ({ value: String(depth), label: String(depth) }));
  return (
    <span className="flex items-center gap-1.5 text-13 text-muted">
      <Icon name={icon} size={14} />
      <span aria-hidden className="max-sm:hidden">{label}</span>
      <Select label={label} value={String(value)} options={options} onChange={(next) => onChange(Number(next))} className="min-w-16" />
    </span>
  );
}

function Keys() {
  const { t } = useTranslation('lineage');
  return (
    <Popover title={t('keys.title')} trigger={<IconButton icon="help" label={t('keys.title')} />}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-3 gap-y-1.5 text-13">
        {KEY_HELP.map(({ keys, name }) => (
          <div key={name} className="contents">
            <dt className="flex gap-1">
              {keys.split(' ').map((key) => (
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
