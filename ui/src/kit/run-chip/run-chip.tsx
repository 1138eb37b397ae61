// The status of a run, in every place that shows one.
import { useTranslation } from 'react-i18next';
import type { State } from '../../tokens/states';
import { StateChip } from '../chip/chip';

const STATES: Readonly<Record<string, State>> = {
  QUEUED: 'unknown',
  RUNNING: 'active',
  SUCCEEDED: 'good',
  PARTIAL: 'warn',
  FAILED: 'bad',
  CANCELLED: 'unknown',
  LOST: 'bad',
};

export function RunChip({ status }: { readonly status: string }) {
  const { t } = useTranslation('kit');
  return <StateChip state={STATES[status] ?? 'unknown'}>{t(`run.${status}`)}</StateChip>;
}
