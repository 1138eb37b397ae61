/*
 * The viewport: which part of the world is on the screen, and how large. Pure
 * arithmetic; `screen = world * zoom + offset`.
 */

export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const MIN_ZOOM = 0.02;
export const MAX_ZOOM = 2;
/** What fits is never blown up beyond its natural size. */
const MAX_FIT_ZOOM = 1;
const FIT_MARGIN = 32;

/** How much a node tells at a zoom: a block, its name, or its card. */
export type Band = 'block' | 'name' | 'card';

export function bandOf(zoom: number): Band {
  if (zoom < 0.25) return 'block';
  return zoom < 0.45 ? 'name' : 'card';
}

export function panBy(view: View, dx: number, dy: number): View {
  return { ...view, x: view.x + dx, y: view.y + dy };
}

/** Zooms by `factor` so that the world under the screen point stays where it is. */
export function zoomAt(view: View, point: { x: number; y: number }, factor: number): View {
  const zoom = Math.min(MAX_ZOOM, Math.max(MIN_ZOOM, view.zoom * factor));
  const scale = zoom / view.zoom;
  return { zoom, x: point.x - (point.x - view.x) * scale, y: point.y - (point.y - view.y) * scale };
}

/** Shows all of `world`, centred. */
export function fit(world: Rect, screen: Size): View {
  const width = Math.max(1, world.right - world.left);
  const height = Math.max(1, world.bottom - world.top);
  const room = { width: Math.max(1, screen.width - 2 * FIT_MARGIN), height: Math.max(1, screen.height - 2 * FIT_MARGIN) };
  const zoom = Math.max(MIN_ZOOM, Math.min(MAX_FIT_ZOOM, room.width / width, room.height / height));
  return centre({ x: (world.left + world.right) / 2, y: (world.top + world.bottom) / 2 }, screen, zoom);
}

/** Puts a world point into the middle of the screen. */
export function centre(point: { x: number; y: number }, screen: Size, zoom: number): View {
  return { zoom, x: screen.width / 2 - point.x * zoom, y: screen.height / 2 - point.y * zoom };
}

/** Centres on a point as far as that leaves no side of the screen empty while the world goes on at the other. */
export function centreWithin(point: { x: number; y: number }, world: Rect, screen: Size, zoom: number): View {
  const view = centre(point, screen, zoom);
  return {
    zoom,
    x: within(view.x, { from: world.left * zoom, to: world.right * zoom }, screen.width),
    y: within(view.y, { from: world.top * zoom, to: world.bottom * zoom }, screen.height),
  };
}

/** The offset nearest to `offset` at which a span fills the screen; a span that fits is put into the middle. */
function within(offset: number, span: { from: number; to: number }, length: number): number {
  if (span.to - span.from <= length - 2 * FIT_MARGIN) return (length - span.from - span.to) / 2;
  return Math.min(FIT_MARGIN - span.from, Math.max(length - FIT_MARGIN - span.to, offset));
}

/** Moves as little as needed to bring `world` onto the screen; the same view if it is there. */
export function reveal(view: View, world: Rect, screen: Size): View {
  const margin = 24;
  const left = world.left * view.zoom + view.x - margin;
  const right = world.right * view.zoom + view.x + margin;
  const top = world.top * view.zoom + view.y - margin;
  const bottom = world.bottom * view.zoom + view.y + margin;
  const dx = left < 0 ? -left : right > screen.width ? Math.max(screen.width - right, -left) : 0;
  const dy = top < 0 ? -top : bottom > screen.height ? Math.max(screen.height - bottom, -top) : 0;
  return dx === 0 && dy === 0 ? view : panBy(view, dx, dy);
}

/** The part of the world on the screen, widened by `margin` screen pixels. */
export function visible(view: View, screen: Size, margin = 0): Rect {
  return {
    left: (-margin - view.x) / view.zoom,
    top: (-margin - view.y) / view.zoom,
    right: (screen.width + margin - view.x) / view.zoom,
    bottom: (screen.height + margin - view.y) / view.zoom,
  };
}

/** A view between two views, for a short glide. */
export function between(from: View, to: View, share: number): View {
  const eased = 1 - (1 - share) ** 3;
  return { x: from.x + (to.x - from.x) * eased, y: from.y + (to.y - from.y) * eased, zoom: from.zoom + (to.zoom - from.zoom) * eased };
}
