// A column that keeps a standard: how far, what its values mean, and the rows that are no code.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../../app/gql';
import { Ago, Button, Card, Empty, Failure, Meter, Refusal, Skeleton, StateChip, toast, useFormat } from '../../../kit';
import type { ColumnDetail } from '../model';
import { cellText } from '../model';
import { ReadColumnDoc, StandardColumnDoc, StandardRowsDoc } from '../queries';
import { Mapping } from './mapping';

export function ColumnView({ id, onBack }: { readonly id: string; readonly onBack: () => void }) {
  const { t } = useTranslation('standards');
  const client = useQueryClient();
  const query = useQuery(ask(StandardColumnDoc, { column: id }));
  const read = useMutation({
    mutationFn: () => gql(ReadColumnDoc, { column: id }),
    async onSuccess() {
      toast('good', t('column.wasRead'));
      await client.invalidateQueries();
    },
  });
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const one = query.data.standardColumn;
  if (!one) return <Empty icon="column" title={t('column.free')} action={<Button onClick={onBack}>{t('column.back')}</Button>} />;
  const name = [one.table?.displayName, one.column.displayName].filter(Boolean).join('.');
  const button = one.mayRead ? (
    <Button size="small" icon="refresh" isBusy={read.isPending} onClick={() => read.mutate()}>
      {one.contrast ? t('column.readAgain') : t('column.read')}
    </Button>
  ) : undefined;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <p>
        <Button size="small" tone="quiet" onClick={onBack}>
          {t('column.backTo', { name: one.standard.displayName })}
        </Button>
      </p>
      <Card title={name} action={button}>
        <div className="flex flex-col gap-3">
          <p className="flex flex-wrap items-center gap-2 text-13">
            <Link to="/a/$id" params={{ id }} className="text-brand hover:underline">
              {t('column.asset')}
            </Link>
            {one.differences.map((difference) => (
              <StateChip key={difference} state="warn">
                {t(`difference.${difference}`)}
              </StateChip>
            ))}
          </p>
          {one.contrast ? <Figures contrast={one.contrast} /> : <p className="text-13 text-muted">{one.mayRead ? t('column.unread') : t('column.unreadOther')}</p>}
          <Refusal error={read.error} />
        </div>
      </Card>
      {one.mayRead && one.contrast ? <Mapping id={id} standard={one.standard.id} mayMap={one.mayMap} /> : null}
      {one.mayRead && one.contrast ? <Rows id={id} /> : null}
      {one.mayRead ? null : <p className="text-13 text-muted">{t('column.noSamples')}</p>}
    </div>
  );
}

function Figures({ contrast }: { readonly contrast: NonNullable<ColumnDetail['contrast']> }) {
  const { t } = useTranslation('standards');
  const format = useFormat();
  const values = contrast.rows - contrast.nulls;
  return (
    <div className="flex max-w-xl flex-col gap-3">
      <Meter label={t('ratio')} part={contrast.mapped} whole={contrast.distinct} />
      <Meter label={t('column.inList')} part={values - contrast.outside} whole={values} />
      <p className="text-12 text-muted">
        {t('column.readBy', { name: contrast.readBy })} <Ago at={contrast.readAt} />
        {t('separator')}
        {t('column.nulls', { count: contrast.nulls, shown: format.number(contrast.nulls) })}
      </p>
      {contrast.isPartial ? <p className="text-12 text-muted">{t('column.partial')}</p> : null}
    </div>
  );
}

/** The rows that are no code, asked for only when somebody wants them. */
function Rows({ id }: { readonly id: string }) {
  const { t } = useTranslation('standards');
  const format = useFormat();
  const [isWanted, setWanted] = useState(false);
  const query = useQuery({ ...ask(StandardRowsDoc, { column: id }), enabled: isWanted, staleTime: 0, retry: false });
  const found = query.data?.standardColumn?.consistency;
  return (
    <Card
      title={t('rows.title')}
      action={
        <Button size="small" icon="search" isBusy={query.isFetching} onClick={() => (isWanted ? void query.refetch() : setWanted(true))}>
          {t('rows.ask')}
        </Button>
      }
    >
      {query.isError ? <Refusal error={query.error} /> : null}
      {found ? (
        <div className="flex flex-col gap-3">
          <p role="status" className="text-13">
            {t('rows.count', { count: found.errors, shown: format.number(found.errors), all: format.number(found.total) })}
          </p>
          {found.rows.length > 0 ? (
            <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={t('rows.title')}>
              <table className="text-13">
                <thead>
                  <tr>
                    {found.columns.map((column) => (
                      <th key={column.id} scope="col" className="border-b border-line px-2 py-1 text-left text-12 font-semibold text-muted">
                        {column.name}
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {found.rows.map((row, number) => (
                    // oxlint-disable-next-line react/no-array-index-key -- rows of a table have no other name
                    <tr key={number} className="border-b border-line last:border-b-0">
                      {row.map((cell, at) => (
                        <td key={found.columns[at]?.id ?? at} className="max-w-80 truncate px-2 py-1 font-mono text-12">
                          {cellText(cell)}
                        </td>
                      ))}
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          ) : null}
          {found.hasMoreRows ? <p className="text-12 text-muted">{t('rows.more')}</p> : null}
        </div>
      ) : query.isError ? null : (
        <p className="text-13 text-muted">{t('rows.lead')}</p>
      )}
    </Card>
  );
}
