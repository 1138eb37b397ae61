// The whole application on a given address, with a network that answers by
// operation name. Only the wire is replaced: router, texts, queries and components
// are the real ones.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { render } from '@testing-library/react';
import { onTestFinished, vi } from 'vitest';
import { setLocale, startI18n } from './app/i18n';
import type { Locale } from './app/i18n';
import { followSession, makeRouter } from './app/router';
import type { Provider, Role } from './app/session';
import type { Action } from './gql/types';
import { Toasts } from './kit/toast/toast';
import { RIGHTS } from './test-rights';

/** Data for `{ data }`, an error for `{ errors }`, or a promise that stays open. */
export type Answer = { readonly data: unknown } | { readonly code: string; readonly message?: string; readonly field?: string } | 'pending';
export type Network = Readonly<Record<string, Answer | ((variables: Record<string, unknown>) => Answer)>>;

interface Options {
  readonly path: string;
  readonly role?: Role | null;
  /** What the person may; what the role permits where nothing is said. */
  readonly permissions?: readonly Action[] | (() => readonly Action[]);
  readonly setup?: boolean;
  readonly locale?: Locale;
  readonly network?: Network;
  readonly providers?: readonly Provider[];
}

export interface Sent {
  readonly name: string;
  readonly variables: Record<string, unknown>;
}

const BESIDE: Readonly<Record<string, unknown>> = { UnreadCount: { unreadCount: 0 }, Following: { following: null }, AnnouncementsForEverybody: { announcementsForEverybody: [] } };

/** The one password that signs in. */
export const RIGHT_PASSWORD = 'correct horse';

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });

function graphqlAnswer(network: Network, sent: Sent): Promise<Response> {
  const found = network[sent.name];
  if (!found) throw new Error(`the test has no answer for ${sent.name}`);
  const answer = typeof found === 'function' ? found(sent.variables) : found;
  if (answer === 'pending') return new Promise(() => undefined);
  if ('data' in answer) return Promise.resolve(json({ data: answer.data }));
  return Promise.resolve(json({ data: null, errors: [{ message: answer.message ?? 'refused', extensions: { code: answer.code, field: answer.field, requestId: 'req-42' } }] }));
}

/** Renders the application; returns what was sent to the API, in order. */
export async function openApp({ path, role = 'ADMIN', permissions = RIGHTS[role ?? 'MEMBER'], setup = false, locale = 'en', network = {}, providers = [] }: Options): Promise<{ sent: Sent[]; path: () => string }> {
  const sent: Sent[] = [];
  vi.stubGlobal('scrollTo', () => undefined);
  vi.stubGlobal('ResizeObserver', class {
    observe() {}
    unobserve() {}
    disconnect() {}
  });
  vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
    if (url === '/api/session' && init.method === 'GET') {
      return Promise.resolve(role ? json({ user: { id: 'u1', name: 'ana', displayName: 'Ana', role }, permissions: typeof permissions === 'function' ? permissions() : permissions }) : json({ code: 'UNAUTHENTICATED', setup, leastPassword: 10 }, 401));
    }
    if (url === '/api/sign-in') return Promise.resolve(json({ providers }));
    if (url === '/api/session' || url === '/api/setup') {
      const { password } = JSON.parse(String(init.body)) as { password: string };
      const isRight = password === RIGHT_PASSWORD;
      return Promise.resolve(isRight ? json({ user: { id: 'u1', name: 'ana', displayName: 'Ana', role: 'EDITOR' }, permissions: RIGHTS.EDITOR }) : json({ code: 'UNAUTHENTICATED', detail: 'wrong' }, 401));
    }
    const body = JSON.parse(String(init.body)) as { operationName: string; variables: Record<string, unknown> };
    const request = { name: body.operationName, variables: body.variables };
    // Beside every page; a test that is not about them need not answer them.
    const beside = BESIDE[request.name];
    if (beside && !network[request.name]) return Promise.resolve(json({ data: beside }));
    sent.push(request);
    return graphqlAnswer(network, request);
  });
  await startI18n();
  await setLocale(locale);
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = makeRouter(client, createMemoryHistory({ initialEntries: [path] }));
  onTestFinished(followSession(client, router));
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
      <Toasts />
    </QueryClientProvider>,
  );
  return { sent, path: () => router.state.location.href };
}
