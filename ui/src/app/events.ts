// Live updates: one server-sent stream per page, shared by all who listen. The
// browser itself reconnects and sends Last-Event-ID, so nothing is missed.
import { useEffect, useRef } from 'react';

type Listener = (data: unknown) => void;

const topics = new Map<string, Set<Listener>>();
let stream: EventSource | null = null;
let scheduled = false;

function deliver(type: string) {
  return (event: MessageEvent<string>) => {
    let data: unknown;
    try {
      data = JSON.parse(event.data);
    } catch {
      return;
    }
    const run = (data as { runId?: string; run?: string; id?: string } | null) ?? {};
    for (const [topic, listeners] of topics) {
      const isMine = type === 'change' ? topic === 'changes' : topic === `run:${run.runId ?? run.run ?? run.id ?? ''}`;
      if (isMine) for (const listener of listeners) listener(data);
    }
  };
}

function reopen(): void {
  scheduled = false;
  stream?.close();
  stream = null;
  if (topics.size === 0 || typeof EventSource === 'undefined') return;
  const names = [...topics.keys()].sort().join(',');
  stream = new EventSource(`/api/events?topics=${encodeURIComponent(names)}`);
  stream.addEventListener('change', deliver('change'));
  stream.addEventListener('run', deliver('run'));
}

function schedule(): void {
  // Several components mount in one step; one stream serves them all.
  if (scheduled) return;
  scheduled = true;
  queueMicrotask(reopen);
}

/** Hears the events of `topic` (`changes` or `run:<id>`) until the returned function is called. */
export function listen(topic: string, listener: Listener): () => void {
  const listeners = topics.get(topic);
  if (listeners) listeners.add(listener);
  else {
    topics.set(topic, new Set([listener]));
    schedule();
  }
  return () => {
    const left = topics.get(topic);
    left?.delete(listener);
    if (left?.size === 0) {
      topics.delete(topic);
      schedule();
    }
  };
}

/** Hears `topic` while the component is mounted; null hears nothing. */
export function useEvents(topic: string | null, listener: Listener): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => (topic === null ? undefined : listen(topic, (data) => latest.current(data))), [topic]);
}

const REFRESH_PAUSE_MS = 3000;

/**
 * Calls `refresh` when the catalog has changed, at most every three seconds and
 * never forgetting the last change: a crawl tells of many commits in one second.
 */
export function useRefreshOnChange(isOn: boolean, refresh: () => void): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const last = useRef(0);
  useEvents(isOn ? 'changes' : null, () => {
    if (timer.current !== undefined) return;
    const wait = Math.max(0, last.current + REFRESH_PAUSE_MS - Date.now());
    timer.current = setTimeout(() => {
      timer.current = undefined;
      last.current = Date.now();
      refresh();
    }, wait);
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}
