// When a suite runs by itself.
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { CronSlot } from '../../../app/slots';
import { Card, Checkbox, Skeleton } from '../../../kit';
import type { Draft } from '../draft';

interface Props {
  readonly draft: Draft;
  readonly error: string | undefined;
  readonly onChange: (next: Partial<Draft>) => void;
}

export function TimingFields({ draft, error, onChange }: Props) {
  const { t } = useTranslation('quality');
  return (
    <Card title={t('edit.timing')}>
      <div className="flex flex-col gap-2">
        <Checkbox label={t('edit.scheduled')} checked={draft.isScheduled} onChange={(isScheduled) => onChange({ isScheduled })} />
        {draft.isScheduled ? (
          <Suspense fallback={<Skeleton lines={2} />}>
            <div className="mb-2 grid grid-cols-2 gap-x-4 gap-y-3 max-md:grid-cols-1">
              <CronSlot cron={draft.cron} timezone={draft.timezone} error={error} onChange={onChange} />
            </div>
          </Suspense>
        ) : null}
        <Checkbox label={t('edit.afterCrawl')} checked={draft.isAfterCrawl} onChange={(isAfterCrawl) => onChange({ isAfterCrawl })} />
        <Checkbox label={t('edit.afterRun')} checked={draft.isAfterRun} onChange={(isAfterRun) => onChange({ isAfterRun })} />
        <Checkbox label={t('edit.enabled')} checked={draft.isEnabled} onChange={(isEnabled) => onChange({ isEnabled })} />
      </div>
    </Card>
  );
}
