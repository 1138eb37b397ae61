// Gives somebody else a new password; their sessions end.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { useLeastPassword } from '../../../app/session';
import type { UserRowFragment } from '../../../gql/types';
import { Button, Dialog, Refusal, TextField, toast } from '../../../kit';
import { UpdateUserDoc } from '../queries';

export function PasswordDialog({ user, onClose }: { readonly user: UserRowFragment; readonly onClose: () => void }) {
  const { t } = useTranslation('admin');
  const least = useLeastPassword();
  const [password, setPassword] = useState('');
  const save = useMutation({
    mutationFn: () => gql(UpdateUserDoc, { id: user.id, input: { password } }),
    onSuccess() {
      toast('good', t('saved'));
      onClose();
    },
  });
  return (
    <Dialog isOpen onClose={onClose} title={t('passwordOf', { name: user.displayName })}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextField label={t('form.password')} hint={t('form.passwordHint', { count: least })} type="password" value={password} onChange={setPassword} autoComplete="new-password" required autoFocus />
        <Refusal error={save.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" tone="primary" isBusy={save.isPending} disabled={password === ''}>
            {t('form.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
