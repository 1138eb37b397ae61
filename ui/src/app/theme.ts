// Theme, row density and navigation width: remembered per browser, applied to the
// root element as data attributes that tokens.css reads.
import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';
export type Density = 'compact' | 'default' | 'comfortable';

interface Settings {
  readonly theme: Theme;
  readonly density: Density;
  readonly isNavCollapsed: boolean;
}

const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const DENSITIES: readonly Density[] = ['compact', 'default', 'comfortable'];
const listeners = new Set<() => void>();

function stored(key: string): string | null {
  try {
    return localStorage.getItem(`cadastre.${key}`);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`cadastre.${key}`, value);
  } catch {
    // Without storage the choice lasts until the page is left.
  }
}

let settings: Settings = {
  theme: THEMES.find((theme) => theme === stored('theme')) ?? 'system',
  density: DENSITIES.find((density) => density === stored('density')) ?? 'default',
  isNavCollapsed: stored('nav') === 'collapsed',
};

export function applySettings(): void {
  const { dataset } = document.documentElement;
  if (settings.theme === 'system') delete dataset['theme'];
  else dataset['theme'] = settings.theme;
  dataset['density'] = settings.density;
}

function change(next: Partial<Settings>): void {
  settings = { ...settings, ...next };
  remember('theme', settings.theme);
  remember('density', settings.density);
  remember('nav', settings.isNavCollapsed ? 'collapsed' : 'open');
  applySettings();
  for (const listener of listeners) listener();
}

export const setTheme = (theme: Theme) => change({ theme });
export const setDensity = (density: Density) => change({ density });
export const setNavCollapsed = (isNavCollapsed: boolean) => change({ isNavCollapsed });

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useSettings(): Settings {
  return useSyncExternalStore(subscribe, () => settings);
}
