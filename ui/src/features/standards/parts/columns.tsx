// The columns that keep a standard: how far each does, and how to let others keep it.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../../app/gql';
import { usePaused } from '../../../app/suggestions';
import { Ago, Button, Card, Dialog, Empty, Failure, IconButton, Meter, Refusal, Skeleton, StateChip, toast, TokenField } from '../../../kit';
import type { BoundColumn, Standard } from '../model';
import { BindColumnsDoc, ColumnsToBindDoc, StandardColumnsDoc } from '../queries';

interface Props {
  readonly standard: Standard;
  readonly onOpen: (column: string) => void;
}

function useBind(standard: string | null, said: string, onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[]) => gql(BindColumnsDoc, { ids: [...ids], standard }),
    async onSuccess() {
      toast('good', said);
      onDone();
      await client.invalidateQueries();
    },
  });
}

function BindDialog({ standard, onClose }: { readonly standard: Standard; readonly onClose: () => void }) {
  const { t } = useTranslation('standards');
  const [search, setSearch] = useState('');
  const [ids, setIds] = useState<readonly string[]>([]);
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const found = useQuery({ ...ask(ColumnsToBindDoc, { query: usePaused(search.trim()) }), placeholderData: (previous) => previous });
  const choices = (found.data?.search.hits ?? []).map(({ asset }) => ({ value: asset.id, label: asset.fullName }));
  const bind = useBind(standard.id, t('columns.bound'), onClose);
  return (
    <Dialog
      isOpen
      shape="wide"
      onClose={onClose}
      title={t('columns.bindTitle', { name: standard.displayName })}
      text={t('columns.bindText')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" disabled={ids.length === 0} isBusy={bind.isPending} onClick={() => bind.mutate(ids)}>
            {t('columns.bind')}
          </Button>
        </>
      }
    >
      <TokenField
        label={t('columns.title')}
        values={ids}
        choices={choices}
        isSearched
        nameOf={(id) => names.get(id) ?? id}
        onSearch={setSearch}
        onChange={(next) => {
          setNames(new Map([...names, ...choices.map(({ value, label }) => [value, label] as const)]));
          setIds(next);
        }}
      />
      <Refusal error={bind.error} />
    </Dialog>
  );
}

function Row({ one, mayEdit, onOpen }: { readonly one: BoundColumn; readonly mayEdit: boolean; readonly onOpen: () => void }) {
  const { t } = useTranslation('standards');
  const release = useBind(null, t('columns.released'), () => undefined);
  const name = [one.table?.displayName, one.column.displayName].filter(Boolean).join('.');
  return (
    <li className="grid grid-cols-[minmax(0,3fr)_minmax(160px,2fr)_auto] items-center gap-4 border-b border-line px-4 py-2 text-13 last:border-b-0">
      <span className="min-w-0">
        <button type="button" onClick={onOpen} className="min-h-6 max-w-full truncate text-left font-mono font-medium hover:text-brand hover:underline">
          {name}
        </button>
        <span className="flex flex-wrap gap-1">
          {one.differences.map((difference) => (
            <StateChip key={difference} state="warn">
              {t(`difference.${difference}`)}
            </StateChip>
          ))}
        </span>
      </span>
      {one.contrast ? (
        <span>
          <Meter label={t('ratio')} part={one.contrast.mapped} whole={one.contrast.distinct} />
          <span className="text-12 text-muted">
            <Ago at={one.contrast.readAt} />
          </span>
        </span>
      ) : (
        <span className="text-muted">{t('columns.unread')}</span>
      )}
      {mayEdit ? <IconButton icon="close" label={t('columns.release', { name })} onClick={() => release.mutate([one.column.id])} className="size-7" /> : <span />}
    </li>
  );
}

export function Columns({ standard, onOpen }: Props) {
  const { t } = useTranslation('standards');
  const [isBinding, setBinding] = useState(false);
  const query = useInfiniteQuery({
    queryKey: ['StandardColumns', { standard: standard.id }],
    queryFn: ({ pageParam, signal }) => gql(StandardColumnsDoc, { standard: standard.id, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.standardColumns.pageInfo.hasNextPage ? (last.standardColumns.pageInfo.endCursor ?? null) : null),
  });
  const rows = query.data?.pages.flatMap((page) => page.standardColumns.nodes) ?? [];
  const add = standard.mayEdit ? (
    <Button size="small" icon="plus" onClick={() => setBinding(true)}>
      {t('columns.add')}
    </Button>
  ) : undefined;
  return (
    <Card isFlush title={t('columns.title')} action={add}>
      {query.isPending ? (
        <div className="p-4">
          <Skeleton lines={4} />
        </div>
      ) : null}
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && rows.length === 0 ? <Empty icon="column" title={t('columns.none')} text={t('columns.noneText')} /> : null}
      <ul>
        {rows.map((one) => (
          <Row key={one.column.id} one={one} mayEdit={standard.mayEdit} onOpen={() => onOpen(one.column.id)} />
        ))}
      </ul>
      {query.hasNextPage ? (
        <div className="px-4 py-2">
          <Button tone="quiet" icon="down" isBusy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
      {isBinding ? <BindDialog standard={standard} onClose={() => setBinding(false)} /> : null}
    </Card>
  );
}
