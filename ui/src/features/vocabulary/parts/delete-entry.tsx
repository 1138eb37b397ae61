// Asks before something of the vocabulary is deleted: how much goes with it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { Confirm, Refusal, toast, useFormat } from '../../../kit';
import type { Entry } from '../model';
import { DeleteGovernanceDoc } from '../queries';

interface Props {
  readonly entry: Entry;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

export function DeleteEntry({ entry, onClose, onDeleted }: Props) {
  const { t } = useTranslation('vocabulary');
  const format = useFormat();
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: () => gql(DeleteGovernanceDoc, { id: entry.id }),
    async onSuccess({ deleteGovernance: { untied } }) {
      toast('good', t('deleted', { name: entry.displayName, count: untied, shown: format.number(untied) }));
      onDeleted();
      onClose();
      await client.invalidateQueries();
    },
  });
  const used = entry.governance.assignedCount ?? 0;
  const inside = entry.childCounts.reduce((sum, { count }) => sum + count, 0);
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={t('deleteTitle', { name: entry.displayName })}
      text={`${t('deleteInside', { count: inside, shown: format.number(inside) })} ${t('deleteUsed', { count: used, shown: format.number(used) })} ${t('deleteBack')}`}
      action={t('delete')}
      isBusy={act.isPending}
      error={<Refusal error={act.error} />}
      onConfirm={() => act.mutate()}
    />
  );
}
