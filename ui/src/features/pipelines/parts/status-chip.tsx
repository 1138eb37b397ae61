// The status of an outside run: shape, words and colour.
import { useTranslation } from 'react-i18next';
import { StateChip } from '../../../kit';

const STATES = { QUEUED: 'unknown', RUNNING: 'active', SUCCEEDED: 'good', FAILED: 'bad', CANCELLED: 'unknown', SKIPPED: 'unknown' } as const;

export function StatusChip({ status, withErrors }: { readonly status: keyof typeof STATES; readonly withErrors: boolean }) {
  const { t } = useTranslation('pipelines');
  if (status === 'SUCCEEDED' && withErrors) return <StateChip state="warn">{t('withErrors')}</StateChip>;
  return <StateChip state={STATES[status]}>{t(`status.${status}`)}</StateChip>;
}
