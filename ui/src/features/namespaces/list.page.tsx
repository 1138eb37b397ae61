// The systems that assets live in, with the other names that mean them; making two systems one.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../app/gql';
import type { NamespacesQuery } from '../../gql/types';
import { Ago, Button, Confirm, DataTable, Empty, Failure, FilterInput, IconButton, Page as Frame, Refusal, Skeleton, toast, useFormat } from '../../kit';
import type { Column } from '../../kit';
import { AliasDialog } from './parts/alias-dialog';
import { MergeDialog } from './parts/merge-dialog';
import { NamespacesDoc, RemoveAliasDoc } from './queries';

type Namespace = NamespacesQuery['namespaces'][number];
type Alias = Namespace['aliases'][number];
type Layer = { readonly act: 'add' | 'merge'; readonly name: string } | { readonly act: 'remove'; readonly alias: string } | null;

/** Where glossaries, domains and the like live: no system that tools have names for. */
const CATALOG = 'cadastre';

/** One name of a system: its own, or another; each is a row, so that a system with many names stays readable. */
interface Row {
  readonly namespace: Namespace;
  readonly alias: Alias | null;
}

function rowsOf(namespaces: readonly Namespace[], filter: string): Row[] {
  const wanted = filter.trim().toLowerCase();
  const fits = ({ name, aliases }: Namespace) => name.toLowerCase().includes(wanted) || aliases.some((alias) => alias.name.toLowerCase().includes(wanted));
  return namespaces.filter(fits).flatMap((namespace) => [{ namespace, alias: null }, ...namespace.aliases.map((alias) => ({ namespace, alias }))]);
}

function RemoveDialog({ alias, onClose }: { readonly alias: string; readonly onClose: () => void }) {
  const { t } = useTranslation('namespaces');
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => gql(RemoveAliasDoc, { alias }),
    async onSuccess() {
      toast('good', t('removed', { alias }));
      onClose();
      await client.invalidateQueries({ queryKey: [NamespacesDoc.name] });
    },
  });
  return <Confirm isOpen onClose={onClose} title={t('removeTitle')} text={t('removeText', { alias })} action={t('removeAction')} isBusy={remove.isPending} error={<Refusal error={remove.error} />} onConfirm={() => remove.mutate()} />;
}

function useColumns(onAct: (layer: Layer) => void, canMerge: boolean): Column<Row>[] {
  const { t } = useTranslation('namespaces');
  return [
    {
      id: 'name',
      title: t('name'),
      width: 'minmax(240px, 4fr)',
      cell: ({ namespace, alias }) =>
        alias ? (
          <code className="truncate pl-6 font-mono text-12 text-muted" title={alias.name}>
            {alias.name}
          </code>
        ) : (
          <code className="truncate font-mono text-13 font-medium" title={namespace.name}>
            {namespace.name}
          </code>
        ),
    },
    { id: 'sort', title: t('sort'), width: '150px', cell: ({ alias }) => (alias ? <span className="text-muted">{t('other')}</span> : t('own')) },
    { id: 'by', title: t('by'), width: 'minmax(90px, 1fr)', cell: ({ alias }) => <span className="truncate">{alias?.by ?? ''}</span> },
    { id: 'at', title: t('at'), width: '130px', cell: ({ alias }) => (alias?.at ? <Ago at={alias.at} /> : null) },
    {
      id: 'actions',
      title: t('actions'),
      width: '230px',
      align: 'right',
      cell: ({ namespace, alias }) =>
        namespace.name === CATALOG ? null : alias ? (
          <IconButton icon="trash" label={t('remove', { alias: alias.name })} onClick={() => onAct({ act: 'remove', alias: alias.name })} className="size-7" />
        ) : (
          <span className="flex gap-1">
            <Button size="small" tone="quiet" icon="plus" aria-label={t('addTo', { name: namespace.name })} onClick={() => onAct({ act: 'add', name: namespace.name })}>
              {t('add')}
            </Button>
            {canMerge ? (
              <Button size="small" tone="quiet" icon="swap" aria-label={t('mergeOne', { name: namespace.name })} onClick={() => onAct({ act: 'merge', name: namespace.name })}>
                {t('merge.action')}
              </Button>
            ) : null}
          </span>
        ),
    },
  ];
}

export function Page() {
  const { t } = useTranslation('namespaces');
  const format = useFormat();
  const answer = useQuery(ask(NamespacesDoc, {}));
  const [filter, setFilter] = useState('');
  const [layer, setLayer] = useState<Layer>(null);
  const all = answer.data?.namespaces;
  const others = (all ?? []).map(({ name }) => name).filter((name) => name !== CATALOG);
  const columns = useColumns(setLayer, others.length > 1);
  const rows = all ? rowsOf(all, filter) : [];
  const close = () => setLayer(null);
  return (
    <Frame title={t('title')} lead={t('lead')}>
      {answer.isPending ? <Skeleton lines={6} shape="rows" /> : null}
      {answer.isError && !all ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {all?.length === 0 ? <Empty icon="link" title={t('none')} text={t('noneText')} /> : null}
      {all && all.length > 0 ? (
        <div className="mb-3 flex flex-wrap items-center gap-3">
          <FilterInput label={t('filter')} value={filter} onChange={setFilter} className="w-72" />
          <p role="status" className="text-13 text-muted tabular-nums">
            {t('count', { count: rows.length, shown: format.number(rows.length) })}
          </p>
        </div>
      ) : null}
      {all && all.length > 0 && rows.length === 0 ? <Empty icon="search" title={t('noneFound')} /> : null}
      {rows.length > 0 ? <DataTable label={t('title')} columns={columns} rows={rows} rowKey={({ namespace, alias }) => `${namespace.name} ${alias?.name ?? ''}`} /> : null}
      {layer?.act === 'add' ? <AliasDialog namespace={layer.name} onClose={close} /> : null}
      {layer?.act === 'remove' ? <RemoveDialog alias={layer.alias} onClose={close} /> : null}
      {layer?.act === 'merge' && all ? <MergeDialog from={layer.name} names={others.filter((name) => name !== layer.name)} onClose={close} /> : null}
    </Frame>
  );
}
