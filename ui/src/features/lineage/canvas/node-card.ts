/*
 * The card of one node, as elements: a button that names it, its column button,
 * expand chips at both sides, and the columns when opened. Built by hand and not
 * by React, because panning makes and drops hundreds of them.
 */

import { type ColumnWindow, matching, shown } from './column-window';
import { hasTools, MAX_ROWS, NODE_WIDTH, nodeHeight, type SceneColumn, type SceneNode } from './scene';

/** Texts of the cards; the page translates them. */
export interface CardLabels {
  readonly focus: string;
  readonly openColumns: string;
  readonly closeColumns: string;
  readonly searchColumns: string;
  readonly placeholder: string;
  expandUp(count: number): string;
  expandDown(count: number): string;
  range(from: number, to: number, total: number): string;
  readonly previous: string;
  readonly next: string;
  readonly spread: string;
  /** A count in few letters, such as `100K`. */
  short(count: number): string;
}

/** What a card tells the stage; the stage listens once, on the layer. */
export const ACTION = 'lineageAction';
export type CardAction = 'select' | 'columns' | 'up' | 'down' | 'column' | 'spread' | 'previous' | 'next' | 'search';

/** A card and the parts of it that change while it is on the page. */
export interface Card {
  readonly root: HTMLElement;
  readonly main: HTMLButtonElement;
  readonly rows: HTMLElement | null;
  readonly range: HTMLElement | null;
  readonly node: SceneNode;
}

/** Builds the card of `node`, numbered `index` in the scene. */
export function buildCard(node: SceneNode, index: number, labels: CardLabels, state: ColumnWindow): Card {
  const root = element('div', 'lineage-card');
  root.dataset['node'] = String(index);
  root.dataset['colour'] = node.colour;
  root.classList.toggle('is-focus', node.isFocus);
  root.classList.toggle('is-placeholder', node.isPlaceholder);
  root.classList.toggle('is-group', node.isGroup === true);
  root.style.width = `${NODE_WIDTH}px`;
  root.style.height = `${nodeHeight(node)}px`;
  const main = buildMain(node, labels);
  root.append(main);
  if (node.canOpen) root.append(buildOpener(node, labels));
  if (node.isGroup === true) root.append(buildSpreader(node, labels));
  if (node.hiddenUp > 0) root.append(buildChip('up', node, labels));
  if (node.hiddenDown > 0) root.append(buildChip('down', node, labels));
  if (node.columns === undefined || node.columns.length === 0) return { root, main, rows: null, range: null, node };
  const range = hasTools(node) ? buildTools(root, labels, state) : null;
  const rows = element('ul', 'lineage-rows');
  root.append(rows);
  const card = { root, main, rows, range, node };
  fillRows(card, labels, state);
  return card;
}

/** Shows the columns of the window; also after search and paging. */
export function fillRows(card: Card, labels: CardLabels, state: ColumnWindow): void {
  if (card.rows === null) return;
  const visible = shown(card.node, state);
  card.rows.replaceChildren(...visible.map((column) => buildRow(column)));
  if (card.range === null) return;
  const found = matching(card.node, state.search).length;
  const first = found === 0 ? 0 : Math.max(0, Math.min(state.offset, found - MAX_ROWS)) + 1;
  card.range.textContent = labels.range(first, first + visible.length - (visible.length === 0 ? 0 : 1), found);
}

function buildMain(node: SceneNode, labels: CardLabels): HTMLButtonElement {
  const main = button('lineage-main', 'select');
  const place = element('span', 'lineage-place');
  place.textContent = `${node.kindLabel}${node.place === '' ? '' : ` · ${node.place}`}`;
  const name = element('span', 'lineage-name');
  name.textContent = node.name;
  const spoken = element('span', 'lineage-spoken');
  const notes = [node.stateLabel, node.isFocus ? labels.focus : '', node.isPlaceholder ? labels.placeholder : ''];
  spoken.textContent = notes.filter((note) => note !== '').join(', ');
  main.append(place, name, spoken);
  if (node.state !== null) {
    const state = element('span', 'lineage-state');
    state.dataset['state'] = node.state;
    state.textContent = node.stateLabel;
    // The spoken text says it already.
    state.setAttribute('aria-hidden', 'true');
    main.append(state);
  }
  main.title = node.place === '' ? node.name : `${node.place}.${node.name}`;
  return main;
}

function buildOpener(node: SceneNode, labels: CardLabels): HTMLButtonElement {
  const opener = button('lineage-opener', 'columns');
  const isOpen = node.columns !== undefined;
  opener.setAttribute('aria-expanded', String(isOpen));
  opener.setAttribute('aria-label', `${isOpen ? labels.closeColumns : labels.openColumns}: ${node.name}`);
  opener.textContent = isOpen ? '▴' : '▾';
  return opener;
}

function buildSpreader(node: SceneNode, labels: CardLabels): HTMLButtonElement {
  const spreader = button('lineage-opener', 'spread');
  spreader.setAttribute('aria-label', `${labels.spread}: ${node.name}`);
  spreader.textContent = '⤢';
  return spreader;
}

function buildChip(side: 'up' | 'down', node: SceneNode, labels: CardLabels): HTMLButtonElement {
  const chip = button(`lineage-chip is-${side}`, side);
  const count = side === 'up' ? node.hiddenUp : node.hiddenDown;
  chip.textContent = `+${labels.short(count)}`;
  // What is seen is part of the name, so that it can be said.
  chip.setAttribute('aria-label', `${chip.textContent} ${side === 'up' ? labels.expandUp(count) : labels.expandDown(count)}: ${node.name}`);
  return chip;
}

function buildTools(root: HTMLElement, labels: CardLabels, state: ColumnWindow): HTMLElement {
  const tools = element('div', 'lineage-tools');
  const search = document.createElement('input');
  search.type = 'search';
  search.value = state.search;
  search.placeholder = labels.searchColumns;
  search.setAttribute('aria-label', labels.searchColumns);
  search.dataset[ACTION] = 'search';
  search.tabIndex = -1;
  const range = element('span', 'lineage-range');
  const previous = button('lineage-page', 'previous');
  previous.textContent = '‹';
  previous.setAttribute('aria-label', labels.previous);
  const next = button('lineage-page', 'next');
  next.textContent = '›';
  next.setAttribute('aria-label', labels.next);
  tools.append(search, range, previous, next);
  root.append(tools);
  return range;
}

function buildRow(column: SceneColumn): HTMLElement {
  const item = element('li', '');
  const row = button('lineage-row', 'column');
  row.dataset['column'] = column.id;
  row.title = `${column.name} ${column.dataType}`;
  const name = element('span', 'lineage-row-name');
  name.textContent = column.name;
  const type = element('span', 'lineage-row-type');
  type.textContent = column.dataType;
  row.append(name, type);
  item.append(row);
  return item;
}

function button(className: string, action: CardAction): HTMLButtonElement {
  const made = document.createElement('button');
  made.type = 'button';
  made.className = className;
  made.dataset[ACTION] = action;
  // Only one node of the stage is in the tab order; the stage says which.
  made.tabIndex = -1;
  return made;
}

function element<K extends keyof HTMLElementTagNameMap>(tag: K, className: string): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = className;
  return made;
}
