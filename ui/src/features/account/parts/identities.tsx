// Who the reader is in other systems that sign them in, and the groups those told of. Nothing where there is none.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../../app/gql';
import type { IdentitiesQuery } from '../../../gql/types';
import { Ago, Button, Confirm, Refusal, TagChip, toast } from '../../../kit';
import { IdentitiesDoc, UnlinkIdentityDoc } from '../queries';

type Identity = IdentitiesQuery['identities'][number];

export function Identities() {
  const { t } = useTranslation('account');
  const client = useQueryClient();
  const [asked, setAsked] = useState<Identity | null>(null);
  const { data } = useQuery(ask(IdentitiesDoc, {}));
  const unlink = useMutation({
    mutationFn: ({ provider, subject }: Identity) => gql(UnlinkIdentityDoc, { provider, subject }),
    onSuccess() {
      setAsked(null);
      toast('good', t('identity.unlinked'));
    },
    onSettled: () => void client.invalidateQueries({ queryKey: ['Identities'] }),
  });
  if (!data || (data.identities.length === 0 && data.externalGroups.length === 0)) return null;
  return (
    <section aria-labelledby="identities" className="mt-6 flex flex-col gap-3">
      <h2 id="identities" className="text-16 font-semibold">
        {t('identity.title')}
      </h2>
      <ul className="rounded-card border border-line bg-surface">
        {data.identities.map((identity) => (
          <li key={`${identity.provider} ${identity.subject}`} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-2 text-13 last:border-b-0">
            <span className="font-medium">{identity.provider}</span>
            <span className="min-w-0 flex-1 truncate text-muted">{identity.email ?? identity.subject}</span>
            <span className="text-12 text-muted">
              <Ago at={identity.lastUsedAt} />
            </span>
            <Button size="small" tone="danger" onClick={() => setAsked(identity)}>
              {t('identity.unlink')}
            </Button>
          </li>
        ))}
      </ul>
      {data.externalGroups.length > 0 ? (
        <p className="flex flex-wrap items-center gap-2 text-13 text-muted">
          {t('identity.groups')}
          {data.externalGroups.map((group) => (
            <TagChip key={`${group.origin} ${group.name}`}>{group.name}</TagChip>
          ))}
        </p>
      ) : null}
      <Confirm
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={t('identity.ask', { name: asked?.provider ?? '' })}
        text={t('identity.askText')}
        action={t('identity.unlink')}
        isBusy={unlink.isPending}
        error={<Refusal error={unlink.error} />}
        onConfirm={() => asked && unlink.mutate(asked)}
      />
    </section>
  );
}
