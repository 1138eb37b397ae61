// Accounts: who there is, what role they have, who is shut out.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError, gql } from '../../app/gql';
import { useUser } from '../../app/session';
import type { Role, UpdateUserInput, UserRowFragment } from '../../gql/types';
import { Ago, Button, DataTable, Empty, Failure, Page as Frame, Select, Skeleton, StateChip, toast } from '../../kit';
import type { Column } from '../../kit';
import { PasswordDialog } from './parts/password-dialog';
import { UserForm } from './parts/user-form';
import { UpdateUserDoc, UsersDoc } from './queries';

const PAGE_SIZE = 100;
const ROLES: readonly Role[] = ['MEMBER', 'VIEWER', 'EDITOR', 'ADMIN'];

function useUpdate() {
  const { t } = useTranslation('admin');
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, input }: { id: string; input: UpdateUserInput }) => gql(UpdateUserDoc, { id, input }),
    onSuccess: () => toast('good', t('saved')),
    onError: (error) => toast('bad', asApiError(error).message),
    onSettled: () => void client.invalidateQueries({ queryKey: ['Users'] }),
  });
}

export function Page() {
  const { t } = useTranslation('admin');
  const me = useUser();
  const update = useUpdate();
  const [isNew, setNew] = useState(false);
  const [reset, setReset] = useState<UserRowFragment | null>(null);
  const query = useInfiniteQuery({
    queryKey: ['Users'],
    queryFn: ({ pageParam, signal }) => gql(UsersDoc, { first: PAGE_SIZE, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.users.pageInfo.hasNextPage ? (last.users.pageInfo.endCursor ?? null) : null),
  });
  const rows = query.data?.pages.flatMap((page) => page.users.nodes) ?? [];
  const columns: Column<UserRowFragment>[] = [
    {
      id: 'name',
      title: t('user.name'),
      width: 'minmax(160px, 2fr)',
      cell: (row) => (
        <span className="flex min-w-0 items-baseline gap-2">
          <span className="truncate font-medium">{row.displayName}</span>
          <span className="truncate font-mono text-12 text-muted">{row.name}</span>
        </span>
      ),
    },
    {
      id: 'role',
      title: t('user.role'),
      width: '150px',
      cell: (row) =>
        row.name === me.name ? (
          <span className="px-2.5">{t(`role.${row.role}`)}</span>
        ) : (
          <Select
            label={t('user.roleOf', { name: row.name })}
            value={row.role}
            options={ROLES.map((role) => ({ value: role, label: t(`role.${role}`) }))}
            onChange={(role) => update.mutate({ id: row.id, input: { role } })}
            className="h-7 w-32"
          />
        ),
    },
    { id: 'state', title: t('user.state'), width: '120px', cell: (row) => <StateChip state={row.isDisabled ? 'bad' : 'good'}>{row.isDisabled ? t('user.disabled') : t('user.active')}</StateChip> },
    { id: 'last', title: t('user.lastSignIn'), width: '150px', cell: (row) => (row.lastSignInAt ? <Ago at={row.lastSignInAt} /> : <span className="text-muted">{t('user.never')}</span>) },
    {
      id: 'actions',
      title: t('user.actions'),
      width: 'minmax(200px, 1fr)',
      align: 'right',
      cell: (row) =>
        row.name === me.name ? (
          <span className="text-12 text-muted">{t('user.you')}</span>
        ) : (
          <span className="flex gap-1">
            <Button size="small" tone="quiet" icon="key" onClick={() => setReset(row)}>
              {t('user.password')}
            </Button>
            <Button size="small" tone="quiet" onClick={() => update.mutate({ id: row.id, input: { isDisabled: !row.isDisabled } })}>
              {row.isDisabled ? t('user.enable') : t('user.disable')}
            </Button>
          </span>
        ),
    },
  ];
  return (
    <Frame
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button tone="primary" icon="plus" onClick={() => setNew(true)}>
          {t('new')}
        </Button>
      }
    >
      {query.isPending ? <Skeleton lines={8} shape="rows" /> : null}
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.isSuccess && rows.length === 0 ? <Empty icon="users" title={t('none')} /> : null}
      {rows.length > 0 ? <DataTable label={t('title')} columns={columns} rows={rows} rowKey={(row) => row.id} onEnd={() => query.hasNextPage && !query.isFetchingNextPage && void query.fetchNextPage()} /> : null}
      {isNew ? <UserForm onClose={() => setNew(false)} /> : null}
      {reset ? <PasswordDialog user={reset} onClose={() => setReset(null)} /> : null}
    </Frame>
  );
}
