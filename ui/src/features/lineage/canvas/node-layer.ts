/*
 * The layer of cards: which nodes are elements of the page right now. Near, these
 * are the nodes on the screen and a little around it; far, only the node that has
 * the focus, so that keyboard and screen reader can walk at every zoom.
 */

import { type ColumnWindow, FIRST_WINDOW, portHeight, revealColumn, scroll, shown } from './column-window';
import type { LayoutOutput } from './layout';
import { buildCard, type Card, type CardLabels, fillRows } from './node-card';
import type { IndexedScene, SceneColumn } from './scene';
import type { Trace } from './trace';

/** More cards than this are never made; beyond it nodes are painted. */
export const CARD_LIMIT = 400;

export interface LayerLook {
  readonly trace: Trace | null;
  readonly selected: number;
  readonly selectedColumn: string | null;
  /** The node in the tab order. */
  readonly active: number;
  /** What a search has found, by id. */
  readonly found: ReadonlySet<string>;
}

export class NodeLayer {
  readonly element: HTMLElement;
  #scene: IndexedScene;
  #layout: LayoutOutput | null = null;
  #labels: CardLabels;
  readonly #cards = new Map<number, Card>();
  readonly #windows = new Map<string, ColumnWindow>();

  constructor(scene: IndexedScene, labels: CardLabels) {
    this.#scene = scene;
    this.#labels = labels;
    this.element = document.createElement('div');
    this.element.className = 'lineage-nodes';
  }

  /** Takes a new scene; all cards are made anew, as their contents may differ. */
  reset(scene: IndexedScene, layout: LayoutOutput, labels: CardLabels): void {
    this.#scene = scene;
    this.#layout = layout;
    this.#labels = labels;
    for (const card of this.#cards.values()) card.root.remove();
    this.#cards.clear();
  }

  /** Makes the cards of `nodes` and drops all others. */
  show(nodes: readonly number[], look: LayerLook): void {
    const layout = this.#layout;
    if (layout === null) return;
    const wanted = new Set(nodes);
    for (const [node, card] of this.#cards) {
      if (wanted.has(node)) continue;
      // A card that holds the focus stays, or the focus would fall to the page.
      if (card.root.contains(document.activeElement)) continue;
      card.root.remove();
      this.#cards.delete(node);
    }
    const added: HTMLElement[] = [];
    for (const node of nodes) {
      if (this.#cards.has(node)) continue;
      const card = buildCard(this.#scene.nodes[node]!, node, this.#labels, this.windowOf(node));
      card.root.style.transform = `translate(${layout.x[node]!}px, ${layout.y[node]!}px)`;
      this.#cards.set(node, card);
      added.push(card.root);
    }
    this.element.append(...added);
    this.applyLook(look);
  }

  /** Lights, dims and selects without making anything anew. */
  applyLook(look: LayerLook): void {
    for (const [node, card] of this.#cards) {
      const isLit = look.trace?.nodes.has(node) === true;
      card.root.classList.toggle('is-dim', look.trace !== null && !isLit);
      card.root.classList.toggle('is-lit', isLit);
      card.root.classList.toggle('is-selected', node === look.selected);
      card.root.classList.toggle('is-found', look.found.has(card.node.id));
      card.main.tabIndex = node === look.active ? 0 : -1;
      card.main.setAttribute('aria-pressed', String(node === look.selected));
      for (const inner of card.root.querySelectorAll<HTMLElement>('button:not(.lineage-main), input')) inner.tabIndex = node === look.active ? 0 : -1;
      for (const row of card.root.querySelectorAll<HTMLElement>('.lineage-row')) {
        const column = row.dataset['column'] ?? '';
        row.classList.toggle('is-lit', look.trace?.columns.has(column) === true);
        row.setAttribute('aria-pressed', String(column === look.selectedColumn));
      }
    }
  }

  /** Puts the keyboard focus onto a node's card, if there is one. */
  focus(node: number): void {
    this.#cards.get(node)?.main.focus({ preventScroll: true });
  }

  get hasFocus(): boolean {
    return this.element.contains(document.activeElement);
  }

  windowOf(node: number): ColumnWindow {
    return this.#windows.get(this.#scene.nodes[node]!.id) ?? FIRST_WINDOW;
  }

  /** Height below the node's top at which edges of `column` arrive. */
  readonly portOf = (node: number, column?: string): number => portHeight(this.#scene.nodes[node]!, this.windowOf(node), column);

  /** The columns that an opened node shows. */
  readonly rowsOf = (node: number): readonly SceneColumn[] => shown(this.#scene.nodes[node]!, this.windowOf(node));

  searchColumns(node: number, search: string): void {
    this.#setWindow(node, { search, offset: 0 });
  }

  scrollColumns(node: number, rows: number): void {
    this.#setWindow(node, scroll(this.#scene.nodes[node]!, this.windowOf(node), rows));
  }

  /** Brings the columns of a path into the windows of their nodes. */
  revealColumns(columns: ReadonlySet<string>): void {
    this.#scene.nodes.forEach((node, index) => {
      const first = node.columns?.find((column) => columns.has(column.id));
      if (first !== undefined) this.#setWindow(index, revealColumn(node, this.windowOf(index), first.id));
    });
  }

  #setWindow(node: number, state: ColumnWindow): void {
    if (this.windowOf(node) === state) return;
    this.#windows.set(this.#scene.nodes[node]!.id, state);
    const card = this.#cards.get(node);
    if (card !== undefined) fillRows(card, this.#labels, state);
  }
}
