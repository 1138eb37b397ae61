// Changes and broken promises in words of the language that is chosen.
import { useTranslation } from 'react-i18next';
import type { WhatIfQuery } from '../../../gql/types';
import { shortName } from '../model';

type Answer = WhatIfQuery['whatIf'];
type Change = Answer['changes'][number];
type Breach = Answer['contracts'][number]['breaches'][number];

/** What happens to something, in words: `becomes bigint`. */
export function useChangeWords(): (change: Change) => string {
  const { t } = useTranslation('whatif');
  return ({ change, before, after }) => t(`change.${change}`, { before: before ?? '', after: after ?? '' });
}

/** Why a promise is not kept, in words: `orders.amount is dropped`. */
export function useBreachWords(changes: readonly Change[]): (breach: Breach) => string {
  const { t } = useTranslation('whatif');
  const words = useChangeWords();
  return ({ kind, column, change, before, after }) => {
    const cause = change === null ? undefined : changes[change];
    const values = { column: column ?? '', before: before ?? '–', after: after ?? '–', name: cause ? shortName(cause.name) : t('hidden'), words: cause ? words(cause) : '' };
    return t(`breach.${kind}`, values);
  };
}
