/*
 * The stage joins the parts: it holds the view, asks for layouts, decides what is
 * painted and what is an element, and turns keys and gestures into calls of its
 * host. One stage per canvas; React only makes it, feeds it and closes it.
 */

import { Backdrop } from './backdrop';
import { Camera } from './camera';
import { isNear } from './edges';
import { type GestureTarget, listen } from './gestures';
import { type Drawing } from './export';
import { commandOf } from './keyboard';
import type { LayoutOutput } from './layout';
import { createLayoutClient } from './layout-client';
import { ACTION, type CardAction, type CardLabels } from './node-card';
import { CARD_LIMIT, type LayerLook, NodeLayer } from './node-layer';
import { Minimap } from './minimap';
import { MARGIN_SHARE } from './painter';
import { type Palette, readPalette, watchPalette } from './palette';
import { EMPTY_SCENE, HEAD_HEIGHT, type IndexedScene, indexScene, layoutInput, MAX_ROWS, NODE_WIDTH, type Scene } from './scene';
import { SpatialIndex } from './spatial';
import { type Selection, type Trace, traceSelection } from './trace';
import { bandOf, centre, centreWithin, fit, panBy, type Rect, reveal, type View, visible, zoomAt } from './viewport';
import { type Direction, step } from './walk';

export type { Selection } from './trace';

/** What the stage tells its host. */
export interface StageEvents {
  select(selection: Selection): void;
  refocus(node: string): void;
  expand(node: string, side: 'up' | 'down'): void;
  toggleColumns(node: string): void;
  /** Shows the members of a group. */
  spread(group: string): void;
  fullScreen(): void;
  showTable(): void;
  /** The zoom changed, or the layout is on the screen for the first time. */
  viewed(state: { zoom: number; layoutMilliseconds: number; nodes: number }): void;
}

export interface StageInput {
  readonly scene: Scene;
  readonly selection: Selection;
  readonly labels: CardLabels;
  /** What of the graph is on the screen at first, where that is known. */
  readonly view?: View | undefined;
}

/** A graph that fits only below this begins at its focus instead of as a whole. */
const READABLE_ZOOM = 0.75;

export class Stage {
  readonly #host: HTMLElement;
  readonly #backdrop: Backdrop;
  readonly #camera: Camera;
  readonly #layer: NodeLayer;
  readonly #events: StageEvents;
  readonly #minimap: Minimap;
  readonly #client = createLayoutClient();
  readonly #closers: (() => void)[] = [];
  #labels: CardLabels;
  #source: Scene = EMPTY_SCENE;
  #scene: IndexedScene = indexScene(EMPTY_SCENE);
  #layout: LayoutOutput | null = null;
  #heights: Float64Array = new Float64Array(0);
  #index: SpatialIndex | null = null;
  #palette: Palette;
  #selection: Selection = null;
  #hover = -1;
  #active = -1;
  #trace: Trace | null = null;
  #isDirty = true;
  #layoutMilliseconds = 0;
  #seenFocus = '';
  #keepInView = '';
  #firstView: View | undefined;
  #found: ReadonlySet<string> = new Set();

