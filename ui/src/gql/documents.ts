// Written by scripts/codegen.mjs; do not edit.
import type { Document } from '../app/gql';


export function graphql(source: string): Document<unknown, never>;
/** Names a GraphQL document. The build replaces each call by the document's hash. */
export function graphql(source: string): Document<unknown, never> {
  throw new Error(`the build did not replace this document: ${source.slice(0, 60)}`);
}
