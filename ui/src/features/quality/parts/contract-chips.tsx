// Where contracts are in their life, and whether they are kept.
import { useTranslation } from 'react-i18next';
import type { ContractHealth, ContractState as Life } from '../../../gql/types';
import { StateChip, TagChip } from '../../../kit';
import { HEALTH_LOOKS } from '../model';

export function HealthChip({ health }: { readonly health: ContractHealth }) {
  const { t } = useTranslation('quality');
  return <StateChip state={HEALTH_LOOKS[health]}>{t(`contracts.health.${health}`)}</StateChip>;
}

export function ContractState({ state }: { readonly state: Life }) {
  const { t } = useTranslation('quality');
  return <TagChip>{t(`contracts.state.${state}`)}</TagChip>;
}
