// The roles: what each permits, which assets it lets people see, how many have it.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../app/gql';
import { Button, DataTable, Failure, IconButton, Page as Frame, Skeleton, TagChip, useFormat } from '../../kit';
import type { Column } from '../../kit';
import type { Role } from './model';
import { DeleteDialog } from './parts/delete-dialog';
import { RoleForm } from './parts/role-form';
import { DeleteRoleDoc, RolesDoc } from './queries';
import { useRoleName } from './role-name';

const route = getRouteApi('/shell/admin/roles');
const NEW = 'new';
const ADMIN_LEVEL = 100;

export function Page() {
  const { t } = useTranslation('rights');
  const { role: chosen } = route.useSearch();
  const navigate = useNavigate({ from: '/admin/roles' });
  const answer = useQuery(ask(RolesDoc, {}));
  const [deleted, setDeleted] = useState<Role | null>(null);
  const open = (role: string | undefined) => void navigate({ search: { role } });
  const data = answer.data;
  const found = data?.organisation.roles.find(({ id }) => id === chosen) ?? null;
  const isFixed = (role: Role) => role.isBuiltin || !isBelow(role, data?.organisation.myLevel ?? 0);
  return (
    <Frame
      title={t('role.title')}
      lead={t('role.lead')}
      actions={
        <Button tone="primary" icon="plus" onClick={() => open(NEW)}>
          {t('role.new')}
        </Button>
      }
    >
      {answer.isPending ? <Skeleton lines={8} shape="rows" /> : null}
      {answer.isError && !data ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {data ? <RoleTable roles={data.organisation.roles} isFixed={isFixed} onOpen={open} onDelete={setDeleted} /> : null}
      {data && chosen === NEW ? <RoleForm data={data} edited={null} isFixed={false} onClose={() => open(undefined)} /> : null}
      {data && found ? <RoleForm key={found.id} data={data} edited={found} isFixed={isFixed(found)} onClose={() => open(undefined)} /> : null}
      {deleted ? <DeleteDialog name={deleted.name} text={t('role.deleteText', { count: deleted.people })} remove={() => gql(DeleteRoleDoc, { id: deleted.id })} onClose={() => setDeleted(null)} /> : null}
    </Frame>
  );
}

/** Nobody touches a role that is as high as they are; administrators touch all. */
function isBelow(role: Role, mine: number): boolean {
  return role.level < mine || mine === ADMIN_LEVEL;
}

interface TableProps {
  readonly roles: readonly Role[];
  readonly isFixed: (role: Role) => boolean;
  readonly onOpen: (id: string) => void;
  readonly onDelete: (role: Role) => void;
}

function RoleTable({ roles, isFixed, onOpen, onDelete }: TableProps) {
  const { t } = useTranslation('rights');
  const format = useFormat();
  const nameOf = useRoleName();
  const columns: Column<Role>[] = [
    {
      id: 'name',
      title: t('name'),
      width: 'minmax(180px, 2fr)',
      cell: (role) => (
        <button type="button" onClick={() => onOpen(role.id)} className="flex min-h-6 min-w-0 items-center gap-2 hover:text-brand hover:underline">
          <span className="truncate font-medium">{nameOf(role)}</span>
          {role.isBuiltin ? <TagChip>{t('role.builtin')}</TagChip> : null}
        </button>
      ),
    },
    { id: 'level', title: t('role.level'), width: '80px', align: 'right', cell: (role) => format.number(role.level) },
    { id: 'scope', title: t('role.scope'), width: 'minmax(150px, 1fr)', cell: (role) => <span className="truncate">{t(`scope.${role.scope}`)}</span> },
    { id: 'permits', title: t('role.permits'), width: '100px', align: 'right', cell: (role) => format.number(role.permits.length) },
    { id: 'people', title: t('people.title'), width: '90px', align: 'right', cell: (role) => format.number(role.people) },
    {
      id: 'actions',
      title: t('actions'),
      width: '90px',
      align: 'right',
      cell: (role) => (
        <>
          <IconButton icon={isFixed(role) ? 'view' : 'edit'} label={t(isFixed(role) ? 'role.look' : 'role.change', { name: nameOf(role) })} onClick={() => onOpen(role.id)} className="size-7" />
          {isFixed(role) ? <span className="w-7" /> : <IconButton icon="trash" label={t('deleteOne', { name: role.name })} onClick={() => onDelete(role)} className="size-7" />}
        </>
      ),
    },
  ];
  return <DataTable label={t('role.title')} columns={columns} rows={roles} rowKey={(role) => role.id} />;
}
