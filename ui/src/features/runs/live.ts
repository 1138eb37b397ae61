// A run as it happens: events patch what is shown at once, and are followed by a
// read, at most twice a second, so that nothing depends on what an event holds.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useEvents } from '../../app/events';
import { ask, gql } from '../../app/gql';
import type { RunDetailQuery } from '../../gql/types';
import { applyEvent, isActive, type Line, mergeLines } from './model';
import { runDetail, runLog } from './queries';

const READ_MILLISECONDS = 500;
/** A working run is read this often even if no event comes through. */
const FALLBACK_MILLISECONDS = 3_000;

export function useRun(id: string) {
  const client = useQueryClient();
  const question = ask(runDetail, { id });
  const answer = useQuery({
    ...question,
    refetchInterval: (query) => (isActive(query.state.data?.run?.status ?? '') ? FALLBACK_MILLISECONDS : false),
  });
  const run = answer.data?.run ?? null;
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useEvents(run !== null && isActive(run.status) ? `run:${id}` : null, (event) => {
    client.setQueryData<RunDetailQuery>(question.queryKey, (known) => (known?.run ? { ...known, run: applyEvent(known.run, event) } : known));
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void client.invalidateQueries({ queryKey: question.queryKey });
    }, READ_MILLISECONDS);
  });
  return { answer, run };
}

interface Tail {
  readonly id: string;
  readonly lines: readonly Line[];
  readonly cursor: string | null;
}

/** The log of a run so far; it grows whenever `beat` changes. */
export function useLog(id: string, beat: unknown): { lines: readonly Line[]; error: unknown } {
  const [tail, setTail] = useState<Tail>({ id, lines: [], cursor: null });
  const [error, setError] = useState<unknown>(null);
  const latest = useRef(tail);
  const isReading = useRef(false);
  const read = useCallback(async () => {
    if (isReading.current) return;
    isReading.current = true;
    try {
      let known: Tail = latest.current.id === id ? latest.current : { id, lines: [], cursor: null };
      for (;;) {
        // Each page needs the end of the one before it.
        // oxlint-disable-next-line no-await-in-loop
        const answer = await gql(runLog, { id, after: known.cursor });
        const log = answer.run?.log;
        known = { id, lines: mergeLines(known.lines, log?.nodes ?? []), cursor: log?.pageInfo.endCursor ?? known.cursor };
        latest.current = known;
        setTail(known);
        if (log?.pageInfo.hasNextPage !== true) break;
      }
      setError(null);
    } catch (caught) {
      setError(caught);
    } finally {
      isReading.current = false;
    }
  }, [id]);
  useEffect(() => {
    void read();
  }, [read, beat]);
  return { lines: tail.id === id ? tail.lines : [], error };
}
