// When something runs by itself: a preset or any cron expression, said in words, with
// its next firings as the server computes them.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { cronWords, Field, PRESETS, Select, TextField, useFormat } from '../../../kit';
import { cronPreview } from '../queries';

interface Props {
  readonly cron: string;
  readonly timezone: string;
  readonly error: string | undefined;
  readonly onChange: (next: { readonly cron?: string; readonly timezone?: string }) => void;
}

/** Four cells of a grid. */
export function CronFields({ cron, timezone, error, onChange }: Props) {
  const { t } = useTranslation('sources');
  const preset = PRESETS.find((known) => known.cron === cron)?.name ?? 'custom';
  return (
    <>
      <Field label={t('schedule.preset')}>
        {({ id }) => (
          <Select
            id={id}
            label={t('schedule.preset')}
            value={preset}
            options={[...PRESETS.map(({ name }) => ({ value: name, label: t(`schedule.presets.${name}`) })), { value: 'custom' as const, label: t('schedule.presets.custom') }]}
            onChange={(name) => onChange({ cron: PRESETS.find((known) => known.name === name)?.cron ?? cron })}
            className="w-full"
          />
        )}
      </Field>
      <TextField label={t('schedule.cron')} hint={t('schedule.cronHint')} error={error} isMono value={cron} onChange={(next) => onChange({ cron: next })} spellCheck={false} autoComplete="off" />
      <TimeZone value={timezone} onChange={(next) => onChange({ timezone: next })} />
      <Preview cron={cron} timezone={timezone} />
    </>
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
