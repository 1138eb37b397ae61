// The reader's own account: who they are, their password, their API tokens.
import { useMutation } from '@tanstack/react-query';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../app/gql';
import { useMay, useUser } from '../../app/session';
import { MySessionsSlot } from '../../app/slots';
import { Button, Card, Page as Frame, Refusal, Skeleton, TextField, toast } from '../../kit';
import { Identities } from './parts/identities';
import { Tokens } from './parts/tokens';
import { ChangePasswordDoc } from './queries';

function Password() {
  const { t } = useTranslation('account');
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const change = useMutation({
    mutationFn: () => gql(ChangePasswordDoc, { current, next }),
    onSuccess() {
      setCurrent('');
      setNext('');
      setAgain('');
      toast('good', t('password.saved'));
    },
  });
  const isDifferent = again !== '' && again !== next;
  return (
    <Card title={t('password.title')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (next === again) change.mutate();
        }}
      >
        <TextField label={t('password.current')} type="password" autoComplete="current-password" value={current} onChange={setCurrent} required />
        <TextField label={t('password.next')} type="password" autoComplete="new-password" value={next} onChange={setNext} required />
        <TextField label={t('password.again')} type="password" autoComplete="new-password" value={again} onChange={setAgain} required error={isDifferent ? t('password.different') : undefined} />
        <Refusal error={change.error} />
        <div>
          <Button type="submit" tone="primary" isBusy={change.isPending} disabled={current === '' || next === '' || next !== again}>
            {t('password.save')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

export function Page() {
  const { t } = useTranslation('account');
  const user = useUser();
  const may = useMay();
  return (
    <Frame title={t('title')} lead={t('signedInAs', { name: user.displayName ?? user.name, login: user.name, role: t(`role.${user.role}`) })} width="form">
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        {may('MANAGE_OWN_TOKENS') ? <Tokens /> : null}
        <Password />
      </div>
      <Identities />
      <Suspense fallback={<Skeleton lines={4} shape="rows" />}>
        <MySessionsSlot />
      </Suspense>
    </Frame>
  );
}
