// Addresses of pages that other features own. Plain strings, so that a page can be
// linked without its feature being known.

export const SOURCES: string = '/sources';
export const NEW_SOURCE: string = '/sources/new';

export function sourcePage(id: string): string {
  return `/sources/${encodeURIComponent(id)}`;
}

export function runPage(id: string): string {
  return `/runs/${encodeURIComponent(id)}`;
}

export const SEARCH: string = '/search';

export function assetPage(id: string): string {
  return `/a/${encodeURIComponent(id)}`;
}
