// How a feature declares a page: code and texts are fetched together.
import { lazyRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { loadTexts } from './i18n';

/**
 * Route options for a lazily loaded page: `load` imports a module that exports
 * `Page`, and the texts of `namespace` come with it.
 */
export function page(namespace: string, load: () => Promise<{ Page: ComponentType }>) {
  return {
    component: lazyRouteComponent(load, 'Page'),
    loader: () => loadTexts(namespace),
  };
}

/** Reads search parameters: only what is text, or a list of texts, survives. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Reads a repeated search parameter; one value counts as a list of one. */
export function texts(value: unknown): string[] | undefined {
  const list = (Array.isArray(value) ? value : [value]).map(text).filter((item) => item !== undefined);
  return list.length > 0 ? list : undefined;
}

/** Reads one of `allowed`. */
export function oneOf<Value extends string>(value: unknown, allowed: readonly Value[]): Value | undefined {
  return allowed.find((candidate) => candidate === value);
}
