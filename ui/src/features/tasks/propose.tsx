// Asking the owners of an asset for something, or proposing a description to them.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../app/gql';
import type { TaskKind } from '../../gql/types';
import { Button, Dialog, Field, Refusal, Select, TextArea, toast } from '../../kit';
import { inputOf, KINDS } from './model';
import { CreateTaskDoc } from './queries';

interface Props {
  readonly asset: { readonly id: string; readonly name: string; readonly description: string };
  readonly onClose: () => void;
}

export function ProposeDialog({ asset, onClose }: Props) {
  const { t } = useTranslation('tasks');
  const client = useQueryClient();
  const [kind, setKind] = useState<TaskKind>('PROPOSAL');
  const [text, setText] = useState('');
  const [description, setDescription] = useState(asset.description);
  const input = inputOf(asset.id, kind, text, description === asset.description && kind === 'PROPOSAL' ? '' : description);
  const send = useMutation({
    mutationFn: () => (input ? gql(CreateTaskDoc, { input }) : Promise.resolve(null)),
    onSuccess() {
      toast('good', t('propose.sent'));
      void client.invalidateQueries({ queryKey: ['Tasks'] });
      onClose();
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('propose.title', { name: asset.name })}
      text={t('propose.text')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" form="propose" isBusy={send.isPending} disabled={!input}>
            {t('propose.send')}
          </Button>
        </>
      }
    >
      <form
        id="propose"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          send.mutate();
        }}
      >
        <Field label={t('propose.kind')}>
          {({ id }) => <Select id={id} label={t('propose.kind')} value={kind} options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} onChange={setKind} />}
        </Field>
        {kind === 'PROPOSAL' ? <TextArea label={t('field.description')} rows={6} value={description} onChange={setDescription} required /> : null}
        <TextArea label={t('propose.why')} rows={3} value={text} onChange={setText} maxLength={10_000} />
        <Refusal error={send.error} />
      </form>
    </Dialog>
  );
}
