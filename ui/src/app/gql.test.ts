import { afterEach, expect, test, vi } from 'vitest';
import { gql, onSignedOut } from './gql';
import type { ApiError, Document } from './gql';

const doc: Document<{ version: string }, Record<string, never>> = { id: 'abc', name: 'Version' };

function answer(body: unknown, status = 200, headers: Record<string, string> = {}) {
  const fetched = vi.fn(async (_path: string, _init: RequestInit) => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status, headers }));
  vi.stubGlobal('fetch', fetched);
  return fetched;
}

async function failure(): Promise<ApiError> {
  return gql(doc, {}).then(
    () => {
      throw new Error('it should have failed');
    },
    (error: ApiError) => error,
  );
}

afterEach(() => vi.unstubAllGlobals());

test('a request carries the hash, no text, the CSRF header and cookies of our origin only', async () => {
  const fetched = answer({ data: { version: '1' } });
  await expect(gql(doc, {})).resolves.toEqual({ version: '1' });
  const [path, init] = fetched.mock.calls[0] ?? [];
  expect(path).toBe('/graphql');
  expect(JSON.parse(String(init?.body))).toEqual({ documentId: 'abc', operationName: 'Version', variables: {} });
  expect(init?.headers).toMatchObject({ 'X-Cadastre-Csrf': '1' });
  expect(init?.credentials).toBe('same-origin');
});

test('an error of the API keeps its code, request id and field', async () => {
  answer({ data: null, errors: [{ message: '`cron` is no schedule', extensions: { code: 'INVALID', requestId: 'r-1', field: 'cron' } }] });
  expect(await failure()).toMatchObject({ code: 'INVALID', message: '`cron` is no schedule', requestId: 'r-1', field: 'cron' });
});

test('an answer with data and an error is an error', async () => {
  answer({ data: { version: '1' }, errors: [{ message: 'x', extensions: { code: 'UNAVAILABLE' } }] });
  expect(await failure()).toMatchObject({ code: 'UNAVAILABLE' });
});

test('a gateway that answers with HTML is told by its status', async () => {
  answer('<html>bad gateway</html>', 502, { 'x-request-id': 'gw-7' });
  expect(await failure()).toMatchObject({ code: 'UNAVAILABLE', requestId: 'gw-7' });
});

test('a server that cannot be reached is offline', async () => {
  vi.stubGlobal('fetch', async () => {
    throw new TypeError('failed to fetch');
  });
  expect(await failure()).toMatchObject({ code: 'OFFLINE' });
});

test('the end of the session is told to those who listen', async () => {
  const listener = vi.fn();
  const stop = onSignedOut(listener);
  answer({ errors: [{ message: 'sign in', extensions: { code: 'UNAUTHENTICATED' } }] }, 401);
  await failure();
  expect(listener).toHaveBeenCalledOnce();
  stop();
  await failure();
  expect(listener).toHaveBeenCalledOnce();
});
