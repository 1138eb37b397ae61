// Another name for a system, such as the address that another tool has for it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError, gql } from '../../../app/gql';
import { Button, Dialog, Refusal, TextField, toast } from '../../../kit';
import { AddAliasDoc, NamespacesDoc } from '../queries';

const FORM = 'alias';

export function AliasDialog({ namespace, onClose }: { readonly namespace: string; readonly onClose: () => void }) {
  const { t } = useTranslation('namespaces');
  const client = useQueryClient();
  const [alias, setAlias] = useState('');
  const add = useMutation({
    mutationFn: () => gql(AddAliasDoc, { namespace, alias: alias.trim() }),
    async onSuccess() {
      toast('good', t('added', { alias: alias.trim() }));
      onClose();
      await client.invalidateQueries({ queryKey: [NamespacesDoc.name] });
    },
  });
  const refused = add.error ? asApiError(add.error) : null;
  const isOfField = refused?.field === 'alias' || refused?.code === 'CONFLICT';
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('addTitle')}
      text={t('addText', { name: namespace })}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" form={FORM} isBusy={add.isPending} disabled={alias.trim() === ''}>
            {t('add')}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate();
        }}
      >
        <TextField label={t('alias')} hint={t('aliasHint')} isMono value={alias} onChange={setAlias} error={isOfField ? refused?.message : undefined} autoComplete="off" required />
        <Refusal error={isOfField ? null : add.error} />
      </form>
    </Dialog>
  );
}
