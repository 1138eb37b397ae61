// Text with marked parts. Spans are [start, end) in UTF-16 units.
import { Fragment } from 'react';

interface Piece {
  readonly text: string;
  readonly isMarked: boolean;
}

/** Cuts `text` at the spans; spans that are out of range or overlap are joined or ignored. */
export function marked(text: string, spans: readonly (readonly number[])[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const [start = 0, end = 0] of [...spans].sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0))) {
    const from = Math.max(at, Math.min(start, text.length));
    const to = Math.min(end, text.length);
    if (to <= from) continue;
    if (from > at) pieces.push({ text: text.slice(at, from), isMarked: false });
    pieces.push({ text: text.slice(from, to), isMarked: true });
    at = to;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMarked: false });
  return pieces;
}

export function Highlight({ text, spans }: { readonly text: string; readonly spans: readonly (readonly number[])[] }) {
  return marked(text, spans).map((piece, index) => (piece.isMarked ? <mark key={index}>{piece.text}</mark> : <Fragment key={index}>{piece.text}</Fragment>));
}
