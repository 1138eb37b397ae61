// How a feature declares a page: code and texts are fetched together.
import { lazyRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import type { Action } from '../gql/types';
import { Failure } from '../kit/states/states';
import { ApiError } from './gql';
import { loadTexts } from './i18n';
import { useMay } from './session';

/**
 * Route options for a lazily loaded page: `load` imports a module that exports
 * `Page`, and the texts of `namespace` come with it. Whoever may not what the page
 * `needs` is told so at once; the server would refuse them in any case.
 */
export function page(namespace: string, load: () => Promise<{ Page: ComponentType }>, needs?: Action) {
  const Found = lazyRouteComponent(load, 'Page');
  return {
    component: needs ? guarded(Found, needs) : Found,
    loader: () => loadTexts(namespace),
  };
}

type Found = ReturnType<typeof lazyRouteComponent>;

function guarded(Page: Found, needs: Action): Found {
  function Guarded() {
    const may = useMay();
    return may(needs) ? <Page /> : <Failure isPage error={new ApiError('FORBIDDEN', `this takes the right ${needs}`)} />;
  }
  return Object.assign(Guarded, Page.preload ? { preload: Page.preload } : {});
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
