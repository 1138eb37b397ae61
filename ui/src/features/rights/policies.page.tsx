// The policies over assets: who may, or may not, do what with which; and what somebody finds under them.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError, ask, gql } from '../../app/gql';
import { Button, Empty, Failure, Page as Frame, Skeleton, toast } from '../../kit';
import { DeleteDialog } from './parts/delete-dialog';
import { PolicyForm } from './parts/policy-form';
import { PolicyTable } from './parts/policy-table';
import { TryAs } from './parts/try-as';
import { draftOf, inputOf } from './policy';
import type { Policy } from './policy';
import { DeletePolicyDoc, PoliciesDoc, SavePolicyDoc } from './queries';

const route = getRouteApi('/shell/admin/policies');
const NEW = 'new';

function useSwitch() {
  const { t } = useTranslation('rights');
  const client = useQueryClient();
  return useMutation({
    mutationFn: (policy: Policy) => gql(SavePolicyDoc, { input: inputOf({ ...draftOf(policy), isEnabled: !policy.isEnabled }, policy) }),
    onSuccess: () => toast('good', t('saved')),
    onError: (error) => toast('bad', asApiError(error).message),
    onSettled: () => void client.invalidateQueries(),
  });
}

export function Page() {
  const { t } = useTranslation('rights');
  const { policy: chosen, as, q = '' } = route.useSearch();
  const navigate = useNavigate({ from: '/admin/policies' });
  const answer = useQuery(ask(PoliciesDoc, {}));
  const change = useSwitch();
  const [deleted, setDeleted] = useState<Policy | null>(null);
  const open = (policy: string | undefined) => void navigate({ search: (before) => ({ ...before, policy }) });
  const policies = answer.data?.policies;
  const found = policies?.find(({ id }) => id === chosen);
  const add = (
    <Button tone="primary" icon="plus" onClick={() => open(NEW)}>
      {t('policy.new')}
    </Button>
  );
  return (
    <Frame title={t('policy.title')} lead={t('policy.lead')} actions={add}>
      {answer.isPending ? <Skeleton lines={6} shape="rows" /> : null}
      {answer.isError && !policies ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {policies?.length === 0 ? <Empty icon="policy" title={t('policy.none')} text={t('policy.noneText')} action={add} /> : null}
      {policies && policies.length > 0 ? <PolicyTable policies={policies} switching={change.isPending ? change.variables.id : null} onOpen={open} onSwitch={(policy) => change.mutate(policy)} onDelete={setDeleted} /> : null}
      {policies ? (
        <div className="mt-4">
          <TryAs key={`${as ?? ''} ${q}`} as={as} query={q} onChange={(name, query) => void navigate({ search: (before) => ({ ...before, as: name, q: query || undefined }), replace: true })} />
        </div>
      ) : null}
      {policies && chosen === NEW ? <PolicyForm policy={null} onClose={() => open(undefined)} /> : null}
      {found ? <PolicyForm key={found.id} policy={found} onClose={() => open(undefined)} /> : null}
      {deleted ? <DeleteDialog name={deleted.name} text={t(`policy.deleteText.${deleted.effect}`)} remove={() => gql(DeletePolicyDoc, { id: deleted.id })} onClose={() => setDeleted(null)} /> : null}
    </Frame>
  );
}
