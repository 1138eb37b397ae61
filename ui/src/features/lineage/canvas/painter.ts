/*
 * Painting: edges at every zoom, and the nodes where they are too small or too
 * many to be elements of the page. The picture reaches beyond the screen by a
 * margin, so panning only moves it; it is painted anew when the margin is used up.
 */

import { bulge, columnCourses, type EdgePoints, edgePoints, isBackward, isLoop, pointsBetween, type PortOf } from './edges';
import type { LayoutOutput } from './layout';
import type { Palette } from './palette';
import { HEAD_HEIGHT, type IndexedScene, NODE_WIDTH } from './scene';
import type { SpatialIndex } from './spatial';
import type { Trace } from './trace';
import { type Band, type Rect, type Size, type View, visible } from './viewport';

/** Everything a picture is made from. */
export interface Picture {
  readonly scene: IndexedScene;
  readonly layout: LayoutOutput;
  readonly index: SpatialIndex;
  readonly heights: Float64Array;
  readonly trace: Trace | null;
  readonly selected: number;
  readonly band: Band;
  /** Whether nodes are painted here because they are not elements. */
  readonly paintsNodes: boolean;
  readonly portOf: PortOf;
  readonly palette: Palette;
}

/** An edge that was painted, for finding it again under the pointer. */
export interface PaintedEdge {
  readonly edge: number;
  readonly points: EdgePoints;
}

/** More edges than this are drawn as plain lines, as nobody can follow single ones. */
const CURVE_LIMIT = 6_000;
const DIMMED = 0.18;

/** Share of the screen that the picture reaches beyond it on each side. */
export const MARGIN_SHARE = 0.35;

/** Paints `picture` for `view` and answers the edges that can be pointed at. */
export function paint(canvas: HTMLCanvasElement, picture: Picture, view: View, screen: Size): PaintedEdge[] {
  const context = canvas.getContext('2d');
  if (context === null) return [];
  const margin = { x: Math.round(screen.width * MARGIN_SHARE), y: Math.round(screen.height * MARGIN_SHARE) };
  const ratio = pixelRatio(screen);
  const width = screen.width + 2 * margin.x;
  const height = screen.height + 2 * margin.y;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    canvas.style.width = `${width}px`;
    canvas.style.height = `${height}px`;
  }
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  const scale = view.zoom * ratio;
  context.setTransform(scale, 0, 0, scale, (view.x + margin.x) * ratio, (view.y + margin.y) * ratio);
  const area = visible(view, screen, Math.max(margin.x, margin.y));
  const nodes = picture.index.within(area);
  const edges = edgesToPaint(picture, nodes);
  paintEdges(context, picture, edges, view.zoom);
  paintColumnEdges(context, picture, area, view.zoom);
  if (picture.paintsNodes) paintNodes(context, picture, nodes, view.zoom);
  return edges;
}

/** A picture never has more than some eight million pixels, however large the screen. */
function pixelRatio(screen: Size): number {
  const area = screen.width * screen.height * (1 + 2 * MARGIN_SHARE) ** 2;
  return Math.max(0.5, Math.min(window.devicePixelRatio || 1, Math.sqrt(8_000_000 / Math.max(1, area))));
}

/** Edges with an end among `nodes`, and the traced path wherever it runs. */
function edgesToPaint(picture: Picture, nodes: readonly number[]): PaintedEdge[] {
  const { scene, layout, trace } = picture;
  const wanted = new Set<number>(trace?.edges);
  for (const node of nodes) {
    for (const edge of scene.outgoing[node]!) wanted.add(edge);
    for (const edge of scene.incoming[node]!) wanted.add(edge);
  }
  return Array.from(wanted, (edge) => ({ edge, points: edgePoints(scene, layout, edge) }));
}

