// Addresses of pages that belong to another feature, for links that cannot name
// their route because features do not know each other.

export function assetPath(id: string): string {
  return `/a/${id}`;
}

export function sourcePath(id: string): string {
  return `/sources/${id}`;
}

export function runPath(id: string): string {
  return `/runs/${id}`;
}

export const SEARCH_PATH: string = '/search';
