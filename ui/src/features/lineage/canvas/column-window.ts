/*
 * The window of an opened node: which of its columns are shown. A table may have
 * thousands; at most `MAX_ROWS` are elements at any time.
 */

import { HEAD_HEIGHT, hasTools, MAX_ROWS, ROW_HEIGHT, type SceneColumn, type SceneNode, TOOLS_HEIGHT } from './scene';

export interface ColumnWindow {
  readonly search: string;
  /** First shown column among those that match the search. */
  readonly offset: number;
}

export const FIRST_WINDOW: ColumnWindow = { search: '', offset: 0 };

/** Columns that match the search, in table order. */
export function matching(node: SceneNode, search: string): readonly SceneColumn[] {
  const columns = node.columns ?? [];
  const wanted = search.trim().toLowerCase();
  return wanted === '' ? columns : columns.filter((column) => column.name.toLowerCase().includes(wanted));
}

/** Columns shown now. */
export function shown(node: SceneNode, state: ColumnWindow): readonly SceneColumn[] {
  const found = matching(node, state.search);
  const offset = clampOffset(state.offset, found.length);
  return found.slice(offset, offset + MAX_ROWS);
}

/** Moves the window by `rows`, never past either end. */
export function scroll(node: SceneNode, state: ColumnWindow, rows: number): ColumnWindow {
  return { ...state, offset: clampOffset(state.offset + rows, matching(node, state.search).length) };
}

/** Moves the window so that `column` is inside; unchanged if it already is or is not there. */
export function revealColumn(node: SceneNode, state: ColumnWindow, column: string): ColumnWindow {
  const found = matching(node, state.search);
  const at = found.findIndex((candidate) => candidate.id === column);
  const offset = clampOffset(state.offset, found.length);
  if (at === -1 || (at >= offset && at < offset + MAX_ROWS)) return state;
  return { ...state, offset: clampOffset(at - Math.floor(MAX_ROWS / 2), found.length) };
}

/** Where edges of `column` touch the node; columns outside the window are met at its head. */
export function portHeight(node: SceneNode, state: ColumnWindow, column: string | undefined): number {
  if (column === undefined || node.columns === undefined) return HEAD_HEIGHT / 2;
  const row = shown(node, state).findIndex((candidate) => candidate.id === column);
  if (row === -1) return HEAD_HEIGHT / 2;
  return HEAD_HEIGHT + (hasTools(node) ? TOOLS_HEIGHT : 0) + (row + 0.5) * ROW_HEIGHT;
}

function clampOffset(offset: number, length: number): number {
  return Math.max(0, Math.min(offset, length - MAX_ROWS));
}
