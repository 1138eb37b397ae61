// What the lineage view shows, small enough to live in the address.
import type { AsOf } from '../../gql/types';
import type { Selection } from './canvas/stage';

export const MAX_DEPTH = 10;
/** How many neighbours one expansion brings. */
export const PAGE = 25;
/** How many neighbours of one asset the first picture may have. */
export const FANS = [10, 25, 100, 500] as const;
/** More expansions than this do not fit into an address. */
const MAX_STEPS = 40;

/** A neighbourhood that was expanded: how many pages of it, and of which names. */
export interface Step {
  readonly node: string;
  readonly side: 'up' | 'down';
  readonly pages: number;
  readonly text: string;
}

export type Grouping = 'none' | 'schema' | 'source';
export type View = 'graph' | 'table' | 'impact';

/** What the shown moment is compared with. */
export type Against = 'nothing' | 'before' | 'now';

export interface LineageState {
  /** Hops upstream and downstream; 0 leaves the direction out. */
  readonly up: number;
  readonly down: number;
  /** Neighbours of one asset in the first picture. */
  readonly fan: number;
  readonly view: View;
  readonly selection: Selection;
  readonly steps: readonly Step[];
  /** Assets whose columns are open. */
  readonly open: readonly string[];
  readonly group: Grouping;
  /** Groups whose members are shown although grouping is on. */
  readonly spread: readonly string[];
  /** The moment shown, as `parseMoment` reads it; now, when left out. */
  readonly moment: string | undefined;
  readonly against: Against;
}

export const FIRST_STATE: LineageState = {
  up: 1,
  down: 1,
  fan: 25,
  view: 'graph',
  selection: null,
  steps: [],
  open: [],
  group: 'none',
  spread: [],
  moment: undefined,
  against: 'nothing',
};

/** A moment to look at: a change number or a time. */
export type Moment = AsOf;

/** Reads `asOf` of an address: digits are a change number, all else a time. */
export function parseMoment(text: string | undefined): Moment | undefined {
  if (text === undefined) return undefined;
  if (/^\d+$/.test(text)) return { change: Number(text) };
  return Number.isNaN(Date.parse(text)) ? undefined : { time: new Date(text).toISOString() };
}

/** Writes a selection as one word; ids hold no `~`. */
export function encodeSelection(selection: Selection): string | undefined {
  if (selection === null) return undefined;
  if (selection.kind === 'node') return `n~${selection.node}`;
  if (selection.kind === 'column') return `c~${selection.node}~${selection.column}`;
  return `e~${selection.edge}`;
}

/** Reads what `encodeSelection` wrote; anything else is no selection. */
export function decodeSelection(text: string | undefined): Selection {
  const [kind, first, second] = (text ?? '').split('~');
  if (kind === 'n' && first) return { kind: 'node', node: first };
  if (kind === 'c' && first && second) return { kind: 'column', node: first, column: second };
  if (kind === 'e' && first) return { kind: 'edge', edge: first };
  return null;
}

/** Writes expansions as words: side, asset, pages, and the names looked for. */
export function encodeSteps(steps: readonly Step[]): string | undefined {
  if (steps.length === 0) return undefined;
  return steps.map(({ node, side, pages, text }) => [side === 'up' ? 'u' : 'd', node, pages, ...(text === '' ? [] : [writeText(text)])].join('~')).join('!');
}

/** As an address takes it, without the two signs that part the words. */
function writeText(text: string): string {
  return encodeURIComponent(text.toWellFormed()).replaceAll('~', '%7E').replaceAll('!', '%21');
}

/** Reads what `encodeSteps` wrote; what is no expansion is left out. */
export function decodeSteps(text: string | undefined): Step[] {
  const steps: Step[] = [];
  for (const word of (text ?? '').split('!').slice(0, MAX_STEPS)) {
    const [side, node, pages, wanted] = word.split('~');
    const count = Number(pages);
    if ((side !== 'u' && side !== 'd') || !node || !Number.isInteger(count) || count < 1 || count > 200) continue;
    steps.push({ node, side: side === 'u' ? 'up' : 'down', pages: count, text: readText(wanted ?? '') });
  }
  return steps;
}

function readText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}

/** One page more of a neighbourhood. */
export function expandedBy(steps: readonly Step[], node: string, side: 'up' | 'down', text = ''): readonly Step[] {
  const at = steps.findIndex((step) => step.node === node && step.side === side && step.text === text);
  const known = steps[at];
  if (known === undefined) return steps.length >= MAX_STEPS ? steps : [...steps, { node, side, pages: 1, text }];
  return steps.with(at, { ...known, pages: known.pages + 1 });
}

/** Without what was expanded from `node`. */
export function collapsed(steps: readonly Step[], node: string): readonly Step[] {
  return steps.filter((step) => step.node !== node);
}

export function encodeList(list: readonly string[]): string | undefined {
  return list.length === 0 ? undefined : list.join('!');
}

export function decodeList(text: string | undefined): string[] {
  return text === undefined || text === '' ? [] : text.split('!').slice(0, 200);
}

/** The list with `item` put in, or taken out where it was. */
export function toggled(list: readonly string[], item: string): readonly string[] {
  return list.includes(item) ? list.filter((other) => other !== item) : [...list, item];
}

/** The most neighbours of one request. */
const MOST_AT_ONCE = 500;

/** How many neighbours each request brings: the first `begin` pages together, as far as one request goes, each later page by itself. */
export function piecesOf(begin: number, pages: number): number[] {
  const sizes: number[] = [];
  for (let rest = begin * PAGE; rest > 0; rest -= MOST_AT_ONCE) sizes.push(Math.min(rest, MOST_AT_ONCE));
  for (let page = begin; page < pages; page += 1) sizes.push(PAGE);
  return sizes;
}
