// How well the SQL of each source is understood, why not better, and the statements
// with a gap: what lineage does not know is said as plainly as what it does.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../app/gql';
import { assetPage } from '../../app/places';
import { Button, Card, cx, Empty, Failure, KindIcon, LinkButton, Page as Frame, Select, Skeleton, StateChip, TagChip, useFormat } from '../../kit';
import type { SqlCoverageQuery, SqlGapsQuery } from '../../gql/types';
import { type Counts, GAPS, type Part, PARTS, shareOf, sumOf, totalOf } from './model';
import { sqlCoverage, sqlGaps } from './queries';

const route = getRouteApi('/shell/sql');
const TONES: Readonly<Record<Part, string>> = { complete: 'bg-good', partial: 'bg-warn', opaque: 'bg-field', failed: 'bg-bad' };
const STATES = { COMPLETE: 'good', PARTIAL: 'warn', OPAQUE: 'unknown', FAILED: 'bad' } as const;
/** Remarks of one statement that are shown; the asset's page has its SQL. */
const NOTES = 3;

type Source = SqlCoverageQuery['sqlCoverage'][number];
type Gap = SqlGapsQuery['sqlGaps']['nodes'][number];

export function Page() {
  const { t } = useTranslation('sql');
  const answer = useQuery(ask(sqlCoverage, {}));
  const sources = answer.data?.sqlCoverage ?? [];
  return (
    <Frame title={t('title')} lead={t('lead')}>
      {answer.isPending ? <Skeleton lines={6} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && sources.length === 0 ? <Empty icon="query" title={t('empty.title')} text={t('empty.text')} action={<LinkButton to="/sources">{t('empty.action')}</LinkButton>} /> : null}
      {sources.length > 0 ? (
        <div className="flex flex-col gap-4">
          <Sources sources={sources} />
          <Gaps sources={sources} />
        </div>
      ) : null}
    </Frame>
  );
}

