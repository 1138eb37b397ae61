// Creates an account with a first password.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, gql } from '../../../app/gql';
import { useLeastPassword } from '../../../app/session';
import type { Role } from '../../../gql/types';
import { Button, Dialog, Field, Refusal, Select, TextField, toast } from '../../../kit';
import { CreateUserDoc } from '../queries';

const ROLES: readonly Role[] = ['MEMBER', 'VIEWER', 'EDITOR', 'ADMIN'];

export function UserForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('admin');
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const least = useLeastPassword();
  const [password, setPassword] = useState('');
  const [role, setRole] = useState<Role>('VIEWER');
  const create = useMutation({
    mutationFn: () => gql(CreateUserDoc, { input: { name: name.trim(), displayName: displayName.trim() || null, password, role } }),
    onSuccess() {
      void client.invalidateQueries({ queryKey: ['Users'] });
      toast('good', t('created', { name }));
      onClose();
    },
  });
  const field = create.error instanceof ApiError ? create.error.field : undefined;
  const errorOf = (wanted: string) => (field === wanted ? create.error?.message : undefined);
  return (
    <Dialog isOpen onClose={onClose} title={t('new')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <TextField label={t('form.name')} hint={t('form.nameHint')} value={name} onChange={setName} error={errorOf('name')} autoComplete="off" autoCapitalize="none" spellCheck={false} required autoFocus />
        <TextField label={t('form.displayName')} value={displayName} onChange={setDisplayName} autoComplete="off" />
        <TextField label={t('form.password')} hint={t('form.passwordHint', { count: least })} type="password" value={password} onChange={setPassword} error={errorOf('password')} autoComplete="new-password" required />
        <Field label={t('user.role')} hint={t(`roleText.${role}`)}>
          {({ id }) => <Select id={id} label={t('user.role')} value={role} options={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))} onChange={setRole} />}
        </Field>
        {field === 'name' || field === 'password' ? null : <Refusal error={create.error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" tone="primary" isBusy={create.isPending} disabled={name.trim() === '' || password === ''}>
            {t('form.create')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
