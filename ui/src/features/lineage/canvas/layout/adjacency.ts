/*
 * Adjacency as two flat arrays (compressed rows): the edges of node `n` are
 * `items[start[n]] … items[start[n + 1] - 1]`, in the order they were given.
 */

export interface Adjacency {
  readonly start: Int32Array;
  readonly items: Int32Array;
}

/** Groups the numbers `0 … ends.length - 1` by `ends`; those with `skip` set are left out. */
export function groupBy(nodes: number, ends: Int32Array, skip?: Uint8Array): Adjacency {
  const start = new Int32Array(nodes + 1);
  for (let edge = 0; edge < ends.length; edge += 1) {
    if (skip?.[edge] !== 1) start[ends[edge]! + 1]! += 1;
  }
  for (let node = 0; node < nodes; node += 1) start[node + 1]! += start[node]!;
  const next = start.slice();
  const items = new Int32Array(start[nodes]!);
  for (let edge = 0; edge < ends.length; edge += 1) {
    if (skip?.[edge] === 1) continue;
    const node = ends[edge]!;
    items[next[node]!] = edge;
    next[node]! += 1;
  }
  return { start, items };
}

/** Number of entries of one row. */
export function degree(adjacency: Adjacency, node: number): number {
  return adjacency.start[node + 1]! - adjacency.start[node]!;
}
