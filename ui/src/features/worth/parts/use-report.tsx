// What is used and what is not, at each number of days; what nobody is known to have ever read stands apart.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import type { UseReportQuery } from '../../../gql/types';
import { Card, cx, Failure, Select, Skeleton, useFormat } from '../../../kit';
import { UseReportDoc } from '../cost-queries';
import { DAYS, type Days } from '../groups';

const route = getRouteApi('/shell/cost');
type Report = UseReportQuery['reports'][number];
const PARTS = ['used', 'unused', 'neverRead'] as const;
const TONES = { used: 'bg-brand', unused: 'bg-warn', neverRead: 'bg-faint' } as const;

export function UseReport() {
  const { t } = useTranslation('worth');
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/cost' });
  const answer = useQuery(ask(UseReportDoc, {}));
  const reports = answer.data?.reports ?? [];
  const shown = reports.find(({ name }) => (name ?? '') === (search.of ?? '')) ?? reports[0];
  const options = reports.map(({ name }) => ({ value: name ?? '', label: name ?? t('use.all') }));
  return (
    <Card title={t('use.title')} action={reports.length > 1 ? <Select label={t('by.source')} value={shown?.name ?? ''} options={options} onChange={(of) => void navigate({ search: (before) => ({ ...before, of: of || undefined }), replace: true })} /> : null}>
      {answer.isPending ? <Skeleton lines={5} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {shown ? <Buckets report={shown} chosen={search.days ?? 30} onChoose={(days) => void navigate({ search: (before) => ({ ...before, days: days === 30 ? undefined : days }), replace: true })} /> : null}
    </Card>
  );
}

function Buckets({ report, chosen, onChoose }: { readonly report: Report; readonly chosen: Days; readonly onChoose: (days: Days) => void }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const head = 'h-8 px-2 text-12 font-medium whitespace-nowrap text-muted';
  return (
    <div>
      <div className="mb-2 flex flex-wrap gap-x-4 text-12 text-muted">
        {PARTS.map((part) => (
          <span key={part} className="flex items-center gap-1.5">
            <span aria-hidden className={cx('size-2.5 rounded-[2px]', TONES[part])} />
            {t(`use.${part}`)}
          </span>
        ))}
      </div>
      <div tabIndex={0} role="region" aria-label={t('use.title')} className="overflow-x-auto">
        <table className="w-full min-w-[820px] text-13">
          <thead>
            <tr>
              {(['days', 'bar', 'used', 'unused', 'neverRead', 'countShare', 'bytesShare'] as const).map((column) => (
                <th key={column} scope="col" className={cx(head, column === 'days' || column === 'bar' ? 'text-left' : 'text-right')}>
                  {t(`use.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.buckets.map((bucket) => {
              const days = DAYS.find((known) => known === bucket.days);
              const words = t('use.words', { used: format.number(bucket.used.count), unused: format.number(bucket.unused.count), never: format.number(report.neverRead.count) });
              return (
                <tr key={bucket.days} className={cx('border-t border-line', days === chosen && 'bg-brand-soft')}>
                  <th scope="row" className="px-2 py-1 text-left font-normal">
                    {days === undefined ? (
                      t('use.after', { count: bucket.days })
                    ) : (
                      <button type="button" aria-pressed={days === chosen} onClick={() => onChoose(days)} className="min-h-6 font-medium whitespace-nowrap text-brand hover:underline">
                        {t('use.after', { count: bucket.days })}
                      </button>
                    )}
                  </th>
                  <td className="w-1/3 px-2">
                    <div role="img" aria-label={words} className="flex h-3 overflow-hidden rounded-chip bg-sunken">
                      {PARTS.map((part) => {
                        const count = part === 'neverRead' ? report.neverRead.count : bucket[part].count;
                        return count > 0 ? <span key={part} className={TONES[part]} style={{ width: `${(count / Math.max(1, report.total.count)) * 100}%` }} /> : null;
                      })}
                    </div>
                  </td>
                  {[bucket.used, bucket.unused, report.neverRead].map(({ count, bytes }, place) => (
                    <td key={PARTS[place]} className="px-2 text-right whitespace-nowrap tabular-nums">
                      {format.number(count)} <span className="text-12 text-muted">{format.bytes(bytes)}</span>
                    </td>
                  ))}
                  <td className="px-2 text-right tabular-nums">{format.percent(bucket.unusedCountPercent / 100)}</td>
                  <td className="px-2 text-right tabular-nums">{format.percent(bucket.unusedBytesPercent / 100)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className="mt-2 text-12 text-muted">{t('use.note')}</p>
    </div>
  );
}
