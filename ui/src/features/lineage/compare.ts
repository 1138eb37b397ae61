// What appeared and what vanished between two moments of one neighbourhood. Pure;
// tested in grouping.test.ts.
import type { GraphEdge, GraphNode, LineageGraph, Mark } from './model';
import type { Marks } from './scene-of';

export interface Comparison {
  /** Both moments together, so that what vanished has a place. */
  readonly graph: LineageGraph;
  readonly marks: Marks;
  readonly appeared: number;
  readonly vanished: number;
  /** Whether both moments were read whole; else only what both windows show is compared. */
  readonly isWhole: boolean;
}

/** Compares two pictures of one neighbourhood, the older one first. */
export function compareGraphs(older: LineageGraph, newer: LineageGraph): Comparison {
  const nodes = new Map<string, GraphNode>([...older.nodes, ...newer.nodes]);
  const edges = new Map<string, GraphEdge>([...older.edges, ...newer.edges].map((edge) => [edge.id, edge]));
  const oldEdges = new Set(older.edges.map((edge) => edge.id));
  const newEdges = new Set(newer.edges.map((edge) => edge.id));
  // What a window left out was not there to be seen, so it has not vanished; nor appeared, the other way round.
  const appears = !older.isTruncated;
  const vanishes = !newer.isTruncated;
  const markOf = (isOld: boolean, isNew: boolean): Mark | null => {
    if (isNew && !isOld && appears) return 'appeared';
    return isOld && !isNew && vanishes ? 'vanished' : null;
  };
  const nodeMarks = new Map<string, Mark>();
  const edgeMarks = new Map<string, Mark>();
  for (const key of nodes.keys()) {
    const mark = markOf(older.nodes.has(key), newer.nodes.has(key));
    if (mark !== null) nodeMarks.set(key, mark);
  }
  for (const id of edges.keys()) {
    const mark = markOf(oldEdges.has(id), newEdges.has(id));
    if (mark !== null) edgeMarks.set(id, mark);
  }
  const count = (wanted: Mark): number => [...edgeMarks.values()].filter((mark) => mark === wanted).length;
  return {
    graph: { ...newer, nodes, edges: [...edges.values()], columnEdges: [...older.columnEdges, ...newer.columnEdges.filter((edge) => !older.columnEdges.some((known) => known.id === edge.id))] },
    marks: { nodes: nodeMarks, edges: edgeMarks },
    appeared: count('appeared'),
    vanished: count('vanished'),
    isWhole: appears && vanishes,
  };
}
