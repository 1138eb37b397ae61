// Spans of a text: which pieces of it are marked, and the part of it that holds all
// marks. Spans are [start, end) in UTF-16 code units, as JavaScript counts.

export interface Piece {
  readonly text: string;
  readonly isMarked: boolean;
}

/** Longer statements are cut to what is around the marks. */
const WHOLE = 400;
/** What is shown around the marks, in characters. */
const AROUND = 60;

/** Spans that lie within the text, in order, joined where they overlap. */
function clean(length: number, spans: readonly (readonly number[])[]): [number, number][] {
  const found: [number, number][] = [];
  const valid = spans.flatMap(([start, end]): [number, number][] => (start !== undefined && end !== undefined && start >= 0 && start < end && start < length ? [[start, Math.min(end, length)]] : []));
  for (const [start, end] of valid.sort((one, two) => one[0] - two[0])) {
    const last = found.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else found.push([start, end]);
  }
  return found;
}

/** The text in pieces that are marked or not. */
export function markedPieces(text: string, spans: readonly (readonly number[])[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [start, end] of clean(text.length, spans)) {
    if (start > at) pieces.push({ text: text.slice(at, start), isMarked: false });
    pieces.push({ text: text.slice(start, end), isMarked: true });
    at = end;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMarked: false });
  return pieces;
}

/** The part of a long text that holds all spans, with a little around them, and the spans in it. */
export function excerpt(text: string, spans: readonly (readonly number[])[]): { text: string; spans: [number, number][]; isCut: boolean } {
  const marks = clean(text.length, spans);
  const [first, last] = [marks[0], marks.at(-1)];
  if (text.length <= WHOLE || first === undefined || last === undefined) return { text, spans: marks, isCut: false };
  const start = Math.max(0, first[0] - AROUND);
  const end = Math.min(text.length, last[1] + AROUND);
  if (start === 0 && end === text.length) return { text, spans: marks, isCut: false };
  return { text: text.slice(start, end), spans: marks.map(([from, to]) => [from - start, to - start]), isCut: true };
}
