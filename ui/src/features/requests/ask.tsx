// Asking for access: to what, for what, why and for how long. What is answered does not tell whether there is such a thing.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError, gql } from '../../app/gql';
import type { AccessWish } from '../../gql/types';
import { Button, Dialog, Field, Refusal, Select, TextArea, TextField, toast } from '../../kit';
import { daysOf, WISHES } from './model';
import { RequestAccessDoc } from './queries';

interface Props {
  /** The name or identifier of what it is about. */
  readonly asset: string;
  /** What people call it, where that is known. */
  readonly name?: string | undefined;
  /** What can be asked for; what somebody may already is left out. */
  readonly wishes?: readonly AccessWish[];
  readonly onClose: () => void;
}

const FIELDS = ['asset', 'reason', 'days'];

export function AskDialog({ asset, name, wishes = WISHES, onClose }: Props) {
  const { t } = useTranslation('requests');
  const client = useQueryClient();
  const [what, setWhat] = useState(asset);
  const [wants, setWants] = useState<AccessWish>(wishes[0] ?? 'SEE');
  const [reason, setReason] = useState('');
  const [days, setDays] = useState('30');
  const count = daysOf(days);
  const send = useMutation({
    mutationFn: () => gql(RequestAccessDoc, { input: { asset: what.trim(), wants, reason: reason.trim(), days: count ?? 30 } }),
    onSuccess() {
      toast('good', t('ask.sent'));
      void client.invalidateQueries({ queryKey: ['AccessRequests'] });
      onClose();
    },
  });
  const failure = send.error ? asApiError(send.error) : null;
  const at = (field: string) => (failure?.field === field ? failure.message : undefined);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={name ? t('ask.title', { name }) : t('ask.titleUnknown')}
      text={t('ask.text')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" form="ask-access" isBusy={send.isPending} disabled={reason.trim() === '' || what.trim() === '' || count === null}>
            {t('ask.send')}
          </Button>
        </>
      }
    >
      <form
        id="ask-access"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        {name ? null : <TextField label={t('ask.asset')} hint={t('ask.assetHint')} value={what} onChange={setWhat} error={at('asset')} isMono required autoComplete="off" />}
        <TextArea label={t('ask.reason')} rows={3} value={reason} onChange={setReason} error={at('reason')} maxLength={1000} required />
        <Field label={t('ask.wants')}>
          {({ id }) => <Select id={id} label={t('ask.wants')} value={wants} options={wishes.map((value) => ({ value, label: t(`wish.${value}`) }))} onChange={setWants} />}
        </Field>
        <TextField label={t('ask.days')} value={days} onChange={setDays} error={at('days') ?? (count === null ? t('ask.daysBad') : undefined)} inputMode="numeric" required className="max-w-40" />
        <Refusal error={failure && FIELDS.includes(failure.field ?? '') ? null : send.error} />
        <p className="text-12 text-muted">
          {t('ask.follow')}{' '}
          <Link to="/requests" className="text-brand underline underline-offset-2">
            {t('title')}
          </Link>
        </p>
      </form>
    </Dialog>
  );
}