  constructor(host: HTMLElement, input: StageInput, events: StageEvents) {
    this.#host = host;
    this.#events = events;
    this.#labels = input.labels;
    this.#camera = new Camera(() => this.#render(), () => this.#tell());
    this.#backdrop = new Backdrop(() => this.#camera.schedule());
    this.#layer = new NodeLayer(this.#scene, input.labels);
    this.#firstView = input.view;
    this.#minimap = new Minimap((point) => this.#camera.moveTo(centre(point, this.#camera.screen, this.#camera.view.zoom)));
    host.replaceChildren(this.#backdrop.element, this.#layer.element, this.#minimap.element);
    this.#palette = readPalette(host);
    this.#camera.screen = { width: host.clientWidth, height: host.clientHeight };
    this.#listen();
    this.update(input);
  }

  /** Takes new input; a new scene is laid out anew, a new selection only repainted. */
  update(input: StageInput): void {
    const isNewScene = input.scene !== this.#source || input.labels !== this.#labels;
    this.#selection = input.selection;
    this.#labels = input.labels;
    if (!isNewScene) {
      this.#retrace();
      return;
    }
    this.#source = input.scene;
    const scene = indexScene(input.scene);
    const question = layoutInput(scene);
    const start = performance.now();
    this.#client.ask(question, (layout) => {
      this.#layoutMilliseconds = performance.now() - start;
      this.#place(scene, layout, layoutInput(scene).heights);
    });
  }

  close(): void {
    this.#camera.close();
    this.#backdrop.close();
    this.#client.close();
    for (const close of this.#closers) close();
    this.#host.replaceChildren();
  }

  /** Shows the whole graph. */
  fit(): void {
    if (this.#layout === null) return;
    this.#camera.glideTo(fit({ left: 0, top: 0, right: this.#layout.width, bottom: this.#layout.height }, this.#camera.screen));
  }

  zoom(factor: number): void {
    this.#camera.glideTo(zoomAt(this.#camera.view, { x: this.#camera.screen.width / 2, y: this.#camera.screen.height / 2 }, factor));
  }

  /** Brings a node into view and into the tab order; from far away its card is shown. */
  reveal(node: string): void {
    const index = this.#scene.indexOf.get(node);
    if (index === undefined) return;
    if (bandOf(this.#camera.view.zoom) !== 'card') {
      const { left, right, top, bottom } = this.#boxOf(index);
      this.#camera.view = centre({ x: (left + right) / 2, y: (top + bottom) / 2 }, this.#camera.screen, READABLE_ZOOM);
    }
    this.#activate(index, false);
  }

  /** Marks what a search has found. */
  markFound(nodes: ReadonlySet<string>): void {
    this.#found = nodes;
    this.#layer.applyLook(this.#look());
  }

  /** What is on the screen, for an address. */
  get view(): View {
    return this.#camera.view;
  }

  /** Everything a picture of the whole graph is made from; none before the first layout. */
  drawing(): Drawing | null {
    if (this.#layout === null) return null;
    return { scene: this.#scene, layout: this.#layout, heights: this.#heights, palette: this.#palette, portOf: this.#layer.portOf, trace: this.#trace, rowsOf: this.#layer.rowsOf };
  }

  #place(scene: IndexedScene, layout: LayoutOutput, heights: Float64Array): void {
    const anchor = this.#anchor();
    const isActiveFocused = this.#layer.hasFocus;
    const activeId = this.#scene.nodes[this.#active]?.id ?? '';
    this.#scene = scene;
    this.#layout = layout;
    this.#heights = heights;
    this.#index = new SpatialIndex({ x: layout.x, y: layout.y, widths: new Float64Array(heights.length).fill(NODE_WIDTH), heights, rank: layout.rank });
    this.#layer.reset(scene, layout, this.#labels);
    this.#hover = -1;
    const focus = scene.nodes.findIndex((node) => node.isFocus);
    this.#active = scene.indexOf.get(activeId) ?? Math.max(0, focus);
    if (scene.nodes.length === 0) this.#active = -1;
    this.#moveToScene(focus, anchor);
    this.#minimap.paint(scene, layout, heights, this.#palette);
    this.#revealKept();
    this.#retrace();
    this.#isDirty = true;
    this.#render();
    if (isActiveFocused) this.#layer.focus(this.#active);
    this.#tell();
  }

  /** Where a node that stays is on the screen, so that it can stay there. */
  #anchor(): { id: string; x: number; y: number } | null {
    const node = this.#scene.indexOf.get(this.#keepInView) ?? this.#scene.nodes.findIndex((candidate) => candidate.isFocus);
    if (this.#layout === null || node === -1 || this.#scene.nodes[node] === undefined) return null;
    return { id: this.#scene.nodes[node].id, x: this.#layout.x[node]! * this.#camera.view.zoom + this.#camera.view.x, y: this.#layout.y[node]! * this.#camera.view.zoom + this.#camera.view.y };
  }

  /** A node that was just opened or expanded is shown whole, as far as it fits. */
  #revealKept(): void {
    const node = this.#scene.indexOf.get(this.#keepInView);
    this.#keepInView = '';
    if (node !== undefined && bandOf(this.#camera.view.zoom) === 'card') this.#camera.view = reveal(this.#camera.view, this.#boxOf(node), this.#camera.screen);
  }

  #boxOf(node: number): Rect {
    const left = this.#layout?.x[node] ?? 0;
    const top = this.#layout?.y[node] ?? 0;
    return { left, top, right: left + NODE_WIDTH, bottom: top + (this.#heights[node] ?? 0) };
  }

  #moveToScene(focus: number, anchor: { id: string; x: number; y: number } | null): void {
    const layout = this.#layout;
    if (layout === null || this.#scene.nodes.length === 0) return;
    const focusId = this.#scene.nodes[focus]?.id ?? '';
    const kept = anchor === null ? undefined : this.#scene.indexOf.get(anchor.id);
    if (kept !== undefined && anchor !== null && focusId === this.#seenFocus) {
      this.#camera.view = { ...this.#camera.view, x: anchor.x - layout.x[kept]! * this.#camera.view.zoom, y: anchor.y - layout.y[kept]! * this.#camera.view.zoom };
      return;
    }
    this.#seenFocus = focusId;
    if (this.#firstView !== undefined) {
      this.#camera.view = this.#firstView;
      this.#firstView = undefined;
      return;
    }
    const world = { left: 0, top: 0, right: layout.width, bottom: layout.height };
    const whole = fit(world, this.#camera.screen);
    const start = { x: layout.x[focus]! + NODE_WIDTH / 2, y: layout.y[focus]! + HEAD_HEIGHT / 2 };
    this.#camera.view = focus === -1 || whole.zoom >= READABLE_ZOOM ? whole : centreWithin(start, world, this.#camera.screen, READABLE_ZOOM);
  }

  #listen(): void {
    const gestures: GestureTarget = {
      pan: (dx, dy) => this.#camera.moveTo(panBy(this.#camera.view, dx, dy)),
      zoom: (point, factor) => this.#camera.moveTo(zoomAt(this.#camera.view, point, factor)),
      hover: (point) => this.#hoverAt(point),
      press: (point) => this.#pressAt(point),
      doublePress: (point) => {
        const node = this.#nodeAt(point);
        if (node !== -1) this.#enter(node);
      },
      scrollColumns: (target, rows) => this.#scrollColumns(target, rows),
    };
    this.#closers.push(listen(this.#host, gestures));
    this.#closers.push(watchPalette(() => {
      this.#palette = readPalette(this.#host);
      if (this.#layout !== null) this.#minimap.paint(this.#scene, this.#layout, this.#heights, this.#palette);
      this.#isDirty = true;
      this.#camera.schedule();
    }));
    const observer = new ResizeObserver(() => {
      this.#camera.screen = { width: this.#host.clientWidth, height: this.#host.clientHeight };
      // A card beside the canvas narrows it; what was selected must not end up behind the edge.
      const { selected } = this.#look();
      if (selected !== -1) this.#camera.view = reveal(this.#camera.view, this.#boxOf(selected), this.#camera.screen);
      this.#isDirty = true;
      this.#camera.schedule();
    });
    observer.observe(this.#host);
    this.#closers.push(() => observer.disconnect());
    const controller = new AbortController();
    this.#host.addEventListener('keydown', (event) => this.#key(event), { signal: controller.signal });
    this.#layer.element.addEventListener('click', (event) => this.#click(event), { signal: controller.signal });
    this.#layer.element.addEventListener('input', (event) => this.#input(event), { signal: controller.signal });
    this.#layer.element.addEventListener('focusin', (event) => {
      const node = this.#nodeOf(event.target);
      if (node !== -1 && node !== this.#active) {
        this.#active = node;
        this.#layer.applyLook(this.#look());
      }
    }, { signal: controller.signal });
    this.#closers.push(() => controller.abort());
  }

  #key(event: KeyboardEvent): void {
    const isTyping = event.target instanceof HTMLInputElement;
    const command = commandOf(event);
    if (command === null || (isTyping && command.name !== 'clear')) return;
    const isOnMain = event.target instanceof Element && (event.target === this.#host || event.target.classList.contains('lineage-main'));
    // Enter and Space on the small buttons of a card press those buttons.
    if ((command.name === 'refocus' || command.name === 'select') && !isOnMain) return;
    const node = this.#scene.nodes[this.#active]!;
    if (command.name === 'fit') this.fit();
    else if (command.name === 'table') this.#events.showTable();
    else if (command.name === 'fullScreen') this.#events.fullScreen();
    else if (command.name === 'zoomIn') this.zoom(1.25);
    else if (command.name === 'zoomOut') this.zoom(0.8);
    else if (command.name === 'clear') this.#events.select(null);
    else if (node === undefined) return;
    else if (command.name === 'walk') this.#walk(command.direction);
    else if (command.name === 'expand') this.#expand(node.id, command.side);
    else if (command.name === 'columns') this.#toggleColumns(node.id);
    else if (command.name === 'refocus') this.#enter(this.#active);
    else this.#events.select({ kind: 'node', node: node.id });
    event.preventDefault();
    event.stopPropagation();
  }

  #walk(direction: Direction): void {
    if (this.#layout === null || this.#index === null) return;
    const next = step(this.#active, direction, { scene: this.#scene, layout: this.#layout, index: this.#index });
    if (next !== -1) this.#activate(next, true);
  }

  #activate(node: number, isWalked: boolean): void {
    if (this.#layout === null) return;
    this.#active = node;
    this.#camera.view = reveal(this.#camera.view, this.#boxOf(node), this.#camera.screen);
    this.#isDirty = true;
    this.#render();
    if (isWalked) this.#layer.focus(node);
  }

  #expand(node: string, side: 'up' | 'down'): void {
    this.#keepInView = node;
    this.#events.expand(node, side);
  }

  /** Makes a node the focus; a group shows its members instead. */
  #enter(node: number): void {
    const { id, isGroup } = this.#scene.nodes[node]!;
    if (isGroup === true) this.#events.spread(id);
    else this.#events.refocus(id);
  }

  #toggleColumns(node: string): void {
    this.#keepInView = node;
    this.#events.toggleColumns(node);
  }

  #click(event: MouseEvent): void {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest<HTMLElement>('button');
    const node = this.#nodeOf(event.target);
    if (button === null || node === -1) return;
    const { id } = this.#scene.nodes[node]!;
    const action = button.dataset[ACTION] as CardAction | undefined;
    if (action === 'select') this.#events.select({ kind: 'node', node: id });
    else if (action === 'columns') this.#toggleColumns(id);
    else if (action === 'spread') this.#events.spread(id);
    else if (action === 'up' || action === 'down') this.#expand(id, action);
    else if (action === 'previous' || action === 'next') this.#page(node, action === 'next' ? MAX_ROWS : -MAX_ROWS);
    else if (action === 'column') {
      const column = button.dataset['column'] ?? '';
      const isSame = this.#selection?.kind === 'column' && this.#selection.column === column;
      this.#events.select(isSame ? { kind: 'node', node: id } : { kind: 'column', node: id, column });
    }
  }

  #page(node: number, rows: number): void {
    this.#layer.scrollColumns(node, rows);
    this.#columnsMoved();
  }

  #input(event: Event): void {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.#layer.searchColumns(this.#nodeOf(event.target), event.target.value);
    this.#columnsMoved();
  }

  #scrollColumns(target: EventTarget | null, rows: number): boolean {
    if (!(target instanceof Element) || target.closest('.lineage-rows') === null) return false;
    const node = this.#nodeOf(target);
    if ((this.#scene.nodes[node]!.columns?.length ?? 0) <= MAX_ROWS) return false;
    this.#layer.scrollColumns(node, rows);
    this.#columnsMoved();
    return true;
  }

  #columnsMoved(): void {
    this.#layer.applyLook(this.#look());
    this.#isDirty = true;
    this.#camera.schedule();
  }

  #nodeOf(target: EventTarget | null): number {
    const card = target instanceof Element ? target.closest<HTMLElement>('.lineage-card') : null;
    return card === null ? -1 : Number(card.dataset['node']);
  }

  #nodeAt(point: { x: number; y: number }): number {
    return this.#index?.at((point.x - this.#camera.view.x) / this.#camera.view.zoom, (point.y - this.#camera.view.y) / this.#camera.view.zoom) ?? -1;
  }

  #edgeAt(point: { x: number; y: number }): number {
    const { x, y, zoom } = this.#camera.view;
    const found = this.#backdrop.edges.find(({ points }) => isNear(points, (point.x - x) / zoom, (point.y - y) / zoom, 6 / zoom));
    return found?.edge ?? -1;
  }

  #hoverAt(point: { x: number; y: number } | null): void {
    const node = point === null ? -1 : this.#nodeAt(point);
    const isOnEdge = point !== null && node === -1 && bandOf(this.#camera.view.zoom) !== 'block' && this.#edgeAt(point) !== -1;
    this.#host.classList.toggle('is-pointing', node !== -1 || isOnEdge);
    if (node === this.#hover) return;
    this.#hover = node;
    this.#retrace();
  }

  #pressAt(point: { x: number; y: number }): void {
    const node = this.#nodeAt(point);
    if (node !== -1) {
      this.#activate(node, false);
      this.#events.select({ kind: 'node', node: this.#scene.nodes[node]!.id });
      return;
    }
    const edge = this.#edgeAt(point);
    this.#events.select(edge === -1 ? null : { kind: 'edge', edge: this.#scene.edges[edge]!.id });
  }

  /** Works out what is lit: the selection, or what the pointer is on where nothing is selected. */
  #retrace(): void {
    const before = this.#trace;
    this.#trace = traceSelection(this.#scene, this.#selection, this.#hover);
    if (this.#trace === before) return;
    if (this.#trace !== null && this.#trace.columns.size > 0) this.#layer.revealColumns(this.#trace.columns);
    this.#layer.applyLook(this.#look());
    this.#isDirty = true;
    this.#camera.schedule();
  }

  #look(): LayerLook {
    const selection = this.#selection;
    const selected = selection === null || selection.kind === 'edge' ? -1 : (this.#scene.indexOf.get(selection.node) ?? -1);
    return { trace: this.#trace, selected, selectedColumn: selection?.kind === 'column' ? selection.column : null, active: this.#active, found: this.#found };
  }

  /** Tells the host what it may say about the view. */
  #tell(): void {
    this.#events.viewed({ zoom: this.#camera.view.zoom, layoutMilliseconds: this.#layoutMilliseconds, nodes: this.#scene.nodes.length });
  }

  #render(): void {
    const { view, screen } = this.#camera;
    if (this.#layout === null || this.#index === null || screen.width === 0) return;
    this.#layer.element.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.zoom})`;
    if (this.#isDirty || this.#backdrop.isUsedUp(view, screen)) this.#renderAnew(this.#layout, this.#index);
    this.#backdrop.place(view, screen);
    this.#minimap.follow(view, screen);
  }

  #renderAnew(layout: LayoutOutput, index: SpatialIndex): void {
    const { view, screen } = this.#camera;
    const band = bandOf(view.zoom);
    const margin = Math.max(screen.width, screen.height) * MARGIN_SHARE;
    const near = band === 'card' ? index.within(visible(view, screen, margin), CARD_LIMIT + 1) : [];
    const paintsNodes = band !== 'card' || near.length > CARD_LIMIT;
    const cards = paintsNodes ? [] : near;
    const isActiveMissing = this.#active !== -1 && !cards.includes(this.#active);
    this.#layer.element.classList.toggle('is-far', paintsNodes);
    const look = this.#look();
    this.#layer.show(isActiveMissing ? [...cards, this.#active] : cards, look);
    const looks = { trace: this.#trace, selected: look.selected, band, paintsNodes, portOf: this.#layer.portOf, palette: this.#palette };
    this.#backdrop.paint({ scene: this.#scene, layout, index, heights: this.#heights, ...looks }, view, screen);
    this.#isDirty = false;
  }
}
