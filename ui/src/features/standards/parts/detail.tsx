// A standard: what it says and expects, its codes, and the columns that keep it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../../app/gql';
import { Ago, Button, Card, Confirm, Empty, Failure, KindChip, Refusal, SafeHtml, Skeleton, Tabs, toast, useFormat } from '../../../kit';
import { factsOf } from '../model';
import type { Standard } from '../model';
import { DeleteStandardDoc, StandardDoc } from '../queries';
import { Codes } from './codes';
import { ColumnView } from './column-view';
import { Columns } from './columns';
import { StandardForm } from './standard-form';

const route = getRouteApi('/shell/standards');

export function Detail({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { t } = useTranslation('standards');
  const format = useFormat();
  const { tab = 'codes', column } = route.useSearch();
  const navigate = useNavigate({ from: '/standards' });
  const [layer, setLayer] = useState<'form' | 'delete' | null>(null);
  const query = useQuery(ask(StandardDoc, { id }));
  const standard = query.data?.asset;
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (!standard || standard.isRemoved || standard.details.__typename !== 'CodeListDetails') return <Empty icon="search" title={t('gone')} />;
  if (column) return <ColumnView key={column} id={column} onBack={() => void navigate({ search: { at: id, tab: 'columns' } })} />;
  const { codeCount } = factsOf(standard);
  const bound = standard.governance.assignedCount ?? 0;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Card
        title={standard.displayName}
        action={
          <span className="flex flex-wrap justify-end gap-1">
            <Link to="/a/$id" params={{ id }} search={{ tab: 'history' }} className="inline-flex items-center px-2 text-13 text-brand hover:underline">
              {t('history', { version: `${standard.version.major}.${standard.version.minor}` })}
            </Link>
            {standard.mayEdit ? (
              <>
                <Button size="small" tone="quiet" icon="edit" onClick={() => setLayer('form')}>
                  {t('change')}
                </Button>
                <Button size="small" tone="quiet" icon="trash" onClick={() => setLayer('delete')}>
                  {t('delete')}
                </Button>
              </>
            ) : null}
          </span>
        }
      >
        <div className="flex flex-col gap-3">
          <p className="flex flex-wrap items-center gap-2 text-13 text-muted">
            <KindChip kind="CODE_LIST" />
            <span>
              {t('changed')} <Ago at={standard.lastChangedAt} />
            </span>
          </p>
          {standard.descriptionHtml ? <SafeHtml html={standard.descriptionHtml} /> : <p className="text-13 text-muted">{t('undescribed')}</p>}
          <Facts standard={standard} />
        </div>
      </Card>
      <Tabs
        label={standard.displayName}
        value={tab}
        tabs={[
          { id: 'codes', label: t('codes.title'), count: format.number(codeCount) },
          { id: 'columns', label: t('columns.title'), count: format.number(bound) },
        ]}
        onChange={(next) => void navigate({ search: { at: id, tab: next === 'columns' ? 'columns' : 'codes' } })}
      >
        {tab === 'codes' ? <Codes standard={standard} /> : <Columns standard={standard} onOpen={(next) => void navigate({ search: { at: id, tab: 'columns', column: next } })} />}
      </Tabs>
      {layer === 'form' ? <StandardForm standard={standard} onClose={() => setLayer(null)} onSaved={() => setLayer(null)} /> : null}
      {layer === 'delete' ? <Delete standard={standard} onClose={() => setLayer(null)} onDeleted={onClose} /> : null}
    </div>
  );
}

function Delete({ standard, onClose, onDeleted }: { readonly standard: Standard; readonly onClose: () => void; readonly onDeleted: () => void }) {
  const { t } = useTranslation('standards');
  const format = useFormat();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => gql(DeleteStandardDoc, { id: standard.id }),
    async onSuccess() {
      toast('good', t('deleted', { name: standard.displayName }));
      onDeleted();
      await client.invalidateQueries();
    },
  });
  const count = standard.governance.assignedCount ?? 0;
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={t('deleteTitle', { name: standard.displayName })}
      text={t('deleteText', { count, shown: format.number(count) })}
      action={t('delete')}
      isBusy={remove.isPending}
      error={<Refusal error={remove.error} />}
      onConfirm={() => remove.mutate()}
    />
  );
}

function Facts({ standard }: { readonly standard: Standard }) {
  const { t } = useTranslation('standards');
  const facts = factsOf(standard);
  const rows: [string, string][] = [
    [t('document'), facts.standard],
    [t('expectedClass'), facts.expectedClass === '' ? '' : t(`class.${facts.expectedClass}`)],
    [t('maxLength'), facts.maxLength],
    [t('pattern'), facts.pattern],
    [t('owners'), standard.owners.map(({ displayName }) => displayName).join(t('separator'))],
  ];
  return (
    <dl className="grid grid-cols-[minmax(120px,auto)_minmax(0,1fr)] gap-x-6 text-13">
      {rows
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid border-t border-line py-1.5 first:border-t-0">
            <dt className="text-muted">{name}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </div>
        ))}
    </dl>
  );
}
