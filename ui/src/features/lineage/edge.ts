// What is said about one edge, put in order for the panel. Pure; tested in
// edge.test.ts.
import type { LineageEdgeDetailsQuery } from '../../gql/types';

type Details = LineageEdgeDetailsQuery['lineageEdge'];
export type Detail = Details['edges'][number];
export type Text = Details['texts'][number];

/** SQL with every stretch of it that says something of the edge. */
export interface MarkedText {
  readonly of: Text;
  readonly spans: readonly (readonly number[])[];
}

/** Each text with its spans; what says most comes first. */
export function markedTexts(edges: readonly Detail[], texts: readonly Text[]): MarkedText[] {
  const said = edges.flatMap((edge) => edge.assertions);
  const marked = texts.map((of, at) => ({ of, spans: said.flatMap(({ text, span }) => (text === at && span ? [span] : [])) }));
  return marked.sort((one, two) => two.spans.length - one.spans.length);
}
