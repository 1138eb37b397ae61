// For tests of whole pages: the real router, texts and query cache over a server
// that answers what the test says. Not part of the application.
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createMemoryHistory, RouterProvider } from '@tanstack/react-router';
import { configure, render } from '@testing-library/react';
import { vi } from 'vitest';
import { setLocale, startI18n } from './i18n';
import { makeRouter } from './router';
import type { Action } from '../gql/types';
import { RIGHTS } from '../test-rights';
import type { Role } from './session';

/** What the server answers to an operation: its data, a refusal, or nothing ever. */
export type Answer = { readonly data: unknown } | { readonly code: string; readonly message?: string; readonly field?: string } | 'never';

export interface Sent {
  readonly name: string;
  readonly variables: Record<string, unknown>;
}

// A page loads its code and its texts first, which takes long on a busy machine.
configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 60_000 });

let isStarted = false;

/** Opens `path` as a person of `role`; `answers` is by operation. */
export async function openPage(path: string, answers: Record<string, Answer | ((variables: Record<string, unknown>) => Answer)>, role: Role = 'ADMIN', permissions: readonly Action[] = RIGHTS[role]): Promise<{ sent: Sent[] }> {
  if (!isStarted) {
    await startI18n();
    isStarted = true;
  }
  await setLocale('en');
  const sent: Sent[] = [];
  vi.stubGlobal('scrollTo', () => undefined);
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined }));
  vi.stubGlobal('ResizeObserver', class { observe() {} unobserve() {} disconnect() {} });
  vi.stubGlobal('fetch', (url: string, init?: RequestInit) => {
    const reply = (body: unknown, status = 200) => Promise.resolve(new Response(JSON.stringify(body), { status, headers: { 'x-request-id': 'request-1' } }));
    if (url === '/api/session') return reply({ user: { id: 'u1', name: 'ana', displayName: 'Ana', role }, permissions });
    const { operationName, variables } = JSON.parse(typeof init?.body === 'string' ? init.body : '{}') as { operationName: string; variables: Record<string, unknown> };
    sent.push({ name: operationName, variables });
    const found = answers[operationName];
    const answer = typeof found === 'function' ? found(variables) : found;
    if (answer === 'never') return new Promise(() => undefined);
    if (answer === undefined) return reply({ errors: [{ message: `the test does not answer ${operationName}`, extensions: { code: 'INTERNAL' } }] });
    if ('data' in answer) return reply({ data: answer.data });
    return reply({ data: null, errors: [{ message: answer.message ?? answer.code, extensions: { code: answer.code, field: answer.field, requestId: 'request-1' } }] });
  });
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const router = makeRouter(client);
  router.update({ ...router.options, history: createMemoryHistory({ initialEntries: [path] }) });
  render(
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  await router.load();
  return { sent };
}
