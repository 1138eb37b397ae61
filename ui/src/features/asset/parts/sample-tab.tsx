// Some rows of a table, read from its source only when somebody asks: nothing of them is kept.
import { useQuery } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, asApiError } from '../../../app/gql';
import { AskAccessSlot } from '../../../app/slots';
import type { Masking } from '../../../gql/types';
import { Button, Empty, Failure, Skeleton, useFormat } from '../../../kit';
import { cellOf } from '../model';
import type { Asset } from '../model';
import { AssetSampleDoc } from '../queries';

const ROWS = 20;

export function SampleTab({ asset }: { readonly asset: Asset }) {
  const { t } = useTranslation('asset');
  const [isAsking, setAsking] = useState(false);
  const answer = useQuery({ ...ask(AssetSampleDoc, { id: asset.id, first: ROWS }), staleTime: 0, gcTime: 0, retry: false });
  const isRefused = answer.isError && asApiError(answer.error).code === 'FORBIDDEN';
  const sample = answer.data?.asset?.sample;
  return (
    <>
      {answer.isPending ? <Skeleton shape="rows" lines={8} /> : null}
      {isRefused ? (
        <Empty
          icon="key"
          title={t('sample.refused')}
          text={t('sample.refusedText')}
          action={
            <Button tone="primary" onClick={() => setAsking(true)}>
              {t('askAccess')}
            </Button>
          }
        />
      ) : null}
      {answer.isError && !isRefused ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {sample && sample.rows.length === 0 ? <Empty icon="table" title={t('sample.none')} /> : null}
      {sample && sample.rows.length > 0 ? <Rows sample={sample} /> : null}
      <Suspense fallback={null}>{isAsking ? <AskAccessSlot asset={asset.id} name={asset.displayName} wishes={['SAMPLE']} onClose={() => setAsking(false)} /> : null}</Suspense>
    </>
  );
}

interface Sample {
  readonly columns: readonly { readonly id: string; readonly name: string }[];
  /** How the values of each column are hidden; null where they are not. */
  readonly masked: readonly (Masking | null)[];
  readonly rows: readonly (readonly unknown[])[];
  readonly hasMoreRows: boolean;
  readonly hasMoreColumns: boolean;
}

function Rows({ sample }: { readonly sample: Sample }) {
  const { t } = useTranslation('asset');
  const format = useFormat();
  return (
    <>
      <div tabIndex={0} role="region" aria-label={t('tab.sample')} className="overflow-x-auto rounded-card border border-line bg-surface">
        <table className="w-full text-13">
          <thead>
            <tr className="border-b border-line bg-sunken">
              {sample.columns.map((column, place) => (
                <th key={column.id} scope="col" className="h-9 px-3 text-left font-mono text-12 font-semibold whitespace-nowrap text-muted">
                  <span className="inline-flex items-center gap-1">
                    {column.name}
                    {sample.masked[place] ? (
                      <span className="rounded-chip bg-warn-soft px-1 font-sans text-12 font-normal text-warn" title={t(`sample.maskedText.${sample.masked[place]}`)}>
                        {t('sample.masked')}
                      </span>
                    ) : null}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sample.rows.map((row, at) => (
              <tr key={`${at} ${JSON.stringify(row[0])}`} className="h-(--row) border-b border-line last:border-b-0 hover:bg-bg">
                {sample.columns.map((column, place) => {
                  const cell = cellOf(row[place]);
                  return (
                    <td key={column.id} className="max-w-80 truncate px-3 font-mono text-12" title={cell.text ?? undefined}>
                      {cell.bytes === null ? (cell.text ?? <span className="text-faint">{t('sample.null')}</span>) : <span className="text-muted">{t('sample.bytes', { size: format.bytes(cell.bytes) })}</span>}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="mt-2 text-12 text-muted">
        {t('sample.note', { count: sample.rows.length, shown: format.number(sample.rows.length) })}
        {sample.hasMoreRows ? ` ${t('sample.moreRows')}` : ''}
        {sample.hasMoreColumns ? ` ${t('sample.moreColumns')}` : ''}
      </p>
    </>
  );
}
