// The custom properties that assets may have, by kind: what they are called, which values they take.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, asApiError, gql } from '../../app/gql';
import type { AssetKind } from '../../gql/types';
import { Button, Confirm, DataTable, Empty, Failure, IconButton, Page as Frame, Refusal, Select, Skeleton, TagChip, toast, useKindName } from '../../kit';
import type { Column } from '../../kit';
import { KINDS } from './model';
import type { Property } from './model';
import { PropertyForm } from './parts/property-form';
import { DeletePropertyDoc, PropertiesDoc } from './queries';

const route = getRouteApi('/shell/admin/properties');
/** No property is called so: names begin with a letter. */
const NEW = '+';

function DeleteDialog({ property, onClose }: { readonly property: Property; readonly onClose: () => void }) {
  const { t } = useTranslation('properties');
  const client = useQueryClient();
  const [isForced, setForced] = useState(false);
  const remove = useMutation({
    mutationFn: () => gql(DeletePropertyDoc, { name: property.name, force: isForced }),
    async onSuccess({ deleteProperty }) {
      toast('good', t('deleted', { name: property.name, count: deleteProperty }));
      onClose();
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    },
    onError(error) {
      // It is in use: the next press takes it from the assets, too, after saying so.
      if (asApiError(error).code === 'CONFLICT') setForced(true);
    },
  });
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={t('deleteTitle', { name: property.name })}
      text={t(isForced ? 'deleteForced' : 'deleteText')}
      action={t(isForced ? 'deleteEverywhere' : 'delete')}
      isBusy={remove.isPending}
      error={<Refusal error={remove.error} />}
      onConfirm={() => remove.mutate()}
    />
  );
}

function useColumns(onOpen: (name: string) => void, onDelete: (property: Property) => void): Column<Property>[] {
  const { t, i18n } = useTranslation('properties');
  const kindName = useKindName();
  const isChinese = i18n.language.startsWith('zh');
  return [
    {
      id: 'title',
      title: t('heading'),
      width: 'minmax(140px, 2fr)',
      cell: (property) => (
        <button type="button" onClick={() => onOpen(property.name)} className="min-h-6 truncate font-medium hover:text-brand hover:underline" title={property.description || property.name}>
          {(isChinese ? property.titleZh : property.titleEn) || property.name}
        </button>
      ),
    },
    { id: 'name', title: t('name'), width: 'minmax(110px, 1fr)', cell: (property) => <code className="truncate font-mono text-12">{property.name}</code> },
    { id: 'type', title: t('type.label'), width: '120px', cell: (property) => t(`type.${property.propertyType}`) },
    {
      id: 'kinds',
      title: t('kinds'),
      width: 'minmax(140px, 2fr)',
      cell: (property) => (
        <span className="truncate" title={property.kinds.map(kindName).join(t('separator'))}>
          {property.kinds.map(kindName).join(t('separator'))}
        </span>
      ),
    },
    {
      id: 'values',
      title: t('values'),
      width: 'minmax(120px, 2fr)',
      cell: (property) => <span className="truncate">{property.choices.length > 0 ? property.choices.join(t('separator')) : property.pattern ? <code className="font-mono text-12">{property.pattern}</code> : <span className="text-muted">{t('any')}</span>}</span>,
    },
    { id: 'required', title: t('required'), width: '96px', cell: (property) => (property.isRequired ? <TagChip icon="check">{t('expected')}</TagChip> : null) },
    {
      id: 'actions',
      title: t('actions'),
      width: '80px',
      align: 'right',
      cell: (property) => (
        <>
          <IconButton icon="edit" label={t('change', { name: property.name })} onClick={() => onOpen(property.name)} className="size-7" />
          <IconButton icon="trash" label={t('deleteOne', { name: property.name })} onClick={() => onDelete(property)} className="size-7" />
        </>
      ),
    },
  ];
}

export function Page() {
  const { t } = useTranslation('properties');
  const kindName = useKindName();
  const { kind: wanted, property: chosen } = route.useSearch();
  const navigate = useNavigate({ from: '/admin/properties' });
  const answer = useQuery(ask(PropertiesDoc, {}));
  const [deleted, setDeleted] = useState<Property | null>(null);
  const kind = KINDS.find((one) => one === wanted);
  const open = (property: string | undefined) => void navigate({ search: { ...(kind ? { kind } : {}), property } });
  const columns = useColumns(open, setDeleted);
  const all = answer.data?.customProperties;
  const shown = kind ? all?.filter(({ kinds }) => kinds.includes(kind)) : all;
  const found = all?.find(({ name }) => name === chosen);
  const add = (
    <Button tone="primary" icon="plus" onClick={() => open(NEW)}>
      {t('new')}
    </Button>
  );
  return (
    <Frame title={t('title')} lead={t('lead')} actions={add}>
      {all && all.length > 0 ? (
        <Select<AssetKind | ''>
          className="mb-3"
          label={t('ofKind')}
          value={kind ?? ''}
          options={[{ value: '', label: t('everyKind') }, ...KINDS.filter((one) => one === kind || all.some(({ kinds }) => kinds.includes(one))).map((value) => ({ value, label: kindName(value) }))]}
          onChange={(next) => void navigate({ search: next === '' ? {} : { kind: next } })}
        />
      ) : null}
      {answer.isPending ? <Skeleton lines={4} shape="rows" /> : null}
      {answer.isError && !all ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {all?.length === 0 ? <Empty icon="semantics" title={t('none')} text={t('noneText')} action={add} /> : null}
      {all && all.length > 0 && shown?.length === 0 ? <Empty icon="semantics" title={t('noneOfKind')} /> : null}
      {shown && shown.length > 0 ? <DataTable label={t('title')} columns={columns} rows={shown} rowKey={(property) => property.name} /> : null}
      {all && chosen === NEW ? <PropertyForm property={null} kind={kind} onClose={() => open(undefined)} /> : null}
      {found ? <PropertyForm key={found.name} property={found} kind={kind} onClose={() => open(undefined)} /> : null}
      {deleted ? <DeleteDialog property={deleted} onClose={() => setDeleted(null)} /> : null}
    </Frame>
  );
}
