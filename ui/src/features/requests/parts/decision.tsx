// Deciding about a request: approve for a number of days, reject with a reason, take back what was given.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import type { AccessRequestRowFragment } from '../../../gql/types';
import { Button, Dialog, Refusal, TextArea, TextField, toast } from '../../../kit';
import { daysOf } from '../model';
import { ApproveAccessDoc, RejectAccessDoc, TakeBackAccessDoc } from '../queries';

type Act = 'approve' | 'reject' | 'takeBack';

export function Decision({ request }: { readonly request: AccessRequestRowFragment }) {
  const { t } = useTranslation('requests');
  const [act, setAct] = useState<Act | null>(null);
  const who = request.requester.displayName;
  if (!request.mayDecide) return null;
  return (
    <>
      {request.state === 'PENDING' ? (
        <>
          <Button size="small" tone="primary" onClick={() => setAct('approve')} aria-label={t('approve.of', { name: who })}>
            {t('act.action.approve')}
          </Button>
          <Button size="small" onClick={() => setAct('reject')} aria-label={t('reject.of', { name: who })}>
            {t('act.action.reject')}
          </Button>
        </>
      ) : null}
      {request.state === 'APPROVED' ? (
        <Button size="small" tone="danger" onClick={() => setAct('takeBack')} aria-label={t('takeBack.of', { name: who })}>
          {t('act.action.takeBack')}
        </Button>
      ) : null}
      {act ? <DecisionDialog act={act} request={request} onClose={() => setAct(null)} /> : null}
    </>
  );
}

function DecisionDialog({ act, request, onClose }: { readonly act: Act; readonly request: AccessRequestRowFragment; readonly onClose: () => void }) {
  const { t } = useTranslation('requests');
  const client = useQueryClient();
  const [days, setDays] = useState(String(request.days));
  const [note, setNote] = useState('');
  const count = daysOf(days);
  const { id } = request;
  const decide = useMutation({
    async mutationFn() {
      if (act === 'reject') await gql(RejectAccessDoc, { id, note: note.trim() });
      else if (act === 'takeBack') await gql(TakeBackAccessDoc, { id, note: note.trim() });
      else return (await gql(ApproveAccessDoc, { id, days: count, note: note.trim() })).approveAccess.hindrance;
      return null;
    },
    async onSuccess(hindrance) {
      if (hindrance) toast('bad', t(`hindrance.${hindrance}`));
      else toast('good', t(`act.done.${act}`));
      await client.invalidateQueries({ queryKey: ['AccessRequests'] });
      onClose();
    },
  });
  const isReady = act === 'approve' ? count !== null : act === 'takeBack' || note.trim() !== '';
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(`act.title.${act}`, { name: request.requester.displayName, what: request.asset?.displayName ?? request.askedFor })}
      text={t(`act.text.${act}`)}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone={act === 'takeBack' ? 'danger' : 'primary'} type="submit" form="decide" isBusy={decide.isPending} disabled={!isReady}>
            {t(`act.action.${act}`)}
          </Button>
        </>
      }
    >
      <form
        id="decide"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          decide.mutate();
        }}
      >
        {act === 'approve' ? (
          <TextField label={t('ask.days')} hint={t('approve.daysHint', { count: request.days })} value={days} onChange={setDays} error={count === null ? t('ask.daysBad') : undefined} inputMode="numeric" required className="max-w-60" />
        ) : null}
        <TextArea label={t(act === 'reject' ? 'reject.reason' : 'note')} rows={3} value={note} onChange={setNote} maxLength={1000} required={act === 'reject'} />
        <Refusal error={decide.error} />
      </form>
    </Dialog>
  );
}
