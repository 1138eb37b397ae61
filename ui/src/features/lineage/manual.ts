// An edge that a person writes: what the form holds until it is sent. Pure; tested
// in manual.test.ts.
import type { Detail } from './edge';
import type { Asset } from './model';

/** The tool that speaks for people. */
export const MANUAL_TOOL = 'manual';
/** The longest note, in bytes of UTF-8, that the server takes. */
export const MOST_NOTE_BYTES = 4000;
/** The most pairs of one edge; with the edge itself they are the 500 that the server takes at once. */
export const MOST_PAIRS = 499;
/** Transformations that a person can say of a pair; the first one is proposed. */
export const SUBTYPES = ['IDENTITY', 'TRANSFORMATION', 'AGGREGATION', 'JOIN', 'GROUP_BY', 'FILTER', 'SORT', 'WINDOW', 'CONDITIONAL'] as const;
export type Subtype = (typeof SUBTYPES)[number];

export interface End {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly fullName: string;
}

/** An asset as an end. */
export function endOf({ id, kind, displayName, fullName }: Pick<Asset, 'id' | 'kind' | 'displayName' | 'fullName'>): End {
  return { id, kind, name: displayName, fullName };
}

export interface PairEnd {
  readonly id: string;
  readonly name: string;
}

export interface Pair {
  readonly from: PairEnd;
  readonly to: PairEnd;
  readonly subtype: Subtype;
  /** Whether values are hidden on the way. */
  readonly masking: boolean;
  /** What was written about this pair alone; kept as it is. */
  readonly note: string | null;
}

export interface Draft {
  readonly upstream: End | null;
  readonly downstream: End | null;
  readonly pairs: readonly Pair[];
  readonly note: string;
}

/** Assets that data cannot flow into or out of by themselves: what holds others, and what an edge names by its table. */
const NO_ENDS: readonly string[] = ['COLUMN', 'DATABASE', 'SCHEMA', 'USER_TYPE'];

export function canBeEnd(kind: string): boolean {
  return !NO_ENDS.includes(kind);
}

export type Problem = 'noUpstream' | 'noDownstream' | 'same' | 'longNote' | 'manyPairs';

/** What has to be mended before the form can be sent. */
export function problemOf({ upstream, downstream, pairs, note }: Draft): Problem | null {
  if (upstream === null) return 'noUpstream';
  if (downstream === null) return 'noDownstream';
  if (upstream.id === downstream.id) return 'same';
  if (new TextEncoder().encode(note.trim()).length > MOST_NOTE_BYTES) return 'longNote';
  return pairs.length > MOST_PAIRS ? 'manyPairs' : null;
}

/** With another asset at one end; pairs of columns that it does not have go. */
export function withEnd(draft: Draft, side: 'upstream' | 'downstream', end: End | null): Draft {
  return draft[side]?.id === end?.id ? draft : { ...draft, [side]: end, pairs: [] };
}

/** The other way round. */
export function swapped({ upstream, downstream, pairs, note }: Draft): Draft {
  return { upstream: downstream, downstream: upstream, pairs: pairs.map((pair) => ({ ...pair, from: pair.to, to: pair.from })), note };
}

function isPair(pair: Pair, from: string, to: string): boolean {
  return pair.from.id === from && pair.to.id === to;
}

/** With one pair more; what is there already is not there twice. */
export function withPair(pairs: readonly Pair[], from: PairEnd, to: PairEnd): readonly Pair[] {
  return pairs.some((pair) => isPair(pair, from.id, to.id)) ? pairs : [...pairs, { from, to, subtype: SUBTYPES[0], masking: false, note: null }];
}

/** With a pair for each column of the same name, in any case, that has none of this name yet. */
export function withSameNames(pairs: readonly Pair[], upstream: readonly PairEnd[], downstream: readonly PairEnd[]): readonly Pair[] {
  const byName = new Map(upstream.map((column) => [column.name.toLowerCase(), column]));
  let found = pairs;
  for (const to of downstream) {
    const from = byName.get(to.name.toLowerCase());
    if (from !== undefined) found = withPair(found, from, to);
  }
  return found;
}

type Assertion = Detail['assertions'][number];

function saidByHand({ from, to, assertions }: Detail): Assertion | undefined {
  return assertions.find((said) => said.tool === MANUAL_TOOL && said.scope === `${from.id}>${to.id}`);
}

/** What people wrote about an edge; null where nobody did. */
export interface ByHand {
  readonly note: string;
  readonly pairs: readonly Pair[];
  /** Who wrote the newest of it, and when. */
  readonly actor: string | null;
  readonly at: string | null;
}

/** What people wrote, among everything that is said about the edges between two assets. */
export function byHandOf(edges: readonly Detail[]): ByHand | null {
  const pairs: Pair[] = [];
  const hands: NonNullable<Assertion['byHand']>[] = [];
  let note = '';
  let isSaid = false;
  for (const edge of edges) {
    const said = saidByHand(edge);
    if (said === undefined) continue;
    isSaid = true;
    if (said.byHand) hands.push(said.byHand);
    if (edge.level === 'COLUMN') {
      pairs.push({ from: columnEnd(edge.from), to: columnEnd(edge.to), subtype: SUBTYPES.find((known) => known === edge.subtype) ?? SUBTYPES[0], masking: edge.masking, note: said.byHand?.note ?? null });
    } else note = said.byHand?.note ?? '';
  }
  const newest = hands.toSorted((one, two) => Date.parse(two.at) - Date.parse(one.at))[0];
  return isSaid ? { note, pairs, actor: newest?.actor ?? null, at: newest?.at ?? null } : null;
}

function columnEnd({ id, displayName }: Detail['from']): PairEnd {
  return { id, name: displayName };
}

/** The pairs that were there before and no longer are. */
export function removedPairs(before: readonly Pair[], after: readonly Pair[]): readonly Pair[] {
  return before.filter(({ from, to }) => !after.some((pair) => isPair(pair, from.id, to.id)));
}
