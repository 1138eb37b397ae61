// All suites: what each came to last, and when it runs next.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { gql } from '../../app/gql';
import { useMay } from '../../app/session';
import type { SuitesQuery } from '../../gql/types';
import { Ago, Button, Empty, Failure, LinkButton, Page as Frame, Skeleton, useFormat } from '../../kit';
import { TallyBar, useTallyWords } from './parts/tally';
import { RunSuite } from './parts/suite-actions';
import { SuitesDoc } from './suite-queries';

const COLUMNS = ['suite', 'tally', 'next', 'actions'] as const;

export function Page() {
  const { t } = useTranslation('quality');
  const may = useMay();
  const answer = useInfiniteQuery({
    queryKey: ['Suites'],
    queryFn: ({ pageParam, signal }) => gql(SuitesDoc, { after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.suites.pageInfo.hasNextPage ? (last.suites.pageInfo.endCursor ?? null) : null),
  });
  const suites = answer.data?.pages.flatMap((part) => part.suites.nodes) ?? [];
  const make = may('MANAGE_QUALITY') ? (
    <LinkButton to="/quality/suites/new" tone="primary" icon="plus">
      {t('suites.new')}
    </LinkButton>
  ) : null;
  return (
    <Frame
      title={t('suites.title')}
      lead={t('suites.lead')}
      actions={
        <>
          <LinkButton to="/quality">{t('title')}</LinkButton>
          {suites.length > 0 ? make : null}
        </>
      }
    >
      {answer.isPending ? <Skeleton shape="rows" lines={6} /> : null}
      {answer.isError && suites.length === 0 ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && suites.length === 0 ? <Empty icon="rows" title={t('suites.none')} text={t(make ? 'empty.text' : 'empty.ask')} action={make} /> : null}
      {suites.length > 0 ? (
        <div tabIndex={0} role="region" aria-label={t('suites.title')} className="overflow-x-auto rounded-card border border-line bg-surface">
          <table className="w-full min-w-[760px] text-13">
            <thead>
              <tr className="border-b border-line bg-sunken">
                {COLUMNS.map((column) => (
                  <th key={column} scope="col" className="h-9 px-3 text-left text-12 font-semibold text-muted">
                    {column === 'actions' ? <span className="sr-only">{t('column.actions')}</span> : t(`column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {suites.map((suite) => (
                <SuiteRow key={suite.id} suite={suite} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {answer.hasNextPage ? (
        <div className="py-4 text-center">
          <Button isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </Frame>
  );
}

function SuiteRow({ suite }: { readonly suite: SuitesQuery['suites']['nodes'][number] }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const words = useTallyWords();
  const may = useMay();
  return (
    <tr className="border-b border-line last:border-b-0 hover:bg-bg">
      <td className="max-w-100 px-3 py-2">
        <Link to="/quality/suites/$id" params={{ id: suite.id }} className="font-medium text-brand hover:underline">
          {suite.name}
        </Link>
        <p className="text-12 text-muted">{t('checks', { count: suite.items.length, shown: format.number(suite.items.length) })}</p>
      </td>
      <td className="w-80 px-3">
        <TallyBar tally={suite.tally} label={suite.name} />
        <p className="mt-1 text-12 text-muted">{words(suite.tally)}</p>
      </td>
      <td className="px-3 whitespace-nowrap">
        <NextRun suite={suite} />
      </td>
      <td className="px-3 text-right">{may('MANAGE_QUALITY') ? <RunSuite suite={suite} isCompact /> : null}</td>
    </tr>
  );
}

export function NextRun({ suite }: { readonly suite: { readonly nextAt?: string | null; readonly cron?: string | null; readonly timezone?: string | null; readonly isAfterCrawl: boolean; readonly isAfterRun: boolean; readonly isEnabled: boolean } }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const triggers = [...(suite.isAfterCrawl ? [t('timing.afterCrawl')] : []), ...(suite.isAfterRun ? [t('timing.afterRun')] : [])].join(' · ');
  if (!suite.isEnabled) return <span className="text-muted">{t('timing.off')}</span>;
  return (
    <>
      {suite.nextAt ? (
        <span title={format.dateTime(suite.nextAt)}>
          <Ago at={suite.nextAt} />
        </span>
      ) : (
        <span className="text-muted">{triggers || t('timing.byHand')}</span>
      )}
      {suite.cron ? (
        <p className="text-12 text-muted">
          <code className="font-mono">{suite.cron}</code> ({suite.timezone}){triggers === '' ? '' : ` · ${triggers}`}
        </p>
      ) : null}
    </>
  );
}
