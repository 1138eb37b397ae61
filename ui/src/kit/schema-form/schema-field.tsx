// One field of a form that is made from a JSON Schema.
import { useTranslation } from 'react-i18next';
import { StateChip } from '../chip/chip';
import { Checkbox, Field, TextArea, TextField } from '../field/field';
import { Select } from '../select/select';
import type { FieldSpec, FormValues } from './schema';

interface Props {
  readonly field: FieldSpec;
  readonly values: FormValues;
  /** What is wrong, by field, in the reader's language. */
  readonly errors: ReadonlyMap<string, string>;
  /** Secrets that the server holds. */
  readonly kept: ReadonlySet<string>;
  readonly onChange: (name: string, value: string | boolean) => void;
}

export function SchemaField({ field, values, errors, kept, onChange }: Props) {
  const { t } = useTranslation('kit');
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
        {({ id }) => <Select id={id} label={field.title} value={text} options={text === '' ? [{ value: '', label: t('form.unset') }, ...field.choices] : field.choices} onChange={(next) => onChange(field.name, next)} className="w-full" />}
      </Field>
    );
  }
  if (field.kind === 'list') {
    return <TextArea {...shared} rows={3} value={text} onChange={(next) => onChange(field.name, next)} spellCheck={false} placeholder={t('form.onePerLine')} className="font-mono text-13" />;
  }
  if (field.kind === 'json' || field.isLong) {
    return <TextArea {...shared} rows={5} value={text} required={field.isRequired} onChange={(next) => onChange(field.name, next)} spellCheck={false} placeholder={field.kind === 'json' ? t('form.json') : undefined} className="font-mono text-13" />;
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
