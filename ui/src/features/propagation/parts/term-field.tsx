// Which term follows: one that is found by its name, or all of them.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { usePaused } from '../../../app/suggestions';
import { TokenField } from '../../../kit';
import { TermNameDoc, TermsToFollowDoc } from '../queries';

const ALL = '*';

/** The name of a term; its identifier where it may not be known. */
export function useTermName(pattern: string, isTerm: boolean): string {
  const known = useQuery({ ...ask(TermNameDoc, { id: pattern }), enabled: isTerm && pattern !== ALL && pattern !== '', retry: false });
  return known.data?.asset?.displayName ?? pattern;
}

interface Props {
  readonly pattern: string;
  readonly error: string | undefined;
  readonly onChange: (pattern: string) => void;
}

export function TermField({ pattern, error, onChange }: Props) {
  const { t } = useTranslation('propagation');
  const [search, setSearch] = useState('');
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const own = useTermName(pattern, true);
  const found = useQuery({ ...ask(TermsToFollowDoc, { query: usePaused(search.trim()) }), placeholderData: (before) => before });
  const choices = (found.data?.search.hits ?? []).map(({ asset }) => ({ value: asset.id, label: asset.displayName }));
  return (
    <TokenField
      label={t('term')}
      hint={t('termHint')}
      values={pattern === ALL || pattern === '' ? [] : [pattern]}
      choices={choices}
      isSearched
      error={error}
      nameOf={(id) => names.get(id) ?? own}
      onSearch={setSearch}
      onChange={(next) => {
        setNames(new Map([...names, ...choices.map(({ value, label }) => [value, label] as const)]));
        onChange(next.at(-1) ?? ALL);
      }}
    />
  );
}