function paintEdges(context: CanvasRenderingContext2D, picture: Picture, edges: readonly PaintedEdge[], zoom: number): void {
  const { trace, palette, layout } = picture;
  const isSimple = picture.band === 'block' || edges.length > CURVE_LIMIT;
  const lit = trace === null ? [] : edges.filter(({ edge }) => trace.edges.has(edge));
  const rest = trace === null ? edges : edges.filter(({ edge }) => !trace.edges.has(edge));
  const hair = Math.max(1, 1 / zoom);
  context.globalAlpha = trace === null ? (isSimple ? 0.55 : 1) : DIMMED;
  const [plain, marked] = [rest.filter(({ edge }) => picture.scene.edges[edge]!.mark === undefined), rest.filter(({ edge }) => picture.scene.edges[edge]!.mark !== undefined)];
  strokeAll(context, plain.filter(({ edge }) => !isBackward(layout, edge)), { colour: palette.edge, width: hair, isSimple, dash: [] });
  strokeAll(context, plain.filter(({ edge }) => isBackward(layout, edge)), { colour: palette.edge, width: hair, isSimple, dash: [6, 4] });
  paintMarked(context, picture, marked, { zoom, isSimple });
  if (!isSimple) arrowAll(context, plain, { colour: palette.edge, layout, zoom });
  context.globalAlpha = 1;
  // A traced column has its own lines; the table edge under them only shows the way.
  const isColumnTrace = trace !== null && trace.columnEdges.size > 0 && picture.band === 'card';
  context.globalAlpha = isColumnTrace ? 0.35 : 1;
  const width = Math.max(2, 2 / zoom);
  strokeAll(context, lit.filter(({ edge }) => !isBackward(layout, edge)), { colour: palette.accent, width, isSimple, dash: [] });
  strokeAll(context, lit.filter(({ edge }) => isBackward(layout, edge)), { colour: palette.accent, width, isSimple, dash: [6, 4] });
  if (!isSimple) arrowAll(context, lit, { colour: palette.accent, layout, zoom });
  context.globalAlpha = 1;
  paintLoops(context, picture, edges, hair);
}

/** Edges that appeared or vanished: by colour, and by being whole or broken. */
function paintMarked(context: CanvasRenderingContext2D, { scene, palette, layout }: Picture, marked: readonly PaintedEdge[], look: { zoom: number; isSimple: boolean }): void {
  for (const mark of ['appeared', 'vanished'] as const) {
    const edges = marked.filter(({ edge }) => scene.edges[edge]!.mark === mark);
    const colour = palette.states[mark === 'appeared' ? 'good' : 'bad'];
    strokeAll(context, edges, { colour, width: Math.max(2, 1.6 / look.zoom), isSimple: look.isSimple, dash: mark === 'appeared' ? [] : [4, 4] });
    if (!look.isSimple) arrowAll(context, edges, { colour, layout, zoom: look.zoom });
  }
}

interface Stroke {
  readonly colour: string;
  readonly width: number;
  readonly isSimple: boolean;
  readonly dash: readonly number[];
}

/** One path and one stroke for all edges of a look: that is what makes thousands cheap. */
function strokeAll(context: CanvasRenderingContext2D, edges: readonly PaintedEdge[], stroke: Stroke): void {
  if (edges.length === 0) return;
  context.beginPath();
  for (const { points } of edges) line(context, points, stroke.isSimple);
  context.strokeStyle = stroke.colour;
  context.lineWidth = stroke.width;
  context.setLineDash([...stroke.dash]);
  context.stroke();
  context.setLineDash([]);
}

function line(context: CanvasRenderingContext2D, points: EdgePoints, isSimple: boolean): void {
  if (points.length < 4) return;
  context.moveTo(points[0]!, points[1]!);
  for (let at = 2; at < points.length; at += 2) {
    const x = points[at]!;
    const y = points[at + 1]!;
    const isStraight = isSimple || (at / 2) % 2 === 0;
    if (isStraight) {
      context.lineTo(x, y);
    } else {
      const bow = bulge(x - points[at - 2]!);
      context.bezierCurveTo(points[at - 2]! + bow, points[at - 1]!, x - bow, y, x, y);
    }
  }
}

function arrowAll(context: CanvasRenderingContext2D, edges: readonly PaintedEdge[], look: { colour: string; layout: LayoutOutput; zoom: number }): void {
  const size = Math.max(5, 4 / look.zoom);
  context.beginPath();
  for (const { edge, points } of edges) {
    if (points.length < 4) continue;
    const isLeft = isBackward(look.layout, edge);
    const x = isLeft ? points[0]! : points[points.length - 2]!;
    const y = isLeft ? points[1]! : points[points.length - 1]!;
    const back = isLeft ? size : -size;
    context.moveTo(x, y);
    context.lineTo(x + back * 1.4, y - size * 0.8);
    context.lineTo(x + back * 1.4, y + size * 0.8);
    context.closePath();
  }
  context.fillStyle = look.colour;
  context.fill();
}

