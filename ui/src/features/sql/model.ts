// Counts of statements by how well they are understood. Pure.

/** Statements that are not understood completely. */
export const GAPS = ['PARTIAL', 'OPAQUE', 'FAILED'] as const;
export type GapStatus = (typeof GAPS)[number];
export const PARTS = ['complete', 'partial', 'opaque', 'failed'] as const;
export type Part = (typeof PARTS)[number];
export type Counts = Readonly<Record<Part, number>>;

export function totalOf(counts: Counts): number {
  return PARTS.reduce((sum, part) => sum + counts[part], 0);
}

/** The share of statements that are understood completely; none where there are none. */
export function shareOf(counts: Counts): number | null {
  const total = totalOf(counts);
  return total === 0 ? null : counts.complete / total;
}

/** All sources together. */
export function sumOf(list: readonly Counts[]): Counts {
  const sum = (part: Part): number => list.reduce((all, counts) => all + counts[part], 0);
  return { complete: sum('complete'), partial: sum('partial'), opaque: sum('opaque'), failed: sum('failed') };
}
