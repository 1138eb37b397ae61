// Sign-in with a local account, or with another system where one is configured; in the demo one click is enough.
import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../app/gql';
import { providersQuery, sessionQuery, signIn, signInDemo, useSetSession } from '../../app/session';
import { Button, Empty, Failure, Refusal, TextField, useTitle } from '../../kit';
import { Frame } from './frame';

const route = getRouteApi('/login');

export function Page() {
  const { t } = useTranslation('auth');
  useTitle(t('signIn.title'));
  const { next, failed } = route.useSearch();
  const navigate = useNavigate();
  const router = useRouter();
  const setSession = useSetSession();
  const session = useQuery(sessionQuery);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const enter = useMutation({
    mutationFn: (isDemo: boolean) => (isDemo ? signInDemo() : signIn(name.trim(), password)),
    async onSuccess(found) {
      setSession(found);
      await router.invalidate();
      await navigate({ href: next ?? '/' });
    },
  });
  if (session.isError) {
    return (
      <Frame title={t('signIn.title')}>
        <Failure error={session.error} onRetry={() => void session.refetch()} />
      </Frame>
    );
  }
  if (session.data?.setup) {
    return (
      <Frame title={t('setup.title')}>
        <Empty icon="key" title={t('setup.needed')} text={t('setup.where')} />
      </Frame>
    );
  }
  const refusal =
    enter.error instanceof ApiError && (enter.error.code === 'UNAUTHENTICATED' || enter.error.code === 'FORBIDDEN') ? t('signIn.refused') : null;
  return (
    <Frame title={t('signIn.title')}>
      {session.data?.demo ? (
        <div className="mb-6 border-l-3 border-brand bg-brand-soft px-4 py-3">
          <p className="mb-2 text-13">{t('demo.text')}</p>
          <Button data-demo tone="primary" icon="right" isBusy={enter.isPending} onClick={() => enter.mutate(true)}>
            {t('demo.action')}
          </Button>
        </div>
      ) : null}
      {failed ? (
        <p role="alert" className="mb-4 border-l-3 border-bad px-3 text-13 text-bad">
          {t(`failed.${failed}`)}
        </p>
      ) : null}
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          enter.mutate(false);
        }}
      >
        <TextField label={t('name')} value={name} onChange={setName} autoComplete="username" autoCapitalize="none" spellCheck={false} autoFocus required />
        <TextField
          label={t('password')}
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          required
          error={refusal ?? undefined}
        />
        {enter.error && !refusal ? <Refusal error={enter.error} /> : null}
        <Button type="submit" tone="primary" isBusy={enter.isPending}>
          {t('signIn.action')}
        </Button>
      </form>
      <Elsewhere next={next} />
    </Frame>
  );
}

/** The systems that people go to and come back from signed in. Links, because the browser itself goes there. */
function Elsewhere({ next }: { readonly next: string | undefined }) {
  const { t } = useTranslation('auth');
  const providers = useQuery(providersQuery);
  const list = providers.data?.filter((provider) => provider.kind === 'redirect') ?? [];
  if (list.length === 0) return null;
  return (
    <div className="mt-6 flex flex-col gap-2 border-t border-line pt-4">
      {list.map((provider) =>
        provider.isUsable ? (
          <a
            key={provider.name}
            href={`/api/sign-in/${encodeURIComponent(provider.name)}${next ? `?next=${encodeURIComponent(next)}` : ''}`}
            className="inline-flex h-9 items-center justify-center rounded-control border border-field px-3 text-14 font-medium text-ink hover:bg-sunken"
          >
            {t('elsewhere.action', { name: provider.title })}
          </a>
        ) : (
          <p key={provider.name} className="text-13 text-muted">
            {t('elsewhere.unusable', { name: provider.title })}
          </p>
        ),
      )}
    </div>
  );
}
