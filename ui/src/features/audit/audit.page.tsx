// What was done by whom, newest first, with filters that stand in the address; the same rows as a table to keep.
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { gql } from '../../app/gql';
import { Ago, Button, cx, Empty, Failure, Icon, LinkButton, Page as Frame, Skeleton, useFormat } from '../../kit';
import type { AuditLogQuery } from '../../gql/types';
import { AuditFilters } from './filters';
import { filterOf, tableAddress, toneOf } from './model';
import { AuditLogDoc } from './queries';

const route = getRouteApi('/shell/admin/audit');

type Row = AuditLogQuery['auditLog']['nodes'][number];

export function Page() {
  const { t } = useTranslation('audit');
  return (
    <Frame title={t('audit.title')} lead={t('audit.lead')}>
      <Log />
    </Frame>
  );
}

function Log() {
  const { t } = useTranslation('audit');
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/admin/audit' });
  const filter = filterOf(search);
  const answer = useInfiniteQuery({
    queryKey: ['AuditLog', filter],
    queryFn: ({ pageParam, signal }) => gql(AuditLogDoc, { filter, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.auditLog.pageInfo.hasNextPage ? (last.auditLog.pageInfo.endCursor ?? null) : null),
  });
  const rows = answer.data?.pages.flatMap((part) => part.auditLog.nodes) ?? [];
  const isFiltered = Object.keys(filter).length > 0;
  return (
    <>
      <AuditFilters search={search} onChange={(change) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true })}>
        <a href={tableAddress(filter)} download="audit.csv" className="inline-flex h-8 items-center gap-1.5 rounded-control border border-field px-3 text-13 font-medium text-ink hover:bg-sunken">
          <Icon name="table" size={14} />
          {t('audit.csv')}
        </a>
      </AuditFilters>
      {answer.isPending ? <Skeleton shape="rows" lines={8} /> : null}
      {answer.isError && rows.length === 0 ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && rows.length === 0 ? (
        <Empty icon="history" title={t(isFiltered ? 'audit.filtered' : 'audit.empty')} action={isFiltered ? <LinkButton to="/admin/audit">{t('filter.clear')}</LinkButton> : undefined} />
      ) : null}
      {rows.length > 0 ? <LogTable rows={rows} /> : null}
      {answer.hasNextPage ? (
        <div className="py-4 text-center">
          <Button isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

const COLUMNS = ['at', 'actor', 'operation', 'target', 'result', 'took', 'address'] as const;

function LogTable({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useTranslation('audit');
  return (
    <div tabIndex={0} role="region" aria-label={t('audit.title')} className="overflow-x-auto rounded-card border border-line bg-surface">
      <table className="w-full min-w-[1000px] text-13">
        <thead>
          <tr className="border-b border-line bg-sunken">
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={cx('h-9 px-3 text-12 font-semibold whitespace-nowrap text-muted', column === 'took' ? 'text-right' : 'text-left')}>
                {t(`column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <LogRow key={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const TONES = { good: 'text-good', warn: 'text-warn', bad: 'text-bad' } as const;

function LogRow({ row }: { readonly row: Row }) {
  const { t } = useTranslation('audit');
  const format = useFormat();
  return (
    <tr className="h-(--row) border-b border-line last:border-b-0 hover:bg-bg">
      <td className="px-3 whitespace-nowrap">
        <Ago at={row.at} />
      </td>
      <td className="max-w-48 truncate px-3 font-medium" title={row.actor}>
        {row.actor}
      </td>
      <td className="max-w-60 truncate px-3 font-mono text-12" title={row.arguments ?? row.operation}>
        {row.operation}
      </td>
      <td className="max-w-72 truncate px-3" title={row.target ?? undefined}>
        {row.targetKind ? <span className="text-muted">{`${row.targetKind} `}</span> : null}
        {row.target}
      </td>
      <td className={cx('px-3 whitespace-nowrap', TONES[toneOf(row.result)])} title={row.requestId ?? undefined}>
        {t(`result.${row.result}`, { defaultValue: row.result })}
      </td>
      <td className="px-3 text-right whitespace-nowrap tabular-nums">{t('milliseconds', { value: format.number(Math.round(row.milliseconds * 10) / 10) })}</td>
      <td className="max-w-60 truncate px-3 font-mono text-12 text-muted" title={row.agent ?? undefined}>
        {row.address}
      </td>
    </tr>
  );
}
