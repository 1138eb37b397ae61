/*
 * The camera: the current view, its glides, and the one animation frame in which
 * everything is drawn. It knows no scene.
 */

import { between, type Size, type View } from './viewport';

const GLIDE_MILLISECONDS = 200;

export class Camera {
  view: View = { x: 0, y: 0, zoom: 1 };
  screen: Size = { width: 0, height: 0 };
  #frame = 0;
  #glide: { from: View; to: View; start: number } | null = null;
  readonly #draw: () => void;
  readonly #zoomed: () => void;

  /** Calls `draw` once per frame when asked to, and `zoomed` when the zoom has changed. */
  constructor(draw: () => void, zoomed: () => void) {
    this.#draw = draw;
    this.#zoomed = zoomed;
  }

  moveTo(view: View): void {
    this.#glide = null;
    const isZoomed = view.zoom !== this.view.zoom;
    this.view = view;
    if (isZoomed) this.#zoomed();
    this.schedule();
  }

  /** Moves there within a fifth of a second, or at once where motion is not wanted. */
  glideTo(view: View): void {
    if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) {
      this.moveTo(view);
      return;
    }
    this.#glide = { from: this.view, to: view, start: performance.now() };
    this.schedule();
  }

  schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#advance();
      this.#draw();
    });
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    this.#glide = null;
  }

  #advance(): void {
    const glide = this.#glide;
    if (glide === null) return;
    const share = Math.min(1, (performance.now() - glide.start) / GLIDE_MILLISECONDS);
    this.view = between(glide.from, glide.to, share);
    if (share < 1) {
      this.schedule();
      return;
    }
    this.#glide = null;
    if (glide.to.zoom !== glide.from.zoom) this.#zoomed();
  }
}
