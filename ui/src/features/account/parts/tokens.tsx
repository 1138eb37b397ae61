// API tokens: a list, a form, and the secret, which is shown once.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../../app/gql';
import type { TokensQuery } from '../../../gql/types';
import { Ago, Button, Card, Confirm, CopyButton, Empty, Failure, Refusal, Skeleton, TagChip, toast, useFormat } from '../../../kit';
import { RevokeTokenDoc, TokensDoc } from '../queries';
import { TokenForm } from './token-form';

type Token = TokensQuery['tokens'][number];

function Row({ token }: { readonly token: Token }) {
  const { t } = useTranslation('account');
  const format = useFormat();
  const client = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const revoke = useMutation({
    mutationFn: () => gql(RevokeTokenDoc, { id: token.id }),
    onSuccess() {
      setAsked(false);
      toast('good', t('token.revoked'));
      void client.invalidateQueries({ queryKey: ['Tokens'] });
    },
  });
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 last:border-b-0">
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-center gap-2 text-13">
          <span className="font-medium">{token.name}</span>
          <code className="font-mono text-12 text-muted">{token.prefix}…</code>
          {token.scopes.map((scope) => (
            <TagChip key={scope}>{t(`scope.${scope}`)}</TagChip>
          ))}
        </span>
        <span className="block text-12 text-muted">
          {t('token.created')} <Ago at={token.createdAt} /> · {token.lastUsedAt ? <Ago at={token.lastUsedAt} /> : t('token.neverUsed')} ·{' '}
          {token.expiresAt ? t('token.ends', { time: format.dateTime(token.expiresAt) }) : t('token.endless')}
        </span>
      </span>
      <Button size="small" tone="danger" onClick={() => setAsked(true)}>
        {t('token.revoke')}
      </Button>
      <Confirm
        isOpen={isAsked}
        onClose={() => setAsked(false)}
        title={t('token.ask', { name: token.name })}
        text={t('token.askText')}
        action={t('token.revoke')}
        isBusy={revoke.isPending}
        error={<Refusal error={revoke.error} />}
        onConfirm={() => revoke.mutate()}
      />
    </li>
  );
}

export function Tokens() {
  const { t } = useTranslation('account');
  const [isMaking, setMaking] = useState(false);
  const [secret, setSecret] = useState<string | null>(null);
  const query = useQuery(ask(TokensDoc, {}));
  return (
    <Card
      isFlush
      title={t('token.title')}
      action={
        <Button tone="primary" size="small" icon="plus" onClick={() => setMaking(true)}>
          {t('token.new')}
        </Button>
      }
    >
      {secret ? (
        <div role="status" className="border-b border-l-3 border-line border-l-warn bg-warn-soft px-4 py-3">
          <p className="text-13 font-semibold">{t('token.once')}</p>
          <p className="mt-1 flex items-center gap-1">
            <code className="min-w-0 rounded-chip bg-surface px-2 py-1 font-mono text-13 break-all">{secret}</code>
            <CopyButton text={secret} label={t('token.copy')} />
            <Button size="small" className="ml-auto" onClick={() => setSecret(null)}>
              {t('token.kept')}
            </Button>
          </p>
        </div>
      ) : null}
      {query.isPending ? (
        <div className="p-4">
          <Skeleton lines={3} />
        </div>
      ) : null}
      {query.isError ? <Failure error={query.error} onRetry={() => void query.refetch()} /> : null}
      {query.data?.tokens.length === 0 ? <Empty icon="token" title={t('token.none')} text={t('token.noneText')} /> : null}
      <ul>
        {query.data?.tokens.map((token) => (
          <Row key={token.id} token={token} />
        ))}
      </ul>
      {isMaking ? (
        <TokenForm
          onClose={() => setMaking(false)}
          onMade={(made) => {
            setMaking(false);
            setSecret(made);
          }}
        />
      ) : null}
    </Card>
  );
}
