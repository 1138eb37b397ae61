/*
 * Asks the worker for layouts. Only the newest question counts: an answer to an
 * older one is dropped. Where workers cannot be had (tests, odd policies) the
 * layout runs here, and the page waits for it.
 */

import { type LayoutInput, type LayoutOutput, layoutGraph } from './layout';

export interface LayoutClient {
  /** Calls `done` with the layout unless a newer question came in between. */
  ask(input: LayoutInput, done: (output: LayoutOutput) => void): void;
  close(): void;
}

export function createLayoutClient(): LayoutClient {
  let worker = startWorker();
  let ticket = 0;
  let waiting: { input: LayoutInput; done: (output: LayoutOutput) => void } | null = null;
  const computeHere = (): void => {
    const question = waiting;
    waiting = null;
    if (question !== null) question.done(layoutGraph(question.input));
  };
  if (worker !== null) {
    worker.addEventListener('message', (event: MessageEvent<{ ticket: number; output: LayoutOutput }>) => {
      if (event.data.ticket !== ticket || waiting === null) return;
      const { done } = waiting;
      waiting = null;
      done(event.data.output);
    });
    worker.addEventListener('error', () => {
      worker?.terminate();
      worker = null;
      computeHere();
    });
  }
  return {
    ask(input, done) {
      ticket += 1;
      waiting = { input, done };
      if (worker === null) queueMicrotask(computeHere);
      else worker.postMessage({ ticket, input }, []);
    },
    close() {
      waiting = null;
      worker?.terminate();
      worker = null;
    },
  };
}

/**
 * The address is same-origin and known at build time, which is what the page's
 * `default` Trusted Types policy admits.
 */
function startWorker(): Worker | null {
  if (typeof Worker === 'undefined') return null;
  try {
    return new Worker(new URL('./layout-worker.ts', import.meta.url), { type: 'module', name: 'lineage-layout' });
  } catch {
    return null;
  }
}
