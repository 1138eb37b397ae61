// When a source is crawled by itself, and what to do when that cannot be.
import { useTranslation } from 'react-i18next';
import { Checkbox, Field, PRESETS, Select } from '../../../kit';
import { CronFields } from './cron-fields';

export interface ScheduleValues {
  readonly isOn: boolean;
  readonly cron: string;
  readonly timezone: string;
  readonly overlap: 'SKIP' | 'QUEUE';
  readonly missed: 'SKIP' | 'RUN_ONCE';
  readonly retries: string;
}

export function firstSchedule(): ScheduleValues {
  return { isOn: false, cron: PRESETS[1].cron, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone, overlap: 'SKIP', missed: 'RUN_ONCE', retries: '2' };
}

interface Props {
  readonly value: ScheduleValues;
  readonly error: string | undefined;
  readonly onChange: (value: ScheduleValues) => void;
}

export function ScheduleFields({ value, error, onChange }: Props) {
  const { t } = useTranslation('sources');
  const set = (next: Partial<ScheduleValues>) => onChange({ ...value, ...next });
  return (
    <fieldset className="rounded-card border border-line bg-surface p-4">
      <legend className="sr-only">{t('schedule.title')}</legend>
      <Checkbox label={<span className="font-semibold">{t('schedule.on')}</span>} checked={value.isOn} onChange={(isOn) => set({ isOn })} />
      {value.isOn ? (
        <div className="mt-3 grid grid-cols-2 gap-x-4 gap-y-3 max-md:grid-cols-1">
          <CronFields cron={value.cron} timezone={value.timezone} error={error} onChange={set} />
          <Field label={t('schedule.overlap')}>
            {({ id }) => <Select id={id} label={t('schedule.overlap')} value={value.overlap} options={(['SKIP', 'QUEUE'] as const).map((name) => ({ value: name, label: t(`schedule.overlaps.${name}`) }))} onChange={(overlap) => set({ overlap })} className="w-full" />}
          </Field>
          <Field label={t('schedule.missed')}>
            {({ id }) => <Select id={id} label={t('schedule.missed')} value={value.missed} options={(['RUN_ONCE', 'SKIP'] as const).map((name) => ({ value: name, label: t(`schedule.misses.${name}`) }))} onChange={(missed) => set({ missed })} className="w-full" />}
          </Field>
          <Field label={t('schedule.retries')} hint={t('schedule.retriesHint')}>
            {({ id }) => <Select id={id} label={t('schedule.retries')} value={value.retries} options={['0', '1', '2', '3', '5'].map((count) => ({ value: count, label: count }))} onChange={(retries) => set({ retries })} className="w-full" />}
          </Field>
        </div>
      ) : (
        <p className="mt-1 text-12 text-muted">{t('schedule.off')}</p>
      )}
    </fieldset>
  );
}
