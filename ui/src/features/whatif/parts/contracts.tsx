// The contracts that break: of which table, whose, and which promises are not kept.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { assetPage } from '../../../app/places';
import type { WhatIfQuery } from '../../../gql/types';
import { Card, StateChip } from '../../../kit';
import { shortName } from '../model';
import { useBreachWords } from './words';

export function Contracts({ answer }: { readonly answer: WhatIfQuery['whatIf'] }) {
  const { t } = useTranslation('whatif');
  const words = useBreachWords(answer.changes);
  const title = t('contract.title', { count: answer.contractsTotal });
  return (
    <Card title={title} isFlush>
      <ul aria-label={title} tabIndex={0} className="max-h-80 overflow-y-auto">
        {answer.contracts.map((contract) => (
          <li key={contract.asset.id} className="flex flex-col gap-1 border-b border-line px-4 py-1.5 text-13 last:border-b-0">
            <span className="flex flex-wrap items-center gap-x-3">
              <StateChip state={contract.effect === 'BREAKS' ? 'bad' : 'warn'}>{t(`effect.${contract.effect}`)}</StateChip>
              <Link to={assetPage(contract.asset.id)} title={contract.name} className="font-mono font-medium wrap-anywhere hover:text-brand hover:underline">
                {shortName(contract.name)}
              </Link>
              <span className="text-muted">{contract.owners.length > 0 ? contract.owners.join(', ') : t('nobody')}</span>
            </span>
            <ul className="list-disc pl-5 text-muted">
              {contract.breaches.map((breach, at) => (
                <li key={`${breach.kind} ${breach.column ?? ''} ${at}`} className="wrap-anywhere">
                  {words(breach)}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </Card>
  );
}
