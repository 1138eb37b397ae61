// When a source is crawled by itself: a preset or any cron expression, said in
// words, with its next firings as the server computes them.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { Checkbox, Field, Select, TextField, useFormat } from '../../../kit';
import { cronWords, PRESETS } from '../cron';
import { cronPreview } from '../queries';

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
  const preset = PRESETS.find(({ cron }) => cron === value.cron)?.name ?? 'custom';
  const set = (next: Partial<ScheduleValues>) => onChange({ ...value, ...next });
  return (
    <fieldset className="rounded-card border border-line bg-surface p-4">
      <legend className="sr-only">{t('schedule.title')}</legend>
      <Checkbox label={<span className="font-semibold">{t('schedule.on')}</span>} checked={value.isOn} onChange={(isOn) => set({ isOn })} />
      {value.isOn ? (
        <div className="mt-3 grid grid-cols-2 gap-x-4 gap-y-3 max-md:grid-cols-1">
          <Field label={t('schedule.preset')}>
            {({ id }) => (
              <Select
                id={id}
                label={t('schedule.preset')}
                value={preset}
                options={[...PRESETS.map(({ name }) => ({ value: name, label: t(`schedule.presets.${name}`) })), { value: 'custom' as const, label: t('schedule.presets.custom') }]}
                onChange={(name) => set({ cron: PRESETS.find((known) => known.name === name)?.cron ?? value.cron })}
                className="w-full"
              />
            )}
          </Field>
          <TextField label={t('schedule.cron')} hint={t('schedule.cronHint')} error={error} isMono value={value.cron} onChange={(cron) => set({ cron })} spellCheck={false} autoComplete="off" />
          <TimeZone value={value.timezone} onChange={(timezone) => set({ timezone })} />
          <Preview cron={value.cron} timezone={value.timezone} />
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

function TimeZone({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const { t } = useTranslation('sources');
  const list = useId();
  return (
    <div>
      <TextField label={t('schedule.timezone')} list={list} value={value} onChange={onChange} spellCheck={false} autoComplete="off" />
      <datalist id={list}>
        {['UTC', ...Intl.supportedValuesOf('timeZone')].map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </datalist>
    </div>
  );
}

/** Names of the days from Sunday on, in the reader's language. */
export function weekdays(language: string): string[] {
  const format = new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' });
  // The first of January 2023 was a Sunday.
  return Array.from({ length: 7 }, (_, day) => format.format(new Date(Date.UTC(2023, 0, 1 + day))));
}

export function useCronText(): (cron: string) => string {
  const { t, i18n } = useTranslation('sources');
  return (cron) => {
    const words = cronWords(cron, weekdays(i18n.language));
    return words === null ? cron : t(`cron.${words.key}`, words.values);
  };
}

function Preview({ cron, timezone }: { readonly cron: string; readonly timezone: string }) {
  const { t } = useTranslation('sources');
  const format = useFormat();
  const say = useCronText();
  const asked = useDeferredValue(cron.trim());
  const answer = useQuery({ ...ask(cronPreview, { cron: asked, timezone }), enabled: asked !== '', placeholderData: keepPreviousData, retry: false });
  const preview = answer.data?.cronPreview;
  return (
    <div role="status" className="self-end rounded-control bg-sunken px-3 py-2 text-13">
      <p className="font-medium">{say(asked)}</p>
      {preview?.valid ? (
        <ul className="text-12 text-muted tabular-nums">
          {preview.next.slice(0, 3).map((at) => (
            <li key={at}>{format.dateTime(at)}</li>
          ))}
        </ul>
      ) : null}
      {preview && !preview.valid ? <p className="text-12 text-bad">{preview.problem}</p> : null}
      {answer.isError ? <p className="text-12 text-bad">{t('schedule.noPreview')}</p> : null}
    </div>
  );
}
