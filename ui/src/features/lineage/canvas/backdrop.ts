/*
 * The backdrop: the canvas behind the cards, and when it must be painted anew. It
 * is moved while the screen stays within what was painted, stretched while a zoom
 * runs and painting is slow, and painted otherwise.
 */

import { MARGIN_SHARE, paint, type PaintedEdge, type Picture } from './painter';
import type { Size, View } from './viewport';

/** A picture that took longer than this is stretched while zooming, and painted at rest. */
const SLOW_MILLISECONDS = 12;
const REST_MILLISECONDS = 80;

export class Backdrop {
  readonly element: HTMLCanvasElement;
  #painted: { view: View; edges: readonly PaintedEdge[]; milliseconds: number } | null = null;
  #rest: ReturnType<typeof setTimeout> | undefined;
  readonly #rested: () => void;

  /** Calls `rested` when a stretched picture should be painted. */
  constructor(rested: () => void) {
    this.#rested = rested;
    this.element = document.createElement('canvas');
    this.element.className = 'lineage-picture';
    this.element.setAttribute('aria-hidden', 'true');
  }

  /** Edges of the last picture, for finding one under the pointer. */
  get edges(): readonly PaintedEdge[] {
    return this.#painted?.edges ?? [];
  }

  /** Whether `view` cannot be served by moving or stretching what is there. */
  isUsedUp(view: View, screen: Size): boolean {
    if (this.#painted === null) return true;
    const { view: painted, milliseconds } = this.#painted;
    if (view.zoom !== painted.zoom) {
      if (milliseconds < SLOW_MILLISECONDS) return true;
      this.#paintAtRest();
      return false;
    }
    return Math.abs(view.x - painted.x) > screen.width * MARGIN_SHARE || Math.abs(view.y - painted.y) > screen.height * MARGIN_SHARE;
  }

  paint(picture: Picture, view: View, screen: Size): void {
    clearTimeout(this.#rest);
    const start = performance.now();
    const edges = paint(this.element, picture, view, screen);
    this.#painted = { view, edges, milliseconds: performance.now() - start };
  }

  /** Puts the picture where `view` wants it. */
  place(view: View, screen: Size): void {
    if (this.#painted === null) return;
    const { view: painted } = this.#painted;
    const scale = view.zoom / painted.zoom;
    const x = view.x - (painted.x + Math.round(screen.width * MARGIN_SHARE)) * scale;
    const y = view.y - (painted.y + Math.round(screen.height * MARGIN_SHARE)) * scale;
    this.element.style.transform = scale === 1 ? `translate(${x}px, ${y}px)` : `translate(${x}px, ${y}px) scale(${scale})`;
  }

  close(): void {
    clearTimeout(this.#rest);
  }

  #paintAtRest(): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => {
      this.#painted = null;
      this.#rested();
    }, REST_MILLISECONDS);
  }
}
