// How far tables, standards and domains keep theirs, the lowest first.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import type { StandardGrouping } from '../../../gql/types';
import { Card, Failure, Meter, Select, Skeleton, useFormat } from '../../../kit';
import { StandardRatiosDoc } from '../queries';

const GROUPINGS: readonly StandardGrouping[] = ['DOMAIN', 'TABLE', 'STANDARD'];

export function Ratios({ onStandard }: { readonly onStandard: (id: string) => void }) {
  const { t } = useTranslation('standards');
  const format = useFormat();
  const [by, setBy] = useState<StandardGrouping>('DOMAIN');
  const query = useQuery(ask(StandardRatiosDoc, { by }));
  const rows = query.data?.standardRatios.nodes ?? [];
  return (
    <Card title={t('ratios.title')} action={<Select label={t('ratios.by')} value={by} options={GROUPINGS.map((value) => ({ value, label: t(`ratios.${value}`) }))} onChange={setBy} />}>
      {query.isPending ? <Skeleton lines={5} /> : null}
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && rows.length === 0 ? <p className="text-13 text-muted">{t('ratios.none')}</p> : null}
      <ul className="flex flex-col gap-4">
        {rows.map((row) => {
          const name = row.group?.displayName ?? t('ratios.nowhere');
          const id = row.group?.id;
          return (
            <li key={id ?? 'none'}>
              <Meter label={name} part={row.mapped} whole={row.distinct} />
              <p className="mt-1 flex flex-wrap gap-x-3 text-12 text-muted">
                <span>{t('ratios.columns', { count: row.columns, shown: format.number(row.columns) })}</span>
                <span>{t('ratios.outside', { count: row.outside, shown: format.number(row.outside), all: format.number(row.rows) })}</span>
                {id && by === 'STANDARD' ? (
                  <button type="button" onClick={() => onStandard(id)} className="text-brand hover:underline">
                    {t('open', { name })}
                  </button>
                ) : null}
                {id && by !== 'STANDARD' ? (
                  <Link to="/a/$id" params={{ id }} className="text-brand hover:underline">
                    {t('open', { name })}
                  </Link>
                ) : null}
              </p>
            </li>
          );
        })}
      </ul>
      {query.data?.standardRatios.isPartial ? <p className="mt-3 text-12 text-muted">{t('ratios.partial')}</p> : null}
    </Card>
  );
}
