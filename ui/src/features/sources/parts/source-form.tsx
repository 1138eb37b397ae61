// The form of a source, new or known: name, the connector's fields, schedule, a
// test of the connection, save, and save and run.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, asApiError, gql } from '../../../app/gql';
import { runPage, sourcePage } from '../../../app/places';
import { asObject, Button, check, fieldsOf, isSet, LinkButton, type Problem, Refusal, TextField, toast, toConfig, valuesOf } from '../../../kit';
import { createSource, startCrawl, updateSource } from '../queries';
import { firstSchedule, ScheduleFields, type ScheduleValues } from './schedule-fields';
import { SchemaForm } from './schema-form';
import { TestConnection } from './test-connection';

export interface KnownSource {
  readonly id: string;
  readonly name: string;
  readonly config: unknown;
  readonly schedule: Omit<ScheduleValues, 'isOn' | 'retries'> & { readonly retries: number } | null;
}

interface Props {
  readonly connector: { readonly name: string; readonly configSchema: unknown };
  /** The source to change; absent for a new one. */
  readonly source?: KnownSource;
}

export function SourceForm({ connector, source }: Props) {
  const { t, i18n } = useTranslation('sources');
  const navigate = useNavigate();
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const schema = connector.configSchema;
  const fields = useMemo(() => fieldsOf(schema, i18n.language), [schema, i18n.language]);
  const stored = asObject(source?.config);
  const kept = useMemo(() => new Set(Object.entries(asObject(source?.config)).flatMap(([name, value]) => (isSet(value) ? [name] : []))), [source]);
  const [name, setName] = useState(source?.name ?? '');
  const [values, setValues] = useState(() => valuesOf(fields, stored, schema));
  const [schedule, setSchedule] = useState<ScheduleValues>(() => (source?.schedule ? { ...source.schedule, isOn: true, retries: String(source.schedule.retries) } : firstSchedule()));
  const [problems, setProblems] = useState<ReadonlyMap<string, Problem>>(new Map());
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());

  const config = toConfig(fields, values);
  const errors = new Map(refused);
  for (const [field, { key, limit }] of problems) errors.set(field, t(`kit:problem.${key}`, { limit }));

  /** Whether all is well on this side; else the first wrong field gets the focus. */
  const isChecked = (): boolean => {
    const found = check(schema, fields, config, kept);
    const isNamed = name.trim() !== '';
    setProblems(found);
    setRefused(isNamed ? new Map() : new Map([['name', t('kit:problem.required')]]));
    const first = isNamed ? fields.find((field) => found.has(field.name)) : undefined;
    if (!isNamed) focus('name');
    else if (first !== undefined) focus(`config.${first.name}`);
    return isNamed && found.size === 0;
  };
  /** The same without the name, which a test of the connection does not need. */
  const isConfigChecked = (): boolean => {
    const found = check(schema, fields, config, kept);
    setProblems(found);
    const first = fields.find((field) => found.has(field.name));
    if (first !== undefined) focus(`config.${first.name}`);
    return first === undefined;
  };
  const focus = (field: string) => {
    // After the render that opens a folded group.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>(`[name="${field}"]`)?.focus());
  };
  /** Puts a refusal of the server beside the field it names. */
  const refuse = (field: string | undefined | null, message: string) => {
    const own = (field ?? '').replace(/^(input\.)?(config\.)?/, '');
    const isKnown = own === 'name' || own === 'schedule' || own === 'cron' || fields.some((known) => known.name === own);
    setRefused(isKnown ? new Map([[own === 'schedule' ? 'cron' : own, message]]) : new Map());
    if (isKnown) focus(own === 'name' ? 'name' : `config.${own}`);
    return isKnown;
  };
  const save = useMutation({
    async mutationFn(isRun: boolean) {
      const { isOn, retries, ...rest } = schedule;
      const shared = { name: name.trim(), config, ...(isOn ? { schedule: { ...rest, cron: rest.cron.trim(), retries: Number(retries) } } : {}) };
      const id = source
        ? (await gql(updateSource, { id: source.id, input: { ...shared, ...(isOn ? {} : { clearSchedule: true }) } })).updateSource.id
        : (await gql(createSource, { input: { ...shared, connector: connector.name } })).createSource.id;
      // The source is saved whether or not the crawl can begin.
      const run = isRun ? await gql(startCrawl, { source: id }).then((answer) => answer.startCrawl.id, (error: unknown) => error) : null;
      return { id, run };
    },
    async onSuccess({ id, run }) {
      await client.invalidateQueries();
      if (run !== null && typeof run !== 'string') toast('bad', asApiError(run).message);
      else toast('good', t('form.saved'));
      await navigate({ to: typeof run === 'string' ? runPage(run) : sourcePage(id) });
    },
    onError: (error) => {
      if (error instanceof ApiError) refuse(error.field, error.message);
    },
  });
  const submit = (isRun: boolean) => {
    if (isChecked()) save.mutate(isRun);
  };
  const change = (field: string, value: string | boolean) => {
    setValues((before) => ({ ...before, [field]: value }));
    setProblems((before) => without(before, field));
    setRefused((before) => without(before, field));
  };
  return (
    <form
      ref={form}
      noValidate
      className="flex max-w-[960px] flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        submit(true);
      }}
    >
      <div className="rounded-card border border-line bg-surface p-4">
        <TextField label={t('form.name')} hint={t('form.nameHint')} name="name" required value={name} error={errors.get('name')} onChange={setName} autoComplete="off" autoFocus={source === undefined} className="max-w-120" />
      </div>
      <SchemaForm
        fields={fields}
        values={values}
        errors={errors}
        kept={kept}
        onChange={change}
        test={<TestConnection connector={connector.name} config={config} sourceId={source?.id} secretField={fields.find((field) => field.kind === 'secret')?.name ?? null} isReady={isConfigChecked} onRefused={refuse} />}
      />
      <ScheduleFields value={schedule} error={errors.get('cron')} onChange={setSchedule} />
      <Refusal error={save.error} />
      <div className="sticky bottom-0 -mx-1 flex flex-wrap gap-2 border-t border-line bg-bg px-1 py-3">
        <Button type="submit" tone="primary" icon="play" isBusy={save.isPending && save.variables}>
          {t('form.saveAndRun')}
        </Button>
        <Button isBusy={save.isPending && !save.variables} onClick={() => submit(false)}>
          {t('form.save')}
        </Button>
        <LinkButton to={source ? sourcePage(source.id) : '/sources'} tone="quiet">
          {t('form.cancel')}
        </LinkButton>
      </div>
    </form>
  );
}

function without<Value>(map: ReadonlyMap<string, Value>, key: string): ReadonlyMap<string, Value> {
  if (!map.has(key)) return map;
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}
