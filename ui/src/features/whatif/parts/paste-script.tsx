// A script that would alter tables, pasted or written.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Card, Field, Select, TextArea, TextField } from '../../../kit';

export interface Script {
  readonly sql: string;
  readonly dialect: string;
  readonly namespace: string;
  readonly within: string;
}

/** Dialects by the names that the server knows, as their makers write them. */
const DIALECTS: readonly (readonly [string, string])[] = [
  ['postgres', 'PostgreSQL'], ['mysql', 'MySQL, MariaDB'], ['sqlite', 'SQLite'], ['sqlserver', 'SQL Server'], ['oracle', 'Oracle'], ['snowflake', 'Snowflake'], ['bigquery', 'BigQuery'], ['redshift', 'Redshift'],
  ['databricks', 'Databricks'], ['spark', 'Spark'], ['hive', 'Hive'], ['trino', 'Trino'], ['clickhouse', 'ClickHouse'], ['duckdb', 'DuckDB'], ['flink', 'Flink'], ['starrocks', 'StarRocks, Doris'], ['teradata', 'Teradata'], ['vertica', 'Vertica'], ['ansi', 'ANSI'],
];

interface Props {
  readonly first: Script;
  readonly onCheck: (script: Script) => void;
}

export function PasteScript({ first, onCheck }: Props) {
  const { t } = useTranslation('whatif');
  const [script, setScript] = useState(first);
  const [isAsked, setAsked] = useState(false);
  const isEmpty = script.sql.trim() === '';
  const change = (part: Partial<Script>) => setScript({ ...script, ...part });
  return (
    <Card title={t('ddl.title')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          if (!isEmpty) onCheck(script);
        }}
      >
        <TextArea label={t('ddl.sql')} placeholder={t('ddl.example')} rows={8} spellCheck={false} value={script.sql} error={isAsked && isEmpty ? t('ddl.empty') : undefined} onChange={(sql) => change({ sql })} className="font-mono text-13!" />
        <div className="flex flex-wrap items-start gap-4">
          <Field label={t('ddl.dialect')}>{({ id }) => <Select id={id} label={t('ddl.dialect')} value={script.dialect} options={DIALECTS.map(([value, label]) => ({ value, label }))} onChange={(dialect) => change({ dialect })} className="min-w-44" />}</Field>
          <TextField label={t('ddl.namespace')} hint={t('ddl.namespaceHint')} isMono value={script.namespace} onChange={(namespace) => change({ namespace })} className="min-w-64 flex-1" />
          <TextField label={t('ddl.within')} hint={t('ddl.withinHint')} isMono value={script.within} onChange={(within) => change({ within })} className="min-w-48 flex-1" />
        </div>
        <div>
          <Button type="submit" tone="primary" icon="branch">
            {t('ddl.check')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