function paintLoops(context: CanvasRenderingContext2D, picture: Picture, edges: readonly PaintedEdge[], width: number): void {
  const { scene, layout, palette } = picture;
  context.beginPath();
  for (const { edge } of edges) {
    if (!isLoop(layout, edge)) continue;
    const x = layout.x[scene.from[edge]!]! + NODE_WIDTH;
    const y = layout.y[scene.from[edge]!]! + HEAD_HEIGHT / 2;
    context.moveTo(x, y - 8);
    context.bezierCurveTo(x + 28, y - 28, x + 28, y + 28, x, y + 8);
  }
  context.strokeStyle = palette.edge;
  context.lineWidth = width;
  context.stroke();
}

/** Column edges of opened nodes; the traced ones above all others. */
function paintColumnEdges(context: CanvasRenderingContext2D, picture: Picture, area: Rect, zoom: number): void {
  if (picture.band !== 'card') return;
  const { scene, layout, trace, palette } = picture;
  const plain: PaintedEdge[] = [];
  const lit: PaintedEdge[] = [];
  for (const { course, isLit } of columnCourses(scene, trace?.columnEdges)) {
    const points = pointsBetween(layout, course, picture.portOf);
    if (points.length < 4 || !touches(points, area)) continue;
    (isLit ? lit : plain).push({ edge: course.edge, points });
  }
  context.globalAlpha = trace === null ? 0.7 : DIMMED;
  strokeAll(context, plain, { colour: palette.kinds.view, width: Math.max(1, 0.8 / zoom), isSimple: false, dash: [] });
  context.globalAlpha = 1;
  strokeAll(context, lit, { colour: palette.accent, width: Math.max(2, 1.6 / zoom), isSimple: false, dash: [] });
}

function touches(points: EdgePoints, area: Rect): boolean {
  const first = points[0]!;
  const last = points[points.length - 2]!;
  if (last < area.left || first > area.right) return false;
  let top = Infinity;
  let bottom = -Infinity;
  for (let at = 1; at < points.length; at += 2) {
    top = Math.min(top, points[at]!);
    bottom = Math.max(bottom, points[at]!);
  }
  return bottom >= area.top && top <= area.bottom;
}

/** Nodes as blocks by kind, with their names where these can be read. */
function paintNodes(context: CanvasRenderingContext2D, picture: Picture, nodes: readonly number[], zoom: number): void {
  const { scene, layout, heights, trace, palette, selected } = picture;
  const hasNames = picture.band !== 'block';
  const edge = Math.max(4, 3 / zoom);
  for (const node of nodes) {
    const { colour, name, state, isFocus } = scene.nodes[node]!;
    const [x, y, height] = [layout.x[node]!, layout.y[node]!, heights[node]!];
    context.globalAlpha = trace === null || trace.nodes.has(node) ? 1 : DIMMED;
    context.fillStyle = hasNames ? palette.surface : palette.kinds[colour];
    context.fillRect(x, y, NODE_WIDTH, height);
    if (hasNames) {
      context.fillStyle = palette.kinds[colour]!;
      context.fillRect(x, y, edge, height);
    }
    if (state === 'bad' || state === 'warn') {
      context.fillStyle = palette.states[state]!;
      context.fillRect(x + NODE_WIDTH - edge * 2, y, edge * 2, height);
    }
    if (hasNames || isFocus || node === selected) {
      context.strokeStyle = node === selected || isFocus ? palette.accent : palette.edge;
      context.lineWidth = (node === selected || isFocus ? 2.5 : 1) / zoom;
      context.strokeRect(x, y, NODE_WIDTH, height);
    }
    if (hasNames) paintName(context, { name, x, y, zoom, palette });
  }
  context.globalAlpha = 1;
}

function paintName(context: CanvasRenderingContext2D, label: { name: string; x: number; y: number; zoom: number; palette: Palette }): void {
  // At least eleven pixels on the screen, whatever the zoom.
  const size = Math.max(14, 11 / label.zoom);
  const room = NODE_WIDTH - 24;
  const fits = Math.max(4, Math.floor(room / (size * 0.56)));
  const text = label.name.length > fits ? `${label.name.slice(0, fits - 1)}…` : label.name;
  context.font = `${size}px ${label.palette.font}`;
  context.textBaseline = 'middle';
  context.fillStyle = label.palette.ink;
  context.fillText(text, label.x + 14, label.y + HEAD_HEIGHT / 2, room);
}
