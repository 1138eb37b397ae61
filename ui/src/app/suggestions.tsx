// Suggestions as one types, shared by the search fields and the palette.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { SuggestQuery } from '../gql/types';
import { KindIcon, useKindName } from '../kit/chip/chip';
import { Icon } from '../kit/icon/icon';
import { ask } from './gql';
import { SuggestDoc } from './queries';

export type Suggestion = SuggestQuery['suggest'][number];

const PAUSE_MS = 90;
const MOST = 8;

/** The text once typing has paused, so that not every letter is a request. */
export function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}

export function useSuggestions(text: string): readonly Suggestion[] {
  const wanted = usePaused(text.trim());
  const query = useQuery({
    ...ask(SuggestDoc, { text: wanted, first: MOST }),
    enabled: wanted !== '',
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  return text.trim() === '' ? [] : (query.data?.suggest ?? []);
}

/** One suggestion: what it is, where it lies, whose it is. */
export function SuggestionRow({ hit }: { readonly hit: Suggestion }) {
  const kindName = useKindName();
  return (
    <>
      <KindIcon kind={hit.kind} />
      <span className="sr-only">{kindName(hit.kind)}</span>
      <span className="flex min-w-0 flex-1 flex-col py-1">
        <span className="truncate font-medium">{hit.name}</span>
        <span className="truncate font-mono text-12 text-muted">{hit.fullName}</span>
      </span>
      {hit.owners.length > 0 ? (
        <span className="flex max-w-32 shrink-0 items-center gap-1 text-12 text-muted">
          <Icon name="user" size={12} />
          <span className="truncate">{hit.owners.join(', ')}</span>
        </span>
      ) : null}
    </>
  );
}
