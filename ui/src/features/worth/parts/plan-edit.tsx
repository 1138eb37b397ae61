// Changes a savings plan: its name, how its assets are to be stored, and which are part of it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, gql } from '../../../app/gql';
import type { PlanFactsFragment } from '../../../gql/types';
import { Button, Dialog, IconButton, Refusal, TextField, toast } from '../../../kit';
import { SaveSavingsPlanDoc } from '../cost-queries';
import { type Wish, wishesOf, wishInput } from '../plan';

export function PlanEdit({ plan, onClose }: { readonly plan: PlanFactsFragment; readonly onClose: () => void }) {
  const { t } = useTranslation('worth');
  const client = useQueryClient();
  const [name, setName] = useState(plan.name);
  const [wishes, setWishes] = useState<readonly Wish[]>(() => wishesOf(plan));
  const save = useMutation({
    mutationFn: () => gql(SaveSavingsPlanDoc, { id: plan.id, name: name.trim(), currency: plan.currency, assets: wishInput(wishes) }),
    async onSuccess() {
      toast('good', t('plan.saved', { name: name.trim() }));
      await client.invalidateQueries({ queryKey: ['SavingsPlans'] });
      onClose();
    },
  });
  const error = save.error instanceof ApiError && save.error.field === 'name' ? save.error.message : undefined;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('plan.editTitle', { name: plan.name })}
      text={t('plan.editText')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" isBusy={save.isPending} disabled={name.trim() === '' || wishes.length === 0} onClick={() => save.mutate()}>
            {t('edit.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <TextField label={t('edit.name')} required value={name} error={error} onChange={setName} autoComplete="off" />
        <ul aria-label={t('plan.assets')} className="flex max-h-80 flex-col gap-2 overflow-y-auto">
          {wishes.map((wish) => (
            <li key={wish.asset} className="flex items-end gap-2 border-t border-line pt-2 first:border-t-0 first:pt-0">
              <div className="min-w-0 flex-1">
                <TextField label={t('plan.storageOf', { name: wish.name })} hint={t('plan.storageHint')} value={wish.storage} onChange={(storage) => setWishes(wishes.map((one) => (one.asset === wish.asset ? { ...one, storage } : one)))} autoComplete="off" />
              </div>
              <IconButton icon="close" label={t('plan.takeOut', { name: wish.name })} onClick={() => setWishes(wishes.filter(({ asset }) => asset !== wish.asset))} />
            </li>
          ))}
        </ul>
        {wishes.length === 0 ? <p className="text-13 text-muted">{t('plan.empty')}</p> : null}
        <Refusal error={error === undefined ? save.error : null} />
      </div>
    </Dialog>
  );
}
