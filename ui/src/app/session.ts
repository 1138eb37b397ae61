// Who is signed in. The session itself lives in an HttpOnly cookie; the browser
// keeps no token anywhere.
import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import type { Action } from '../gql/types';
import { ApiError, problem, request } from './gql';

export type Role = 'ADMIN' | 'EDITOR' | 'VIEWER' | 'MEMBER';

export interface User {
  readonly id: string;
  readonly name: string;
  readonly displayName: string | null;
  readonly role: Role;
}

/** `user` is null when nobody is signed in; `setup` then says that no account exists yet. */
export interface Session {
  readonly user: User | null;
  readonly setup: boolean;
  /** What the user may, as the server decides; nothing while nobody is signed in. */
  readonly permissions?: readonly Action[];
  readonly locale?: string;
  /** True only for `cadastre demo` on loopback, where one click signs in. */
  readonly demo?: boolean;
  /** The fewest characters of a password, as the server has it. */
  readonly leastPassword?: number;
}

function role(value: unknown): Role {
  const upper = String(value).toUpperCase();
  return upper === 'ADMIN' || upper === 'EDITOR' || upper === 'MEMBER' ? upper : 'VIEWER';
}

function least(found: unknown): { leastPassword?: number } {
  return typeof found === 'number' ? { leastPassword: found } : {};
}

function parse(body: unknown): Session {
  const found = (body ?? {}) as { user?: { id?: string; name?: string; displayName?: string; role?: string }; permissions?: readonly Action[]; locale?: string; demo?: boolean; leastPassword?: number };
  const user = found.user;
  if (!user?.id || !user.name) throw new ApiError('INTERNAL', 'the session answer has no user');
  return {
    user: { id: user.id, name: user.name, displayName: user.displayName ?? null, role: role(user.role) },
    setup: false,
    permissions: found.permissions ?? [],
    ...(found.locale ? { locale: found.locale } : {}),
    demo: found.demo === true,
    ...least(found.leastPassword),
  };
}

export async function fetchSession(signal?: AbortSignal): Promise<Session> {
  const { response, body } = await request('/api/session', { method: 'GET', ...(signal ? { signal } : {}) });
  if (response.status === 401) {
    const found = (body ?? {}) as { setup?: boolean; demo?: boolean; leastPassword?: number };
    return { user: null, setup: found.setup === true, demo: found.demo === true, ...least(found.leastPassword) };
  }
  if (!response.ok) throw problem(response, body);
  return parse(body);
}

async function post(path: string, payload: object): Promise<Session> {
  const { response, body } = await request(path, { method: 'POST', body: JSON.stringify(payload) });
  if (!response.ok) throw problem(response, body);
  const user = (body as { user?: unknown } | null)?.user;
  return user ? parse(body) : fetchSession();
}

export const signIn = (name: string, password: string) => post('/api/session', { name, password });

/** Signs in as the demonstration's user; the server allows it on its own machine only. */
export const signInDemo = () => post('/api/session', { demo: true });

export const setUp = (token: string, name: string, password: string) => post('/api/setup', { token, name, password });

export async function signOut(): Promise<void> {
  const { response, body } = await request('/api/session', { method: 'DELETE' });
  if (!response.ok && response.status !== 401) throw problem(response, body);
}

/** Another system that signs people in: by going there, or with its password typed here. */
export interface Provider {
  readonly name: string;
  readonly title: string;
  readonly kind: 'redirect' | 'password';
  readonly isUsable: boolean;
}

export const providersQuery = queryOptions({
  queryKey: ['providers'],
  queryFn: async ({ signal }): Promise<readonly Provider[]> => {
    const { response, body } = await request('/api/sign-in', { method: 'GET', signal });
    if (!response.ok) throw problem(response, body);
    return (body as { providers?: readonly Provider[] } | null)?.providers ?? [];
  },
  staleTime: 5 * 60_000,
});

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: ({ signal }) => fetchSession(signal),
  staleTime: 5 * 60_000,
});

const NOBODY: User = { id: '', name: '', displayName: null, role: 'VIEWER' };

/**
 * The signed-in user. Only for pages inside the shell, which is not shown to
 * others; in the moment between the end of a session and the sign-in it is nobody.
 */
export function useUser(): User {
  const { data } = useSuspenseQuery(sessionQuery);
  return data.user ?? NOBODY;
}

/** The fewest characters of a password; 1 until the server has said, which then refuses in its own words. */
export function useLeastPassword(): number {
  const { data } = useSuspenseQuery(sessionQuery);
  return data.leastPassword ?? 1;
}

/** Asks whether the user may do something. The server decides; this only hides what it would refuse. */
export function useMay(): (action: Action) => boolean {
  const { data } = useSuspenseQuery(sessionQuery);
  return (action) => data.permissions?.includes(action) ?? false;
}

export function useSetSession(): (session: Session) => void {
  const client = useQueryClient();
  return (session) => client.setQueryData(sessionQuery.queryKey, session);
}
