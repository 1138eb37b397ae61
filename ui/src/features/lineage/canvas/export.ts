/*
 * The graph as a picture to take along: SVG as text, and PNG made from that SVG.
 * All of the graph is drawn, at its natural size, whatever is on the screen.
 */

import { bulge, columnCourses, edgePoints, type EdgePoints, isBackward, pointsBetween, type PortOf } from './edges';
import type { LayoutOutput } from './layout';
import type { Palette } from './palette';
import { HEAD_HEIGHT, type IndexedScene, NODE_WIDTH, ROW_HEIGHT, type SceneNode } from './scene';
import type { Trace } from './trace';

/** What a picture is made from. */
export interface Drawing {
  readonly scene: IndexedScene;
  readonly layout: LayoutOutput;
  readonly heights: Float64Array;
  readonly palette: Palette;
  /** Columns that an opened node shows, in order. */
  readonly portOf: PortOf;
  /** What is followed, if anything is. */
  readonly trace: Trace | null;
  readonly rowsOf: (node: number) => readonly { readonly name: string; readonly dataType: string }[];
}

const MARGIN = 24;
/** A PNG has at most so many pixels; browsers refuse more. */
const MOST_PIXELS = 60_000_000;

/** The whole graph as an SVG document. */
export function toSvg(drawing: Drawing): string {
  const { scene, layout, heights, palette, rowsOf } = drawing;
  const width = Math.ceil(layout.width + 2 * MARGIN);
  const height = Math.ceil(layout.height + 2 * MARGIN);
  const edges = scene.edges.map((_, edge) => edgeOf(drawing, edge));
  const nodes = scene.nodes.map((node, at) => nodeOf(node, { x: layout.x[at]!, y: layout.y[at]!, height: heights[at]! }, palette, rowsOf(at)));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-MARGIN} ${-MARGIN} ${width} ${height}" font-family="Inter, 'Noto Sans CJK SC', sans-serif">`,
    `<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 0 8 4 0 8z" fill="${escape(palette.edge)}"/></marker></defs>`,
    `<rect x="${-MARGIN}" y="${-MARGIN}" width="${width}" height="${height}" fill="${escape(palette.surface)}"/>`,
    ...edges,
    ...columnEdgesOf(drawing),
    ...nodes,
    '</svg>',
  ].join('\n');
}

function edgeOf({ scene, layout, palette, trace }: Drawing, edge: number): string {
  const path = pathOf(edgePoints(scene, layout, edge));
  if (path === '') return '';
  const { mark } = scene.edges[edge]!;
  const isLit = trace?.edges.has(edge) === true;
  const colour = mark !== undefined ? palette.states[mark === 'appeared' ? 'good' : 'bad'] : isLit ? palette.accent : palette.edge;
  const isBack = isBackward(layout, edge);
  const dash = isBack || mark === 'vanished' ? ' stroke-dasharray="6 4"' : '';
  return `<path d="${path}" fill="none" stroke="${escape(colour)}" stroke-width="${mark === undefined && !isLit ? 1.2 : 2}"${dash} marker-${isBack ? 'start' : 'end'}="url(#arrow)"/>`;
}

/** Column edges as on the screen; the followed ones above the others. */
function columnEdgesOf({ scene, layout, palette, portOf, trace }: Drawing): string[] {
  const drawn = columnCourses(scene, trace?.columnEdges).map(({ course, isLit }) => ({ isLit, path: pathOf(pointsBetween(layout, course, portOf)) }));
  const line = (path: string, isLit: boolean): string => `<path d="${path}" fill="none" stroke="${escape(isLit ? palette.accent : palette.kinds.view)}" stroke-width="${isLit ? 2 : 1}"${isLit ? '' : ' opacity=".6"'}/>`;
  return [false, true].flatMap((isWanted) => drawn.flatMap(({ isLit, path }) => (isLit === isWanted && path !== '' ? [line(path, isLit)] : [])));
}

function pathOf(points: EdgePoints): string {
  if (points.length < 4) return '';
  const words = [`M${short(points[0]!)} ${short(points[1]!)}`];
  for (let at = 2; at < points.length; at += 2) {
    const [x, y] = [points[at]!, points[at + 1]!];
    if ((at / 2) % 2 === 0) {
      words.push(`L${short(x)} ${short(y)}`);
    } else {
      const bow = bulge(x - points[at - 2]!);
      words.push(`C${short(points[at - 2]! + bow)} ${short(points[at - 1]!)} ${short(x - bow)} ${short(y)} ${short(x)} ${short(y)}`);
    }
  }
  return words.join(' ');
}

function nodeOf(node: SceneNode, box: { x: number; y: number; height: number }, palette: Palette, rows: readonly { readonly name: string; readonly dataType: string }[]): string {
  const kind = escape(palette.kinds[node.colour]);
  const line = escape(node.isFocus ? palette.accent : palette.edge);
  const place = [node.kindLabel, node.place].filter((word) => word !== '').join(' · ');
  const words = [
    `<g transform="translate(${short(box.x)} ${short(box.y)})"><title>${escape(`${place} ${node.name}`)}</title>`,
    `<rect width="${NODE_WIDTH}" height="${short(box.height)}" rx="8" fill="${escape(palette.surface)}" stroke="${line}" stroke-width="${node.isFocus ? 2 : 1}"${node.isPlaceholder ? ' stroke-dasharray="4 3"' : ''}/>`,
    `<rect width="3" height="${short(box.height)}" fill="${kind}"/>`,
    `<text x="12" y="22" font-size="12" fill="${escape(palette.ink)}" opacity=".75">${escape(cut(place, 34))}</text>`,
    `<text x="12" y="42" font-size="13" font-weight="600" font-family="JetBrains Mono, monospace" fill="${escape(palette.ink)}">${escape(cut(node.name, 27))}</text>`,
  ];
  if (node.stateLabel !== '') words.push(`<text x="${NODE_WIDTH - 10}" y="22" font-size="12" text-anchor="end" fill="${escape(palette.states[node.state ?? 'unknown'])}">${escape(node.stateLabel)}</text>`);
  rows.forEach((row, at) => {
    const y = box.height - (rows.length - at) * ROW_HEIGHT + ROW_HEIGHT / 2;
    words.push(`<text x="12" y="${short(y)}" font-size="12" font-family="JetBrains Mono, monospace" fill="${escape(palette.ink)}">${escape(cut(`${row.name}  ${row.dataType}`, 30))}</text>`);
  });
  words.push('</g>');
  return box.height < HEAD_HEIGHT ? '' : words.join('');
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Text as XML takes it; what XML cannot hold at all is left out. */
function escape(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** The SVG as a PNG, in twice its size where that is not too large. */
export async function toPng(svg: string, { width, height }: { readonly width: number; readonly height: number }): Promise<Blob> {
  const image = new Image();
  // A blob: address is not allowed for images by the policy; a data: address is.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const area = (width + 2 * MARGIN) * (height + 2 * MARGIN);
  const scale = Math.min(2, Math.sqrt(MOST_PIXELS / Math.max(1, area)), 16_000 / Math.max(1, width + 2 * MARGIN, height + 2 * MARGIN));
  const canvas = document.createElement('canvas');
  canvas.width = Math.ceil((width + 2 * MARGIN) * scale);
  canvas.height = Math.ceil((height + 2 * MARGIN) * scale);
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('the picture is too large')) : resolve(blob)), 'image/png');
  });
}
