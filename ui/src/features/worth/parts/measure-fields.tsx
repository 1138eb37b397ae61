// What a KPI measures: a metric of the library or a formula, over which assets, in which unit.
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import type { KpiMetric } from '../../../gql/types';
import { Card, Field, Select, TextField, useFormat } from '../../../kit';
import { asksForDays, COUNTED_KINDS, EXAMPLES, METRIC_GROUPS, METRICS, unitsOf, withMetric } from '../model';
import { ScopeCountDoc } from '../queries';
import type { FieldsProps } from './kpi-form';

export function MeasureFields({ draft, problems, onChange }: FieldsProps) {
  const { t } = useTranslation('worth');
  const units = unitsOf(draft.metric).map((value) => ({ value, label: t(draft.metric === 'COST' && value === 'PERCENTAGE' ? 'unit.OF_BASELINE' : `unit.${value}`) }));
  return (
    <Card title={t('edit.measure')}>
      <div className="flex flex-col gap-3">
        <div className="flex flex-wrap gap-4">
          <MetricField draft={draft} problems={problems} onChange={onChange} />
          <Labelled label={t('edit.unit')} error={problems.get('unit')}>
            {(id) => <Select id={id} label={t('edit.unit')} value={draft.unit} options={units} onChange={(unit) => onChange({ unit })} />}
          </Labelled>
          {asksForDays(draft.metric) ? <TextField label={t('edit.days')} hint={t('edit.daysHint')} type="number" min={1} value={draft.days} placeholder="30" error={problems.get('days')} onChange={(days) => onChange({ days })} className="max-w-60" /> : null}
        </div>
        {draft.metric === 'FORMULA' ? <TextField label={t('edit.formula')} hint={t('edit.formulaHint')} isMono required value={draft.formula} placeholder={EXAMPLES.formula} error={problems.get('formula')} onChange={(formula) => onChange({ formula })} spellCheck={false} autoComplete="off" /> : null}
        {draft.metric === 'FORMULA' ? <Counts formula={draft.formula} scope={draft.scope} /> : null}
        <TextField label={t('edit.scope')} hint={t('edit.scopeHint')} isMono value={draft.scope} placeholder={EXAMPLES.scope} error={problems.get('scope')} onChange={(scope) => onChange({ scope })} spellCheck={false} autoComplete="off" />
        {draft.metric === 'FORMULA' ? null : <Count query={draft.scope} name={t('edit.inScope')} />}
      </div>
    </Card>
  );
}

function MetricField({ draft, problems, onChange }: FieldsProps) {
  const { t } = useTranslation('worth');
  const options = METRIC_GROUPS.flatMap((group) => METRICS[group].map((metric) => ({ value: metric, label: t(`metric.${metric}`), group: t(`group.${group}`) })));
  return (
    <Field label={t('edit.metric')} error={problems.get('metric')} className="min-w-72">
      {({ id, describedBy, isInvalid }) => <Select<KpiMetric> id={id} label={t('edit.metric')} describedBy={describedBy} isInvalid={isInvalid} value={draft.metric} options={options} onChange={(metric) => onChange(withMetric(draft, metric))} className="w-full" />}
    </Field>
  );
}

export function Labelled({ label, error, children }: { readonly label: string; readonly error?: string | undefined; readonly children: (id: string) => React.ReactNode }) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-13 font-medium">
        {label}
      </label>
      {children(id)}
      {error ? (
        <p role="alert" className="text-12 text-bad">
          {error}
        </p>
      ) : null}
    </div>
  );
}

/** The questions of a formula's counts, each with those of the scope. */
export function countsOf(formula: string): string[] {
  return [...new Set([...formula.matchAll(/count\(([^()]*)\)/g)].map((match) => (match[1] ?? '').trim()))].slice(0, 8);
}

function Counts({ formula, scope }: { readonly formula: string; readonly scope: string }) {
  const counts = countsOf(formula);
  return counts.length === 0 ? null : (
    <ul className="flex flex-col gap-0.5">
      {counts.map((count) => (
        <li key={count}>
          <Count query={[scope, count].filter((text) => text.trim() !== '').join(' ')} name={`count(${count})`} />
        </li>
      ))}
    </ul>
  );
}

/** How many a question finds now, by the search: it says which assets are meant before anything is saved. */
function Count({ query, name }: { readonly query: string; readonly name: string }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const asksForTeam = /team:|\u56e2\u961f:/.test(query);
  const answer = useQuery({ ...ask(ScopeCountDoc, { query, kinds: [...COUNTED_KINDS] }), placeholderData: (before) => before, staleTime: 60_000, enabled: !asksForTeam });
  // The search does not know teams; a count of it would be another number.
  if (asksForTeam) return null;
  return (
    <p role="status" className="text-12 text-muted">
      <code className="font-mono">{name}</code>
      {': '}
      {answer.data ? t('edit.found', { count: answer.data.search.total, shown: format.number(answer.data.search.total) }) : '…'}
    </p>
  );
}
