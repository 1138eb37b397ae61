/*
 * Edge geometry: the polyline of control points that an edge follows, from node
 * border to node border through its lanes, and how far a point is from it.
 */

import { EDGE_LOOP, EDGE_REVERSED, type LayoutOutput } from './layout';
import { HEAD_HEIGHT, type IndexedScene, NODE_WIDTH } from './scene';

/**
 * Points of an edge as x, y pairs, always from left to right. Between the points
 * 0–1, 2–3, … it curves, between 1–2, 3–4, … it runs straight through a column.
 */
export type EdgePoints = readonly number[];

/** Height at which an edge touches a node, in pixels below the node's top. */
export type PortOf = (node: number, column?: string) => number;

const headPort: PortOf = () => HEAD_HEIGHT / 2;

/** Points of the table edge `edge`; empty for an edge from a node to itself. */
export function edgePoints(scene: IndexedScene, layout: LayoutOutput, edge: number): number[] {
  return pointsBetween(layout, { edge, from: scene.from[edge]!, to: scene.to[edge]! }, headPort);
}

/** An edge between two nodes, or between two of their columns, that follows the lanes of `edge`. */
export interface Course {
  /** The table edge whose lanes are used; -1 where there is none. */
  readonly edge: number;
  readonly from: number;
  readonly to: number;
  readonly fromColumn?: string;
  readonly toColumn?: string;
}

export interface ColumnCourse {
  readonly course: Course;
  /** Whether it belongs to the column that is followed. */
  readonly isLit: boolean;
}

/** The column edges to be drawn: those of opened nodes, and those in `lit`. */
export function columnCourses(scene: IndexedScene, lit: ReadonlySet<number> | undefined): ColumnCourse[] {
  const pairs = new Map<string, number>();
  scene.edges.forEach((_, edge) => pairs.set(`${scene.from[edge]!}>${scene.to[edge]!}`, edge));
  return scene.columnEdges.flatMap((edge, index): ColumnCourse[] => {
    const from = scene.indexOf.get(edge.fromNode) ?? -1;
    const to = scene.indexOf.get(edge.toNode) ?? -1;
    const isOpen = scene.nodes[from]?.columns !== undefined || scene.nodes[to]?.columns !== undefined;
    const isLit = lit?.has(index) === true;
    if (from === -1 || to === -1 || (!isOpen && !isLit)) return [];
    return [{ course: { edge: pairs.get(`${from}>${to}`) ?? -1, from, to, fromColumn: edge.fromColumn, toColumn: edge.toColumn }, isLit }];
  });
}

export function pointsBetween(layout: LayoutOutput, course: Course, portOf: PortOf): number[] {
  const { edge, from, to } = course;
  if (from === to) return [];
  const isReversed = edge === -1 ? layout.x[from]! > layout.x[to]! : layout.direction[edge] === EDGE_REVERSED;
  const left = isReversed ? to : from;
  const right = isReversed ? from : to;
  const leftColumn = isReversed ? course.toColumn : course.fromColumn;
  const rightColumn = isReversed ? course.fromColumn : course.toColumn;
  const points = [layout.x[left]! + NODE_WIDTH, layout.y[left]! + portOf(left, leftColumn)];
  if (edge !== -1) {
    for (let at = layout.bendStart[edge]!; at < layout.bendStart[edge + 1]!; at += 1) {
      // Two bends per lane; `bendStart` counts bends, each of them an x and a y.
      points.push(layout.bends[at * 2]!, layout.bends[at * 2 + 1]!);
    }
  }
  points.push(layout.x[right]!, layout.y[right]! + portOf(right, rightColumn));
  return points;
}

/** Whether the arrow belongs to the left end. */
export function isBackward(layout: LayoutOutput, edge: number): boolean {
  return layout.direction[edge] === EDGE_REVERSED;
}

export function isLoop(layout: LayoutOutput, edge: number): boolean {
  return layout.direction[edge] === EDGE_LOOP;
}

/** How far the control points of a curve stand out, so that it leaves and arrives level. */
export function bulge(dx: number): number {
  return Math.max(24, Math.abs(dx) / 2);
}

const SAMPLES = 12;

/** Whether the point is nearer than `reach` to the edge. */
export function isNear(points: EdgePoints, x: number, y: number, reach: number): boolean {
  for (let at = 0; at + 3 < points.length; at += 2) {
    const [x0, y0, x1, y1] = [points[at]!, points[at + 1]!, points[at + 2]!, points[at + 3]!];
    if (x < x0 - reach || x > x1 + reach || y < Math.min(y0, y1) - reach || y > Math.max(y0, y1) + reach) continue;
    const isStraight = (at / 2) % 2 === 1;
    let px = x0;
    let py = y0;
    for (let sample = 1; sample <= SAMPLES; sample += 1) {
      const share = sample / SAMPLES;
      const bow = bulge(x1 - x0);
      const nx = isStraight ? x0 + (x1 - x0) * share : cubic([x0, x0 + bow, x1 - bow, x1], share);
      const ny = isStraight ? y0 + (y1 - y0) * share : cubic([y0, y0, y1, y1], share);
      if (distanceToSegment(x, y, [px, py, nx, ny]) <= reach) return true;
      px = nx;
      py = ny;
    }
  }
  return false;
}

function cubic([a, b, c, d]: readonly [number, number, number, number], share: number): number {
  const rest = 1 - share;
  return rest ** 3 * a + 3 * rest ** 2 * share * b + 3 * rest * share ** 2 * c + share ** 3 * d;
}

function distanceToSegment(x: number, y: number, [x0, y0, x1, y1]: readonly [number, number, number, number]): number {
  const dx = x1 - x0;
  const dy = y1 - y0;
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, ((x - x0) * dx + (y - y0) * dy) / length));
  return Math.hypot(x - x0 - share * dx, y - y0 - share * dy);
}
