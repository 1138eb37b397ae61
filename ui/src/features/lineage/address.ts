// The state of the explorer as search parameters of its address, and back.
import { MAX_ZOOM, MIN_ZOOM, type View } from './canvas/viewport';
import type { LineageSearch } from './routes';
import { decodeList, decodeSelection, decodeSteps, encodeList, encodeSelection, encodeSteps, FANS, FIRST_STATE, type LineageState } from './state';

/** The state that an address asks for. */
export function fromSearch(search: LineageSearch): LineageState {
  const fan = FANS.find((size) => size === search.fan);
  return {
    up: search.up ?? FIRST_STATE.up,
    down: search.down ?? FIRST_STATE.down,
    fan: fan ?? FIRST_STATE.fan,
    view: search.view ?? 'graph',
    selection: decodeSelection(search.sel),
    steps: decodeSteps(search.more),
    open: decodeList(search.open),
    group: search.group ?? 'none',
    spread: decodeList(search.spread),
    moment: search.asOf,
    against: search.against ?? 'nothing',
  };
}

/** The parameters that stand for a state; what is as at first is left out. */
export function toSearch(state: LineageState): Omit<LineageSearch, 'focus' | 'at'> {
  const unless = <Value>(value: Value, first: Value): Value | undefined => (value === first ? undefined : value);
  return {
    up: unless(state.up, FIRST_STATE.up),
    down: unless(state.down, FIRST_STATE.down),
    fan: unless(state.fan, FIRST_STATE.fan),
    view: state.view === 'graph' ? undefined : state.view,
    sel: encodeSelection(state.selection),
    more: encodeSteps(state.steps),
    open: encodeList(state.open),
    group: state.group === 'none' ? undefined : state.group,
    spread: encodeList(state.spread),
    asOf: state.moment,
    against: state.against === 'nothing' ? undefined : state.against,
  };
}

/** What an address keeps when another asset becomes the focus: how to look, not what was found. */
export function withFocus(search: LineageSearch, focus: string): LineageSearch {
  const keepsSelection = search.sel?.startsWith('c~') === true;
  return { ...search, focus, more: undefined, spread: undefined, at: undefined, ...(keepsSelection ? {} : { sel: undefined, open: undefined }) };
}

/** Reads what part of the graph was on the screen: x, y and zoom. */
export function parseView(text: string | undefined): View | undefined {
  const [x, y, zoom, ...more] = (text ?? '').split('_').map(Number);
  if (x === undefined || y === undefined || zoom === undefined || more.length > 0 || ![x, y, zoom].every(Number.isFinite)) return undefined;
  return zoom < MIN_ZOOM || zoom > MAX_ZOOM ? undefined : { x, y, zoom };
}
