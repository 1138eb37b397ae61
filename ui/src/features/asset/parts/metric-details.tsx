// What metrics, semantic models, saved queries and contracts say: definitions first,
// then the list of what they are made of.
import { useTranslation } from 'react-i18next';
import { Card } from '../../../kit';
import type { Asset } from '../model';
import { Facts } from './facts';

type Details<Name extends string> = Extract<Asset['details'], { __typename: Name }>;

interface Row {
  readonly key: string;
  readonly sort: string;
  readonly name: string;
  readonly more: string;
}

function List({ title, rows }: { readonly title: string; readonly rows: readonly Row[] }) {
  if (rows.length === 0) return null;
  return (
    <Card isFlush title={title}>
      <ul>
        {rows.map((row) => (
          <li key={row.key} className="flex flex-wrap items-baseline gap-x-3 border-b border-line px-4 py-1.5 text-13 last:border-b-0">
            <span className="w-28 shrink-0 text-muted">{row.sort}</span>
            <code className="font-mono font-medium wrap-anywhere">{row.name}</code>
            <code className="font-mono text-muted wrap-anywhere">{row.more}</code>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function MetricFacts({ details }: { readonly details: Details<'MetricDetails'> }) {
  const { t } = useTranslation('asset');
  const rows = details.inputs.map((input, index) => ({
    key: `${input.name}-${index}`,
    sort: input.role === 'VALUE' ? t(input.isMetric ? 'metric.ofMetric' : 'metric.ofMeasure') : t(`metric.role.${input.role}`),
    name: input.name,
    more: [input.alias, input.offset, input.filter].filter(Boolean).join(' · '),
  }));
  return (
    <>
      <Facts
        title={t('facts.title')}
        facts={[
          [t('facts.type'), t(`metric.type.${details.metricType}`)],
          [t('metric.label'), details.label],
          [t('metric.expression'), details.expression],
          [t('metric.aggregation'), details.aggregation],
          [t('metric.filter'), details.filter],
          [t('metric.unit'), details.unit],
          [t('metric.window'), details.window],
          [t('metric.grainToDate'), details.grainToDate],
          [t('metric.time'), details.timeDimension],
          [t('metric.dimensions'), details.dimensions.join(', ')],
        ]}
      />
      <List title={t('metric.inputs', { count: rows.length })} rows={rows} />
    </>
  );
}

export function SemanticModelFacts({ details }: { readonly details: Details<'SemanticModelDetails'> }) {
  const { t } = useTranslation('asset');
  const rows = details.parts.map((part) => ({
    key: part.name,
    sort: t(`metric.part.${part.role}`),
    name: part.name,
    more: [part.sort, part.granularity, part.expression].filter(Boolean).join(' · '),
  }));
  return (
    <>
      <Facts
        title={t('facts.title')}
        facts={[
          [t('metric.model'), details.model],
          [t('metric.time'), details.timeDimension],
        ]}
      />
      <List title={t('metric.parts', { count: rows.length })} rows={rows} />
    </>
  );
}

export function SavedQueryFacts({ details }: { readonly details: Details<'QueryDetails'> }) {
  const { t } = useTranslation('asset');
  return (
    <Facts
      title={t('facts.title')}
      facts={[
        [t('metric.metrics'), details.metrics.join(', ')],
        [t('metric.groupBy'), details.groupBy.join(', ')],
        [t('metric.filter'), details.filters.join(' AND ')],
      ]}
    />
  );
}

export function ContractFacts({ details }: { readonly details: Details<'TaskDetails'> }) {
  const { t } = useTranslation('asset');
  const rows = (details.contract?.columns ?? []).map((column) => ({
    key: column.name,
    sort: column.isRequired ? t('metric.required') : '',
    name: column.name,
    more: column.dataType ?? '',
  }));
  return <List title={t('metric.contract', { count: rows.length })} rows={rows} />;
}
