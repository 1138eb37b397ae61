// Brings a contract, or a new version of one: a file or its text, and who relies on it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { Button, Checkbox, Dialog, Field, Refusal, TextArea, TextField, toast } from '../../../kit';
import { SaveContractDoc } from '../contract-queries';
import { namesOf } from '../model';

interface Props {
  readonly onClose: () => void;
  /** What the editor begins with. */
  readonly text?: string;
}

export function ContractDialog({ onClose, text: before = '' }: Props) {
  const { t } = useTranslation('quality');
  const client = useQueryClient();
  const navigate = useNavigate();
  const [text, setText] = useState(before);
  const [names, setNames] = useState('');
  const [isBreakingKnown, setKnown] = useState(false);
  const save = useMutation({
    mutationFn: () => gql(SaveContractDoc, { input: { text, isBreakingKnown, consumers: namesOf(names).length > 0 ? { names: namesOf(names) } : null } }),
    async onSuccess({ saveContract: { contract, version } }) {
      toast('good', t('contracts.saved', { name: contract.name, version: version.version }));
      onClose();
      await navigate({ to: '/quality/contracts/$id', params: { id: contract.id } });
      await client.invalidateQueries();
    },
  });
  return (
    <Dialog
      isOpen
      shape="wide"
      onClose={onClose}
      title={t('contracts.bring')}
      text={t('contracts.bringText')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" disabled={text.trim() === ''} isBusy={save.isPending} onClick={() => save.mutate()}>
            {t('contracts.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={t('contracts.file')}>
          {({ id }) => (
            <input
              id={id}
              type="file"
              accept=".yaml,.yml,application/yaml"
              className="text-13"
              onChange={(event) => {
                const file = event.target.files?.[0];
                if (file) void file.text().then(setText);
              }}
            />
          )}
        </Field>
        <TextArea label={t('contracts.text')} rows={12} value={text} onChange={setText} className="font-mono text-12" spellCheck={false} />
        <TextField label={t('contracts.consumers')} hint={t('contracts.consumersHint')} value={names} onChange={setNames} />
        <Checkbox label={t('contracts.known')} checked={isBreakingKnown} onChange={setKnown} />
        <Refusal error={save.error} />
      </div>
    </Dialog>
  );
}
