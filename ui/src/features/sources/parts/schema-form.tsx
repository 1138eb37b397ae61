// The fields of a connector's schema, made of the kit.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type FieldSpec, type FormValues, type Group, SchemaField } from '../../../kit';

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
