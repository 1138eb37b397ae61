// What a KPI was before each change, newest first, read when it is asked for.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { Ago, Button, Card, Failure, Skeleton } from '../../../kit';
import { KpiVersionsDoc } from '../queries';
import { MoreRows } from './asset-rows';

/** The fields that differ between two definitions. */
export function changedFields(now: unknown, before: unknown): string[] {
  const [one, other] = [Object(now) as Record<string, unknown>, Object(before) as Record<string, unknown>];
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key])).toSorted();
}

export function KpiVersions({ id }: { readonly id: string }) {
  const { t } = useTranslation('worth');
  const [isOpen, setOpen] = useState(false);
  const answer = useInfiniteQuery({
    queryKey: ['KpiVersions', id],
    queryFn: ({ pageParam, signal }) => gql(KpiVersionsDoc, { id, after: pageParam }, signal),
    enabled: isOpen,
    initialPageParam: null as string | null,
    getNextPageParam: ({ kpiVersions: { pageInfo } }) => (pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null),
  });
  const versions = answer.data?.pages.flatMap(({ kpiVersions }) => kpiVersions.nodes) ?? [];
  const toggle = (
    <Button size="small" tone="quiet" aria-expanded={isOpen} className="print:hidden" onClick={() => setOpen(!isOpen)}>
      {t(isOpen ? 'versions.hide' : 'versions.show')}
    </Button>
  );
  return (
    <Card isFlush title={t('versions.title')} action={toggle}>
      {isOpen && answer.isPending ? <Skeleton lines={3} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {isOpen ? (
        <ol>
          {versions.map(({ version, changedAt, changedBy, definition }, place) => {
            const before = versions[place + 1];
            const fields = before ? changedFields(definition, before.definition) : [];
            return (
              <li key={version} className="flex min-h-(--row) flex-wrap items-center gap-x-3 border-b border-line px-4 py-1 text-13 last:border-b-0">
                <span className="font-mono text-12">{`v${version}`}</span>
                <span>{changedBy}</span>
                <span className="text-muted">{version === 1 ? t('versions.made') : fields.length > 0 ? t('versions.changed', { fields: fields.join(t('comma')) }) : ''}</span>
                <span className="ml-auto text-12 text-muted">
                  <Ago at={changedAt} />
                </span>
              </li>
            );
          })}
        </ol>
      ) : null}
      {isOpen && answer.hasNextPage ? <MoreRows isBusy={answer.isFetchingNextPage} onMore={() => void answer.fetchNextPage()} /> : null}
    </Card>
  );
}
