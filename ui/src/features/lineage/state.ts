// What the lineage view shows, small enough to live in the address.
import type { AsOf } from '../../gql/types';
import type { Selection } from './canvas/stage';

export const MAX_DEPTH = 10;

export interface LineageState {
  /** Hops upstream and downstream; 0 leaves the direction out. */
  readonly up: number;
  readonly down: number;
  readonly view: 'graph' | 'table';
  readonly selection: Selection;
}

export const FIRST_STATE: LineageState = { up: 1, down: 1, view: 'graph', selection: null };

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
