// The fields of a connector's schema, made of the kit.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Checkbox, Field, Select, StateChip, TextArea, TextField } from '../../../kit';
import type { FieldSpec, FormValues, Group } from '../schema';

interface Props {
  readonly fields: readonly FieldSpec[];
  readonly values: FormValues;
  /** What is wrong, by field, in the reader's language. */
  readonly errors: ReadonlyMap<string, string>;
  /** Secrets that the server holds. */
  readonly kept: ReadonlySet<string>;
  readonly onChange: (name: string, value: string | boolean) => void;
  /** Stands below the fields that say how to connect. */
  readonly test: ReactNode;
}

const GROUPS: readonly Group[] = ['connection', 'scope', 'advanced'];

export function SchemaForm(props: Props) {
  const { t } = useTranslation('sources');
  return GROUPS.map((group) => {
    const fields = props.fields.filter((field) => field.group === group);
    if (fields.length === 0) return null;
    const grid = (
      <div className="grid grid-cols-2 gap-x-4 gap-y-3 max-md:grid-cols-1">
        {fields.map((field) => (
          <SchemaField key={field.name} field={field} {...props} />
        ))}
      </div>
    );
    if (group === 'advanced') {
      const hasError = fields.some((field) => props.errors.has(field.name));
      return (
        <details key={`${group}${hasError}`} open={hasError} className="rounded-card border border-line bg-surface">
          <summary className="cursor-pointer px-4 py-2.5 text-13 font-semibold">{t(`group.${group}`)}</summary>
          <div className="border-t border-line p-4">{grid}</div>
        </details>
      );
    }
    return (
      <fieldset key={group} className="rounded-card border border-line bg-surface p-4">
        <legend className="sr-only">{t(`group.${group}`)}</legend>
        <p aria-hidden className="mb-3 text-13 font-semibold">
          {t(`group.${group}`)}
        </p>
        {grid}
        {group === 'connection' ? <div className="mt-4 border-t border-line pt-4">{props.test}</div> : null}
      </fieldset>
    );
  });
}

function SchemaField({ field, values, errors, kept, onChange }: Omit<Props, 'test'> & { readonly field: FieldSpec }) {
  const { t } = useTranslation('sources');
  const value = values[field.name] ?? '';
  const error = errors.get(field.name);
  const shared = { label: field.title, hint: field.description || undefined, error, name: `config.${field.name}` };
  if (field.kind === 'switch') {
    return (
      <div className="self-end">
        <Checkbox label={field.title} checked={value === true} onChange={(isOn) => onChange(field.name, isOn)} />
        {field.description ? <p className="text-12 text-muted">{field.description}</p> : null}
      </div>
    );
  }
  const text = typeof value === 'string' ? value : '';
  if (field.kind === 'choice') {
    return (
      <Field label={field.title} hint={field.choices.find((choice) => choice.value === text)?.description || field.description} error={error}>
        {({ id }) => <Select id={id} label={field.title} value={text} options={field.choices} onChange={(next) => onChange(field.name, next)} className="w-full" />}
      </Field>
    );
  }
  if (field.kind === 'list') {
    return <TextArea {...shared} rows={3} value={text} onChange={(next) => onChange(field.name, next)} spellCheck={false} placeholder={t('form.onePerLine')} className="font-mono text-13" />;
  }
  if (field.kind === 'secret') {
    const isKept = kept.has(field.name);
    return (
      <TextField
        {...shared}
        label={
          <span className="inline-flex items-center gap-2">
            {field.title}
            {isKept ? <StateChip state="good">{t('form.secretSet')}</StateChip> : null}
          </span>
        }
        hint={isKept ? t('form.secretHint') : shared.hint}
        type="password"
        autoComplete="new-password"
        value={text}
        aria-required={field.isRequired && !isKept}
        onChange={(next) => onChange(field.name, next)}
      />
    );
  }
  return (
    <TextField
      {...shared}
      isMono
      value={text}
      required={field.isRequired}
      inputMode={field.kind === 'number' ? 'numeric' : undefined}
      placeholder={field.fallback}
      autoComplete="off"
      spellCheck={false}
      onChange={(next) => onChange(field.name, next)}
    />
  );
}