function Sources({ sources }: { readonly sources: readonly Source[] }) {
  const { t } = useTranslation('sql');
  const format = useFormat();
  const all = sumOf(sources);
  return (
    <Card title={t('sources', { count: totalOf(all), formatted: format.number(totalOf(all)) })} isFlush>
      <div tabIndex={0} role="region" aria-label={t('table')} className="overflow-x-auto">
        <table className="w-full min-w-[860px] text-13">
          <caption className="sr-only">{t('table')}</caption>
          <thead>
            <tr className="border-b border-line bg-sunken">
              {(['source', 'understood', ...PARTS, 'why'] as const).map((column) => (
                <th key={column} scope="col" className={cx('h-9 px-3 text-12 font-semibold whitespace-nowrap text-muted', PARTS.some((part) => part === column) ? 'text-right' : 'text-left')}>
                  {t(`column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {sources.map((source) => (
              <SourceRow key={source.source?.id ?? ''} source={source} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function SourceRow({ source }: { readonly source: Source }) {
  const { t } = useTranslation('sql');
  const format = useFormat();
  const code = useCodeName();
  return (
    <tr className="h-(--row) border-b border-line last:border-b-0">
      <th scope="row" className="px-3 text-left font-medium">
        {source.source ? (
          <Link to="/sql" search={{ source: source.source.id }} className="text-brand hover:underline">
            {source.source.name}
          </Link>
        ) : (
          t('reported')
        )}
      </th>
      <td className="min-w-56 px-3">
        <Bar counts={source} />
      </td>
      {PARTS.map((part) => (
        <td key={part} className="px-3 text-right tabular-nums">
          {format.number(source[part])}
        </td>
      ))}
      <td className="px-3">
        <span className="flex flex-wrap gap-1 py-1">
          {source.reasons.slice(0, NOTES).map((reason) => (
            <TagChip key={reason.code} title={code(reason.code)}>
              {`${code(reason.code)} · ${format.number(reason.count)}`}
            </TagChip>
          ))}
        </span>
      </td>
    </tr>
  );
}

function Bar({ counts }: { readonly counts: Counts }) {
  const format = useFormat();
  const total = totalOf(counts);
  const share = shareOf(counts);
  return (
    <span className="flex items-center gap-2">
      <span aria-hidden className="flex h-2 min-w-24 flex-1 overflow-hidden rounded-chip bg-sunken inset-ring inset-ring-line">
        {PARTS.map((part) => (counts[part] > 0 ? <span key={part} className={TONES[part]} style={{ width: `${(counts[part] / total) * 100}%` }} /> : null))}
      </span>
      <span className="w-14 text-right font-semibold tabular-nums">{share === null ? '–' : format.percent(share)}</span>
    </span>
  );
}

function Gaps({ sources }: { readonly sources: readonly Source[] }) {
  const { t } = useTranslation('sql');
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/sql' });
  const filter = { ...(search.source && { source: search.source }), ...(search.status && { status: search.status }) };
  const answer = useInfiniteQuery({
    queryKey: ['SqlGaps', filter],
    queryFn: ({ pageParam, signal }) => gql(sqlGaps, { ...filter, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.sqlGaps.pageInfo.hasNextPage ? last.sqlGaps.pageInfo.endCursor : null),
  });
  const gaps = answer.data?.pages.flatMap((page) => page.sqlGaps.nodes) ?? [];
  const named = sources.flatMap(({ source }) => (source ? [{ value: source.id, label: source.name }] : []));
  return (
    <Card
      title={t('gaps')}
      isFlush
      action={
        <div className="flex flex-wrap gap-2 py-1">
          <Select label={t('filter.source')} value={search.source ?? ''} options={[{ value: '', label: t('filter.allSources') }, ...named]} onChange={(source) => void navigate({ search: (before) => ({ ...before, source: source || undefined }) })} />
          <Select label={t('filter.status')} value={search.status ?? ''} options={[{ value: '', label: t('filter.allStatuses') }, ...GAPS.map((status) => ({ value: status, label: t(`status.${status}`) }))]} onChange={(status) => void navigate({ search: (before) => ({ ...before, status: status || undefined }) })} />
        </div>
      }
    >
      {answer.isPending ? <Skeleton shape="rows" lines={5} /> : null}
      {answer.isError && gaps.length === 0 ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && gaps.length === 0 ? <Empty icon="check" title={t('noGaps')} /> : null}
      <ul>
        {gaps.map((gap) => (
          <GapRow key={`${gap.asset.id}-${gap.position}`} gap={gap} />
        ))}
      </ul>
      {answer.hasNextPage ? (
        <div className="p-3 text-center">
          <Button isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

function GapRow({ gap }: { readonly gap: Gap }) {
  const { t } = useTranslation('sql');
  const format = useFormat();
  const code = useCodeName();
  return (
    <li className="border-b border-line px-4 py-2 text-13 last:border-b-0">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateChip state={STATES[gap.status]}>{t(`status.${gap.status}`)}</StateChip>
        <Link to={assetPage(gap.asset.id)} className="inline-flex items-center gap-1.5 font-mono font-medium hover:text-brand hover:underline">
          <KindIcon kind={gap.asset.kind} />
          {gap.asset.displayName}
        </Link>
        <span className="text-muted">{t('statement', { number: gap.position + 1 })}</span>
        <span className="text-muted tabular-nums">{t('words', { share: format.percent(gap.coverage) })}</span>
        {gap.dialect ? <TagChip>{gap.dialect}</TagChip> : null}
      </p>
      <ul className="mt-1 flex flex-col gap-0.5 text-muted">
        {gap.notes.slice(0, NOTES).map((note, at) => (
          <li key={at} className="wrap-anywhere">
            <span className="font-medium text-ink">{code(note.code)}</span>
            {` ${note.message}`}
          </li>
        ))}
        {gap.notes.length > NOTES ? <li>{t('moreNotes', { count: gap.notes.length - NOTES })}</li> : null}
      </ul>
    </li>
  );
}

/** The words for a remark's code; the code itself, made readable, where there are none. */
function useCodeName(): (code: string) => string {
  const { t, i18n } = useTranslation('sql');
  return (code) => (i18n.exists(`sql:code.${code}`) ? t(`code.${code}`) : code.replaceAll('_', ' '));
}
