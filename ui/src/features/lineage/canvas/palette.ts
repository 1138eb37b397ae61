/*
 * The canvas cannot use CSS variables, so their values are read once per theme and
 * again whenever the theme changes. No colour is written here.
 */

import type { KindColour, NodeState } from './scene';

export interface Palette {
  readonly surface: string;
  readonly ink: string;
  readonly edge: string;
  readonly accent: string;
  readonly kinds: Readonly<Record<KindColour, string>>;
  readonly states: Readonly<Record<NodeState, string>>;
  readonly font: string;
}

/**
 * Reads the tokens that apply to `host`. The tokens are `light-dark()` pairs, which
 * only a real property resolves, so each is worn once by a probe element.
 */
export function readPalette(host: Element): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  host.append(probe);
  const style = getComputedStyle(probe);
  const token = (name: string): string => {
    probe.style.color = `var(--${name})`;
    return style.color;
  };
  const palette: Palette = {
    surface: token('surface'),
    ink: token('ink'),
    edge: token('field'),
    accent: token('brand'),
    kinds: {
      table: token('kind-table'),
      view: token('kind-view'),
      topic: token('kind-topic'),
      pipeline: token('kind-pipeline'),
      dashboard: token('kind-dashboard'),
      metric: token('kind-metric'),
      model: token('kind-model'),
      file: token('kind-file'),
    },
    states: { good: token('good'), warn: token('warn'), bad: token('bad'), unknown: token('faint') },
    font: style.fontFamily,
  };
  probe.remove();
  return palette;
}

/** Calls `changed` when the theme does, be it by the user's choice or the system's. */
export function watchPalette(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class', 'data-theme', 'style'] });
  const queries = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)', '(forced-colors: active)'].map((query) => window.matchMedia(query));
  for (const query of queries) query.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    for (const query of queries) query.removeEventListener('change', changed);
  };
}
