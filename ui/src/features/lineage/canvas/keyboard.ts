/*
 * Keys of the canvas as commands. One table, so that the help panel and the
 * handler cannot differ.
 */

import type { Direction } from './walk';

export type Command =
  | { readonly name: 'walk'; readonly direction: Direction }
  | { readonly name: 'expand'; readonly side: 'up' | 'down' }
  | { readonly name: 'fit' | 'columns' | 'table' | 'fullScreen' | 'refocus' | 'select' | 'clear' | 'zoomIn' | 'zoomOut' };

const COMMANDS: Readonly<Record<string, Command>> = {
  ArrowLeft: { name: 'walk', direction: 'left' },
  ArrowRight: { name: 'walk', direction: 'right' },
  ArrowUp: { name: 'walk', direction: 'up' },
  ArrowDown: { name: 'walk', direction: 'down' },
  '[': { name: 'expand', side: 'up' },
  ']': { name: 'expand', side: 'down' },
  f: { name: 'fit' },
  c: { name: 'columns' },
  t: { name: 'table' },
  m: { name: 'fullScreen' },
  '+': { name: 'zoomIn' },
  '=': { name: 'zoomIn' },
  '-': { name: 'zoomOut' },
  Enter: { name: 'refocus' },
  ' ': { name: 'select' },
  Escape: { name: 'clear' },
};

/** The keys shown to people, with the name of what they do. */
export const KEY_HELP: readonly { readonly keys: string; readonly name: string }[] = [
  { keys: '← → ↑ ↓', name: 'walk' },
  { keys: 'Space', name: 'select' },
  { keys: 'Enter', name: 'refocus' },
  { keys: '[ ]', name: 'expand' },
  { keys: 'C', name: 'columns' },
  { keys: 'F', name: 'fit' },
  { keys: 'T', name: 'table' },
  { keys: 'M', name: 'fullScreen' },
  { keys: '+ −', name: 'zoom' },
  { keys: 'Esc', name: 'clear' },
];

interface Pressed {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly isComposing?: boolean;
}

/** The command of a key, or `null` where the browser or the page should have it. */
export function commandOf(event: Pressed): Command | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing === true) return null;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  return COMMANDS[key] ?? null;
}
