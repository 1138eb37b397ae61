// First run: whoever holds the one-time link that the server printed creates the
// first administrator.
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../app/gql';
import { setUp, useLeastPassword, useSetSession } from '../../app/session';
import { Button, Empty, LinkButton, Refusal, TextField, useTitle } from '../../kit';
import { Frame } from './frame';
import { passwordProblem } from './model';

const route = getRouteApi('/setup');

export function Page() {
  const { t } = useTranslation('auth');
  useTitle(t('setup.title'));
  const { token } = route.useSearch();
  const navigate = useNavigate();
  const router = useRouter();
  const setSession = useSetSession();
  const least = useLeastPassword();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [isTried, setTried] = useState(false);
  const create = useMutation({
    mutationFn: () => setUp(token ?? '', name.trim(), password),
    async onSuccess(session) {
      setSession(session);
      await router.invalidate();
      await navigate({ to: '/' });
    },
  });
  if (!token) {
    return (
      <Frame title={t('setup.title')}>
        <Empty icon="key" title={t('setup.noToken')} text={t('setup.where')} action={<LinkButton to="/login">{t('signIn.title')}</LinkButton>} />
      </Frame>
    );
  }
  const problem = passwordProblem(password, again, least);
  const refused = create.error instanceof ApiError ? create.error.field : undefined;
  return (
    <Frame title={t('setup.title')} lead={t('setup.lead')}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (!problem) create.mutate();
        }}
      >
        <TextField
          label={t('name')}
          value={name}
          onChange={setName}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          autoFocus
          error={refused === 'name' ? create.error?.message : undefined}
        />
        <TextField
          label={t('password')}
          hint={t('setup.hint', { count: least })}
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="new-password"
          required
          error={isTried && problem === 'short' ? t('setup.short', { count: least }) : refused === 'password' ? create.error?.message : undefined}
        />
        <TextField
          label={t('setup.again')}
          type="password"
          value={again}
          onChange={setAgain}
          autoComplete="new-password"
          required
          error={isTried && problem === 'different' ? t('setup.different') : undefined}
        />
        {create.error && !refused ? <Refusal error={create.error} /> : null}
        <Button type="submit" tone="primary" isBusy={create.isPending}>
          {t('setup.action')}
        </Button>
      </form>
    </Frame>
  );
}
