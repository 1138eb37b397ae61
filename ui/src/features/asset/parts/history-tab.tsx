// The versions of an asset, newest first: what changed, by whom, and the page as
// it was. Two versions can be compared.
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BreakingChip, FieldChanges, OperationChip, RevertButton } from '../../../app/change-parts';
import { useSummary } from '../../../app/commit-summary';
import { ask, gql } from '../../../app/gql';
import type { AssetHistoryQuery } from '../../../gql/types';
import { Ago, Button, Card, Checkbox, cx, Empty, Failure, KindIcon, Skeleton, useFormat } from '../../../kit';
import type { Asset } from '../model';
import { DiffDoc, HistoryDoc } from '../queries';

type Change = NonNullable<AssetHistoryQuery['asset']>['history']['nodes'][number];

const PAGE_SIZE = 30;

function Comparison({ asset, from, to, onClose }: { readonly asset: Asset; readonly from: number; readonly to: number | null; readonly onClose: () => void }) {
  const { t } = useTranslation('asset');
  const format = useFormat();
  const query = useQuery(ask(DiffDoc, { id: asset.id, from, to }));
  return (
    <Card
      title={to === null ? t('history.sinceTitle', { from: format.number(from) }) : t('history.betweenTitle', { from: format.number(from), to: format.number(to) })}
      action={
        <Button tone="quiet" size="small" icon="close" onClick={onClose}>
          {t('history.closeDiff')}
        </Button>
      }
    >
      {query.isPending ? <Skeleton lines={4} /> : null}
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data?.asset ? query.data.asset.diff.length === 0 ? <p className="text-13 text-muted">{t('history.same')}</p> : <FieldChanges fields={query.data.asset.diff} /> : null}
    </Card>
  );
}

interface ItemProps {
  readonly asset: Asset;
  readonly change: Change;
  readonly isShown: boolean;
  readonly onCompare: () => void;
}

function Item({ asset, change, isShown, onCompare }: ItemProps) {
  const { t } = useTranslation('asset');
  const navigate = useNavigate();
  const summarised = useSummary();
  const isOwn = change.asset?.id === asset.id;
  return (
    <li className={cx('relative border-l border-line pb-5 pl-6 last:pb-0', isShown && 'bg-warn-soft')}>
      <span aria-hidden className={cx('absolute top-1.5 -left-1.25 size-2.5 rounded-full border-2', change.isBreaking ? 'border-warn bg-warn' : 'border-brand bg-bg')} />
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <span className="font-mono text-13 font-semibold">
          v{change.version.major}.{change.version.minor}
        </span>
        <OperationChip operation={change.operation} />
        {change.isBreaking ? <BreakingChip /> : null}
        {isOwn || !change.asset ? null : (
          <Link to="/a/$id" params={{ id: change.asset.id }} className="inline-flex items-center gap-1 font-mono text-13 hover:underline">
            <KindIcon kind={change.asset.kind} size={13} />
            {change.asset.name}
          </Link>
        )}
        <span className="text-12 text-muted">
          <Ago at={change.at} /> · {change.actor} · {t(`origin.${change.origin}`)}
        </span>
        <span className="ml-auto flex flex-wrap gap-1">
          {/* As of the end of its commit: in the middle of one, a table may not have its columns yet. */}
          <Button tone="quiet" size="small" icon="history" onClick={() => void navigate({ to: '/a/$id', params: { id: asset.id }, search: { at: String(change.commit.last) } })}>
            {t('history.view')}
          </Button>
          {isOwn ? (
            <Button tone="quiet" size="small" icon="diff" onClick={onCompare}>
              {t('history.compare')}
            </Button>
          ) : null}
          <RevertButton commit={change.commit} count={change.commit.last - change.commit.first + 1} />
        </span>
      </div>
      <p className="mt-0.5 text-12 text-muted">
        <Link to="/changes" search={{ commit: change.commit.id }} className="hover:underline">
          {summarised(change.commit.summary)}
        </Link>
      </p>
      {change.fields.length > 0 ? (
        <div className="mt-2 rounded-card border border-line bg-surface px-4 py-2">
          <FieldChanges fields={change.fields} isCreation={change.operation === 'CREATED'} />
        </div>
      ) : null}
    </li>
  );
}

export function HistoryTab({ asset, at }: { readonly asset: Asset; readonly at: string | undefined }) {
  const { t } = useTranslation('asset');
  const [withChildren, setWithChildren] = useState(false);
  const [compared, setCompared] = useState<number | null>(null);
  const query = useInfiniteQuery({
    queryKey: ['AssetHistory', { id: asset.id, withChildren }],
    queryFn: ({ pageParam, signal }) => gql(HistoryDoc, { id: asset.id, withChildren, first: PAGE_SIZE, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.asset?.history.pageInfo.hasNextPage ? (last.asset.history.pageInfo.endCursor ?? null) : null),
  });
  const changes = query.data?.pages.flatMap((page) => page.asset?.history.nodes ?? []) ?? [];
  return (
    <div className="flex flex-col gap-4">
      {asset.childCounts.length > 0 ? <Checkbox checked={withChildren} onChange={setWithChildren} label={t('history.withChildren')} className="self-start" /> : null}
      {compared === null ? null : <Comparison asset={asset} from={compared} to={at && /^\d+$/.test(at) && Number(at) > compared ? Number(at) : null} onClose={() => setCompared(null)} />}
      {query.isPending ? <Skeleton lines={8} /> : null}
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && changes.length === 0 ? <Empty icon="history" title={t('history.none')} /> : null}
      <ol className="ml-1.5">
        {changes.map((change) => (
          <Item key={change.number} asset={asset} change={change} isShown={at === String(change.commit.last)} onCompare={() => setCompared(change.number)} />
        ))}
      </ol>
      {query.hasNextPage ? (
        <div>
          <Button isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('history.more')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
