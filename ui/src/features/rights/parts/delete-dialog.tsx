// Asks before something of the organisation is deleted, and says there why it cannot be.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Confirm, Refusal, toast } from '../../../kit';

interface Props {
  readonly name: string;
  readonly text: string;
  readonly remove: () => Promise<unknown>;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export function DeleteDialog({ name, text, remove, onClose, onDeleted }: Props) {
  const { t } = useTranslation('rights');
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: remove,
    async onSuccess() {
      toast('good', t('deleted', { name }));
      onDeleted?.();
      onClose();
      await client.invalidateQueries();
    },
  });
  return <Confirm isOpen onClose={onClose} title={t('deleteTitle', { name })} text={text} action={t('delete')} isBusy={act.isPending} error={<Refusal error={act.error} />} onConfirm={() => act.mutate()} />;
}
