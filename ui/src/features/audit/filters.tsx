// The filters of the audit log. Texts are asked for when the reader is done with them, choices at once.
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Field, INPUT, Select, TextField } from '../../kit';
import { RESULTS } from './model';
import type { AuditSearch } from './routes';

interface Props {
  readonly search: AuditSearch;
  readonly onChange: (change: AuditSearch) => void;
  readonly children: ReactNode;
}

export function AuditFilters({ search, onChange, children }: Props) {
  const { t } = useTranslation('audit');
  const day = (name: 'from' | 'until') => (
    <Field label={t(`filter.${name}`)} className="w-36">
      {({ id }) => <input id={id} type="date" className={`${INPUT} h-8`} value={search[name] ?? ''} onChange={(event) => onChange({ [name]: event.target.value || undefined })} />}
    </Field>
  );
  return (
    <div className="mb-3 flex flex-wrap items-end gap-3">
      <Typed label={t('filter.user')} value={search.user} onDone={(user) => onChange({ user })} />
      <Typed label={t('filter.operation')} value={search.operation} onDone={(operation) => onChange({ operation })} />
      <Typed label={t('filter.target')} value={search.target} onDone={(target) => onChange({ target })} />
      <Field label={t('filter.result')}>
        {() => (
          <Select
            label={t('filter.result')}
            value={search.result ?? ''}
            options={[{ value: '', label: t('filter.all') }, ...RESULTS.map((result) => ({ value: result, label: t(`result.${result}`) }))]}
            onChange={(result) => onChange({ result: result || undefined })}
            className="min-w-36"
          />
        )}
      </Field>
      {day('from')}
      {day('until')}
      {children}
    </div>
  );
}

interface TypedProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onDone: (value: string | undefined) => void;
}

export function Typed({ label, value, onDone }: TypedProps) {
  const [typed, setTyped] = useState(value ?? '');
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setTyped(value ?? '');
  }
  const done = () => typed !== (value ?? '') && onDone(typed || undefined);
  return <TextField label={label} value={typed} onChange={setTyped} onBlur={done} onKeyDown={(event) => event.key === 'Enter' && done()} className="w-40" maxLength={300} />;
}
