// What only one kind has: constraints and indexes of a table, type and default of
// a column, arguments of a procedure, engine of a database, definition of a metric.
import { useTranslation } from 'react-i18next';
import { Card } from '../../../kit';
import type { Asset } from '../model';
import { Facts } from './facts';
import { ContractFacts, MetricFacts, SavedQueryFacts, SemanticModelFacts } from './metric-details';

type TableFacts = Extract<Asset['details'], { __typename: 'TableDetails' }>;

function Constraints({ details }: { readonly details: TableFacts }) {
  const { t } = useTranslation('asset');
  if (details.constraints.length === 0) return null;
  return (
    <Card isFlush title={t('constraints.title', { count: details.constraints.length })}>
      <ul>
        {details.constraints.map((constraint, index) => (
          <li key={`${constraint.name ?? ''}-${index}`} className="flex flex-wrap items-baseline gap-x-3 border-b border-line px-4 py-1.5 text-13 last:border-b-0">
            <span className="w-28 shrink-0 text-muted">{t(`constraint.${constraint.constraintType}`)}</span>
            <code className="font-mono wrap-anywhere">
              {constraint.columns.join(', ')}
              {constraint.referencedTable.length > 0 ? ` → ${constraint.referencedTable.join('.')} (${constraint.referencedColumns.join(', ')})` : ''}
              {constraint.expression ? ` ${constraint.expression}` : ''}
            </code>
            {constraint.name ? <span className="ml-auto font-mono text-12 text-muted">{constraint.name}</span> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Indexes({ details }: { readonly details: TableFacts }) {
  const { t } = useTranslation('asset');
  if (details.indexes.length === 0) return null;
  return (
    <Card isFlush title={t('indexes.title', { count: details.indexes.length })}>
      <ul>
        {details.indexes.map((index) => (
          <li key={index.name} className="flex flex-wrap items-baseline gap-x-3 border-b border-line px-4 py-1.5 text-13 last:border-b-0">
            <code className="font-mono font-medium wrap-anywhere">{index.name}</code>
            <code className="font-mono text-muted wrap-anywhere">
              {index.columns.join(', ')}
              {index.predicate ? ` · ${index.predicate}` : ''}
            </code>
            <span className="ml-auto text-12 text-muted">
              {index.isUnique ? t('indexes.unique') : ''} {index.method ?? ''}
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

export function KindDetails({ asset }: { readonly asset: Asset }) {
  const { t } = useTranslation('asset');
  const { details } = asset;
  switch (details.__typename) {
    case 'TableDetails':
      return (
        <>
          <Constraints details={details} />
          <Indexes details={details} />
          <Facts
            title={t('facts.title')}
            facts={[
              [t('facts.tableType'), t(`tableType.${details.tableType}`)],
              [t('facts.storage'), details.storage],
              [t('facts.location'), details.location],
              [t('facts.ownerAccount'), details.ownerAccount],
              [t('facts.partitionKeys'), details.partitioning ? [details.partitioning.strategy, ...details.partitioning.keys].filter(Boolean).join(' ') : null],
              [t('facts.partitionOf'), details.partitioning?.partitionOf.join('.')],
              [t('facts.bound'), details.partitioning?.bound],
            ]}
          />
        </>
      );
    case 'ColumnDetails':
      return (
        <Facts
          title={t('facts.title')}
          facts={[
            [t('facts.type'), details.dataType.text],
            [t('facts.nullable'), details.isNullable ? t('yes') : t('no')],
            [t('facts.position'), String(details.position)],
            [t('facts.default'), details.defaultValue],
            [t('facts.generation'), details.generation],
            [t('facts.key'), details.primaryKeyPosition === null ? null : String(details.primaryKeyPosition)],
            [t('facts.collation'), details.collation],
          ]}
        />
      );
    case 'ProcedureDetails':
      return (
        <Facts
          title={t('facts.title')}
          facts={[
            [t('facts.procedureType'), details.procedureType],
            [t('facts.language'), details.language],
            [t('facts.arguments'), details.arguments],
            [t('facts.returns'), details.returns],
          ]}
        />
      );
    case 'UserTypeDetails':
      return (
        <Facts
          title={t('facts.title')}
          facts={[
            [t('facts.type'), details.dataType.text],
            [t('facts.values'), details.dataType.values.join(', ')],
            [t('facts.check'), details.check],
          ]}
        />
      );
    case 'DatabaseDetails':
      return (
        <Facts
          title={t('facts.title')}
          facts={[
            [t('facts.engine'), `${details.engine} ${details.engineVersion ?? ''}`.trim()],
            [t('facts.encoding'), details.encoding],
            [t('facts.ownerAccount'), details.ownerAccount],
          ]}
        />
      );
    case 'SchemaDetails':
      return <Facts title={t('facts.title')} facts={[[t('facts.ownerAccount'), details.ownerAccount]]} />;
    case 'MetricDetails':
      return <MetricFacts details={details} />;
    case 'SemanticModelDetails':
      return <SemanticModelFacts details={details} />;
    case 'QueryDetails':
      return <SavedQueryFacts details={details} />;
    case 'TaskDetails':
      return <ContractFacts details={details} />;
    default:
      return null;
  }
}
