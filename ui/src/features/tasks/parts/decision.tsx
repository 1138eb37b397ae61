// Accepting and declining. A proposal over what changed since is written only when that is said once more.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError, gql } from '../../../app/gql';
import type { TaskRowFragment } from '../../../gql/types';
import { Button, Confirm, Dialog, Refusal, TextArea, toast } from '../../../kit';
import { AcceptTaskDoc, DeclineTaskDoc } from '../queries';

export function Decision({ task }: { readonly task: TaskRowFragment }) {
  const { t } = useTranslation('tasks');
  const client = useQueryClient();
  const [isDeclining, setDeclining] = useState(false);
  const accept = useMutation({
    mutationFn: (anyway: boolean) => gql(AcceptTaskDoc, { id: task.id, anyway }),
    onSuccess: () => toast('good', t('accept.done')),
    onError(error) {
      if (asApiError(error).code !== 'CONFLICT') toast('bad', asApiError(error).message);
    },
    onSettled: (answer) => void (answer && client.invalidateQueries({ queryKey: ['Tasks'] })),
  });
  const isOverChanges = accept.isError && asApiError(accept.error).code === 'CONFLICT';
  if (!task.mayDecide || task.state !== 'OPEN') return null;
  return (
    <>
      <Button size="small" tone="primary" isBusy={accept.isPending} onClick={() => accept.mutate(false)} aria-label={t('accept.of', { name: task.author.displayName })}>
        {t(task.kind === 'PROPOSAL' ? 'accept.action' : 'accept.finish')}
      </Button>
      <Button size="small" onClick={() => setDeclining(true)} aria-label={t('decline.of', { name: task.author.displayName })}>
        {t('decline.action')}
      </Button>
      <Confirm
        isOpen={isOverChanges}
        onClose={() => accept.reset()}
        title={t('accept.changed')}
        text={accept.error ? asApiError(accept.error).message : ''}
        action={t('accept.anyway')}
        isBusy={accept.isPending}
        onConfirm={() => accept.mutate(true)}
      />
      {isDeclining ? <DeclineDialog task={task} onClose={() => setDeclining(false)} /> : null}
    </>
  );
}

function DeclineDialog({ task, onClose }: { readonly task: TaskRowFragment; readonly onClose: () => void }) {
  const { t } = useTranslation('tasks');
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const decline = useMutation({
    mutationFn: () => gql(DeclineTaskDoc, { id: task.id, reason: reason.trim() }),
    async onSuccess() {
      toast('good', t('decline.done'));
      await client.invalidateQueries({ queryKey: ['Tasks'] });
      onClose();
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('decline.title', { name: task.author.displayName })}
      text={t('decline.text')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" form="decline" isBusy={decline.isPending} disabled={reason.trim() === ''}>
            {t('decline.action')}
          </Button>
        </>
      }
    >
      <form
        id="decline"
        onSubmit={(event) => {
          event.preventDefault();
          decline.mutate();
        }}
      >
        <TextArea label={t('decline.reason')} rows={3} value={reason} onChange={setReason} maxLength={10_000} required />
        <Refusal error={decline.error} />
      </form>
    </Dialog>
  );
}
