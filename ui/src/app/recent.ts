// The assets this browser opened last, newest first. Names only; kept locally.
export interface Visit {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly fullName: string;
}

const KEY = 'cadastre.recent';
const MOST = 8;

function isVisit(value: unknown): value is Visit {
  const found = value as Partial<Record<keyof Visit, unknown>> | null;
  return typeof found?.id === 'string' && typeof found.kind === 'string' && typeof found.name === 'string' && typeof found.fullName === 'string';
}

/** Puts `visit` first and drops an older one of the same asset. */
export function withVisit(visits: readonly Visit[], visit: Visit): Visit[] {
  return [visit, ...visits.filter((other) => other.id !== visit.id)].slice(0, MOST);
}

export function recentVisits(): Visit[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter(isVisit).slice(0, MOST) : [];
  } catch {
    return [];
  }
}

export function rememberVisit(visit: Visit): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(withVisit(recentVisits(), visit)));
  } catch {
    // Without storage there is no list of recent assets.
  }
}

/** Forgets all visits; the next person at this browser is not told of them. */
export function forgetVisits(): void {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept either.
  }
}
