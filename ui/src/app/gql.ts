// The only way to the GraphQL API: a POST of a trusted document's hash and its
// variables. Failures of every sort arrive as one `ApiError`.
import { queryOptions } from '@tanstack/react-query';

/** A GraphQL operation, known by the hash of its text. `Variables` is a phantom. */
export interface Document<Result, Variables> {
  readonly id: string;
  readonly name: string;
  /** Present in development only, where the server may not know the hash yet. */
  readonly text?: string;
  readonly phantom?: (variables: Variables) => Result;
}

export type ErrorCode =
  | 'INVALID'
  | 'NOT_FOUND'
  | 'CONFLICT'
  | 'FORBIDDEN'
  | 'UNAVAILABLE'
  | 'INTERNAL'
  | 'UNAUTHENTICATED'
  | 'OFFLINE'
  /** Our own code failed, not the server. */
  | 'PAGE';

/** A refusal or failure, with what a person needs to act on it or to report it. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly requestId?: string,
    /** The input field that was refused, if the server named one. */
    readonly field?: string,
  ) {
    super(message);
  }
}

const CODES: readonly string[] = ['INVALID', 'NOT_FOUND', 'CONFLICT', 'FORBIDDEN', 'UNAVAILABLE', 'INTERNAL', 'UNAUTHENTICATED'];

function codeOf(value: unknown, status: number): ErrorCode {
  if (typeof value === 'string' && CODES.includes(value)) return value as ErrorCode;
  if (status === 400 || status === 413 || status === 422) return 'INVALID';
  if (status === 401) return 'UNAUTHENTICATED';
  if (status === 403) return 'FORBIDDEN';
  if (status === 404) return 'NOT_FOUND';
  if (status === 409) return 'CONFLICT';
  if (status === 429 || status === 502 || status === 503 || status === 504) return 'UNAVAILABLE';
  return 'INTERNAL';
}

/** Sends one same-origin request; answers the parsed JSON and the response. */
export async function request(path: string, init: RequestInit): Promise<{ response: Response; body: unknown }> {
  let response: Response;
  try {
    response = await fetch(path, {
      ...init,
      credentials: 'same-origin',
      headers: { accept: 'application/json', 'X-Cadastre-Csrf': '1', ...(init.body ? { 'content-type': 'application/json' } : {}) },
    });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new ApiError('OFFLINE', 'no answer from the server');
  }
  const text = await response.text();
  let body: unknown = null;
  try {
    body = text === '' ? null : JSON.parse(text);
  } catch {
    if (response.ok) throw new ApiError('INTERNAL', 'the answer is not JSON', response.headers.get('x-request-id') ?? undefined);
  }
  return { response, body };
}

interface WireError {
  message?: string;
  path?: (string | number)[];
  extensions?: { code?: string; requestId?: string; field?: string };
}

/** Turns a refused REST answer (problem JSON) into an `ApiError`. */
export function problem(response: Response, body: unknown): ApiError {
  const found = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const text = (key: string) => (typeof found[key] === 'string' ? found[key] : undefined);
  return new ApiError(
    codeOf(found['code'], response.status),
    text('detail') ?? text('message') ?? text('title') ?? `HTTP ${response.status}`,
    text('requestId') ?? response.headers.get('x-request-id') ?? undefined,
    text('field'),
  );
}

const listeners = { UNAUTHENTICATED: new Set<() => void>(), FORBIDDEN: new Set<() => void>() };

function on(code: keyof typeof listeners, listener: () => void): () => void {
  listeners[code].add(listener);
  return () => listeners[code].delete(listener);
}

/** Calls `listener` whenever the server says that the session has ended. */
export const onSignedOut = (listener: () => void) => on('UNAUTHENTICATED', listener);

/** Calls `listener` whenever the server refuses what was asked: rights may have changed since they were told. */
export const onForbidden = (listener: () => void) => on('FORBIDDEN', listener);

/**
 * Runs an operation. Throws `ApiError` when the server reports any error, so that
 * a result is always whole.
 */
export async function gql<Result, Variables>(
  document: Document<Result, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Result> {
  const payload = { documentId: document.id, operationName: document.name, variables, ...(document.text ? { query: document.text } : {}) };
  const { response, body } = await request('/graphql', { method: 'POST', body: JSON.stringify(payload), ...(signal ? { signal } : {}) });
  const answer = (body ?? {}) as { data?: Result; errors?: WireError[] };
  const first = answer.errors?.[0];
  if (first || !response.ok || answer.data === undefined || answer.data === null) {
    const error = first
      ? new ApiError(
          codeOf(first.extensions?.code, response.status),
          first.message ?? 'unknown error',
          first.extensions?.requestId ?? response.headers.get('x-request-id') ?? undefined,
          first.extensions?.field,
        )
      : problem(response, body);
    if (error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN') for (const listener of listeners[error.code]) listener();
    throw error;
  }
  return answer.data;
}

/** Query options for a document: the key is its name and variables. */
export function ask<Result, Variables>(document: Document<Result, Variables>, variables: Variables) {
  return queryOptions({
    queryKey: [document.name, variables] as const,
    queryFn: ({ signal }) => gql(document, variables, signal),
  });
}

/** Narrows anything thrown to an `ApiError`. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError('PAGE', error instanceof Error ? error.message : String(error));
}
