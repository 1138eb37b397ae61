/*
 * The minimap: the whole graph in small, painted once per layout, and a frame
 * around what is on the screen. Pressing or dragging on it moves there. It tells
 * nothing that the canvas does not, so it is hidden from assistive technology.
 */

import type { LayoutOutput } from './layout';
import type { Palette } from './palette';
import { type IndexedScene, NODE_WIDTH } from './scene';
import { type Size, type View, visible } from './viewport';

const SIZE: Size = { width: 176, height: 112 };
const MARGIN = 6;

/** How the whole world fits into the minimap. */
export interface MapScale {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export function mapScale(world: Size): MapScale {
  const room = { width: SIZE.width - 2 * MARGIN, height: SIZE.height - 2 * MARGIN };
  const scale = Math.min(room.width / Math.max(1, world.width), room.height / Math.max(1, world.height));
  return { scale, x: (SIZE.width - world.width * scale) / 2, y: (SIZE.height - world.height * scale) / 2 };
}

/** The frame around what is on the screen, cut off at the minimap's borders. */
export function frameOf(view: View, screen: Size, map: MapScale): { left: number; top: number; width: number; height: number } {
  const area = visible(view, screen);
  const clamp = (value: number, most: number): number => Math.min(most, Math.max(0, value));
  const left = clamp(area.left * map.scale + map.x, SIZE.width);
  const top = clamp(area.top * map.scale + map.y, SIZE.height);
  return { left, top, width: clamp(area.right * map.scale + map.x, SIZE.width) - left, height: clamp(area.bottom * map.scale + map.y, SIZE.height) - top };
}

export class Minimap {
  readonly element: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #frame: HTMLElement;
  #map: MapScale = { scale: 1, x: 0, y: 0 };

  /** Calls `go` with the point of the world that was pressed. */
  constructor(go: (point: { x: number; y: number }) => void) {
    this.element = document.createElement('div');
    this.element.className = 'lineage-minimap';
    this.element.setAttribute('aria-hidden', 'true');
    this.element.hidden = true;
    this.#canvas = document.createElement('canvas');
    this.#frame = document.createElement('div');
    this.#frame.className = 'lineage-minimap-frame';
    this.element.append(this.#canvas, this.#frame);
    const press = (event: PointerEvent): void => {
      event.stopPropagation();
      if (event.type === 'pointermove' && event.buttons === 0) return;
      const box = this.element.getBoundingClientRect();
      go({ x: (event.clientX - box.left - this.#map.x) / this.#map.scale, y: (event.clientY - box.top - this.#map.y) / this.#map.scale });
    };
    this.element.addEventListener('pointerdown', press);
    this.element.addEventListener('pointermove', press);
    for (const name of ['pointerup', 'dblclick', 'wheel']) this.element.addEventListener(name, (event) => event.stopPropagation());
  }

  /** Paints the graph; a handful of nodes needs no map. */
  paint(scene: IndexedScene, layout: LayoutOutput, heights: Float64Array, palette: Palette): void {
    this.element.hidden = scene.nodes.length < 12;
    const context = this.element.hidden ? null : this.#canvas.getContext('2d');
    if (context === null) return;
    this.#map = mapScale(layout);
    const ratio = window.devicePixelRatio || 1;
    this.#canvas.width = SIZE.width * ratio;
    this.#canvas.height = SIZE.height * ratio;
    this.#canvas.style.width = `${SIZE.width}px`;
    this.#canvas.style.height = `${SIZE.height}px`;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const { scale, x, y } = this.#map;
    for (const [node, { colour, isFocus }] of scene.nodes.entries()) {
      context.fillStyle = isFocus ? palette.accent : palette.kinds[colour];
      context.fillRect(layout.x[node]! * scale + x, layout.y[node]! * scale + y, Math.max(1.5, NODE_WIDTH * scale), Math.max(1, heights[node]! * scale));
    }
  }

  /** Moves the frame to what is on the screen. */
  follow(view: View, screen: Size): void {
    if (this.element.hidden) return;
    const { left, top, width, height } = frameOf(view, screen, this.#map);
    this.#frame.style.transform = `translate(${left}px, ${top}px)`;
    this.#frame.style.width = `${width}px`;
    this.#frame.style.height = `${height}px`;
  }
}
