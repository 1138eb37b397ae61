// Writes and removes edges by hand, and forgets what was read of lineage before.
import type { QueryClient } from '@tanstack/react-query';
import { gql } from '../../app/gql';
import { type Draft, removedPairs } from './manual';
import { removeManual as removeDoc, setManual } from './queries';

/** Sends what the form holds; pairs that were there at first and no longer are go away. */
export async function saveManual(first: Draft, { upstream, downstream, pairs, note }: Draft): Promise<void> {
  if (upstream === null || downstream === null) return;
  const ends = { upstream: upstream.id, downstream: downstream.id };
  const written = pairs.map((pair) => ({ upstream: pair.from.id, downstream: pair.to.id, subtype: pair.subtype, masking: pair.masking, note: pair.note }));
  await gql(setManual, { edges: [{ ...ends, note: note.trim() === '' ? null : note.trim() }, ...written] });
  const gone = removedPairs(first.pairs, pairs);
  if (gone.length > 0) await gql(removeDoc, { edges: gone.map(({ from, to }) => ({ upstream: from.id, downstream: to.id })) });
}

/** Takes back everything that people wrote about two assets and their columns. */
export async function removeManual({ upstream, downstream }: Draft): Promise<void> {
  if (upstream === null || downstream === null) return;
  await gql(removeDoc, { edges: [{ upstream: upstream.id, downstream: downstream.id }] });
}

const ABOUT_LINEAGE: readonly unknown[] = ['LineageGraph', 'LineageNeighbours', 'LineageNames', 'LineageMoments', 'LineageImpact', 'LineageEdgeDetails', 'LineageCard', 'Asset'];

/** Reads again what an edge more or less may have changed, and waits until what is shown is new. */
export async function forgetLineage(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ predicate: ({ queryKey }) => ABOUT_LINEAGE.includes(queryKey[0]) });
}
