// Keyboard shortcuts: single keys and two-key sequences ("g h"). Whatever is
// registered is listed by `?`, so the help can never be out of date.
import { useEffect, useRef } from 'react';

export interface Shortcut {
  /** `mod+k`, `/`, `?`, `j`, or a sequence such as `g h`. */
  readonly keys: string;
  /** Translation key of what it does. */
  readonly label: string;
  /** Translation key of the heading under which `?` lists it. */
  readonly group: string;
  readonly run: () => void;
}

const shortcuts = new Set<Shortcut>();
let pending: string | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** Writes an event as a key name: `mod+k`, `?`, `Enter`. */
export function keyName(event: KeyboardEvent): string {
  const isMod = event.metaKey || event.ctrlKey;
  return `${isMod ? 'mod+' : ''}${event.altKey ? 'alt+' : ''}${event.key.length === 1 ? event.key.toLowerCase() : event.key}`;
}

function find(keys: string): Shortcut | undefined {
  // The newest registration wins: a page may take over a key of the shell.
  return [...shortcuts].toReversed().find((shortcut) => shortcut.keys === keys);
}

function handle(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  const name = keyName(event);
  const isModified = name.startsWith('mod+');
  if (!isModified && (isTyping(event.target) || document.querySelector('[role="dialog"][data-open]'))) return;
  const sequence = pending ? `${pending} ${name}` : name;
  clearTimeout(timer);
  pending = null;
  const shortcut = find(sequence) ?? find(name);
  if (shortcut) {
    event.preventDefault();
    shortcut.run();
    return;
  }
  if ([...shortcuts].some((candidate) => candidate.keys.startsWith(`${name} `))) {
    pending = name;
    timer = setTimeout(() => {
      pending = null;
    }, 1000);
  }
}

let isListening = false;

/** Registers shortcuts while the component is mounted. Actions may change between renders. */
export function useKeys(list: readonly Shortcut[]): void {
  const latest = useRef(list);
  useEffect(() => {
    latest.current = list;
  });
  const signature = list.map((shortcut) => shortcut.keys).join('|');
  useEffect(() => {
    if (!isListening) {
      document.addEventListener('keydown', handle);
      isListening = true;
    }
    const mine = latest.current.map((shortcut, index) => ({ ...shortcut, run: () => latest.current[index]?.run() }));
    for (const shortcut of mine) shortcuts.add(shortcut);
    return () => {
      for (const shortcut of mine) shortcuts.delete(shortcut);
    };
  }, [signature]);
}

/** What `?` lists. */
export function listShortcuts(): Shortcut[] {
  return [...shortcuts];
}
