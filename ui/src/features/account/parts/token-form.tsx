// Makes an API token: a name, what it may do, how long it lives.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { useUser } from '../../../app/session';
import type { Scope } from '../../../gql/types';
import { Button, Checkbox, Dialog, Field, Refusal, Select, TextField } from '../../../kit';
import { endOf, LIFETIMES, scopesOf } from '../model';
import type { Lifetime } from '../model';
import { CreateTokenDoc } from '../queries';

interface Props {
  readonly onClose: () => void;
  readonly onMade: (secret: string) => void;
}

export function TokenForm({ onClose, onMade }: Props) {
  const { t } = useTranslation('account');
  const { role } = useUser();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['READ']);
  const [lifetime, setLifetime] = useState<Lifetime>('90');
  const make = useMutation({
    mutationFn: () => gql(CreateTokenDoc, { input: { name: name.trim(), scopes: [...scopes], expiresAt: endOf(lifetime, Date.now()) } }),
    onSuccess({ createToken }) {
      void client.invalidateQueries({ queryKey: ['Tokens'] });
      onMade(createToken.secret);
    },
  });
  return (
    <Dialog isOpen onClose={onClose} title={t('token.new')} text={t('token.text')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          make.mutate();
        }}
      >
        <TextField label={t('token.name')} hint={t('token.nameHint')} value={name} onChange={setName} required autoFocus />
        <fieldset>
          <legend className="mb-1 text-13 font-medium">{t('token.scopes')}</legend>
          {scopesOf(role).map((scope) => (
            <Checkbox
              key={scope}
              checked={scopes.includes(scope)}
              onChange={(isChecked) => setScopes(isChecked ? [...scopes, scope] : scopes.filter((other) => other !== scope))}
              label={
                <>
                  {t(`scope.${scope}`)} <span className="text-12 text-muted">{t(`scopeText.${scope}`)}</span>
                </>
              }
            />
          ))}
        </fieldset>
        <Field label={t('token.lifetime')}>
          {({ id }) => (
            <Select id={id} label={t('token.lifetime')} value={lifetime} options={LIFETIMES.map((value) => ({ value, label: value === 'never' ? t('token.never') : t('token.days', { count: Number(value) }) }))} onChange={setLifetime} />
          )}
        </Field>
        <Refusal error={make.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" tone="primary" isBusy={make.isPending} disabled={name.trim() === '' || scopes.length === 0}>
            {t('token.make')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
