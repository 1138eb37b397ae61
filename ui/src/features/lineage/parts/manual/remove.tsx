// The question before what is written by hand about an edge goes.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Confirm, Refusal, toast } from '../../../../kit';
import type { Draft } from '../../manual';
import { forgetLineage, removeManual } from '../../manual-api';

interface Props {
  readonly edge: Draft;
  readonly onClose: () => void;
  readonly onRemoved: () => void;
}

export function RemoveDialog({ edge, onClose, onRemoved }: Props) {
  const { t } = useTranslation('lineage');
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () => removeManual(edge),
    async onSuccess() {
      await forgetLineage(client);
      toast('good', t('manual.removed'));
      onRemoved();
    },
  });
  return (
    <Confirm
      isOpen
      onClose={onClose}
      title={t('manual.removeTitle')}
      text={t('manual.removeText', { from: edge.upstream?.name ?? '', to: edge.downstream?.name ?? '' })}
      action={t('manual.remove')}
      isBusy={remove.isPending}
      error={<Refusal error={remove.error} />}
      onConfirm={() => remove.mutate()}
    />
  );
}
