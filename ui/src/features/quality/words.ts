// What checks are called, and what the server says, in the reader's language.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/gql';
import { CheckNamesDoc } from './queries';

export interface Said {
  readonly en: string;
  readonly zh: string;
}

export interface NamedCheck {
  readonly kind: string;
  readonly title?: string | null;
  readonly column?: string | null;
}

/** A sentence of the server in the reader's language. */
export function useSaid(): (sentence: Said) => string {
  const { i18n } = useTranslation('quality');
  return (sentence) => (i18n.language.startsWith('zh') ? sentence.zh : sentence.en);
}

/** What types of checks are called; a type of another tool by its own name. */
export function useKindTitle(): (kind: string) => string {
  const said = useSaid();
  const types = useQuery({ ...ask(CheckNamesDoc, {}), staleTime: Infinity }).data?.checkTypes;
  return (kind) => {
    const found = types?.find(({ name }) => name === kind);
    return found ? said(found.title) : kind;
  };
}

/** What a check is called: what people called it, else its type and column. */
export function useCheckName(): (check: NamedCheck) => string {
  const titleOf = useKindTitle();
  const { t } = useTranslation('quality');
  return ({ kind, title, column }) => title || (column ? t('checkOf', { title: titleOf(kind), column }) : titleOf(kind));
}
