// Makes a savings plan of assets that were chosen: what it saves, and what something still comes from.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, ask, gql } from '../../../app/gql';
import type { WorthRowFragment } from '../../../gql/types';
import { Button, Dialog, Refusal, TextField, toast, useFormat } from '../../../kit';
import { DownstreamDoc, SaveSavingsPlanDoc } from '../cost-queries';
import { sumOf } from '../model';

interface Props {
  readonly assets: readonly WorthRowFragment[];
  readonly currency: string;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

export function PlanDialog({ assets, currency, onClose, onSaved }: Props) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [storage, setStorage] = useState('');
  const links = useQuery(ask(DownstreamDoc, { ids: assets.slice(0, 200).map(({ id }) => id) }));
  const read = links.data?.assets.filter(({ lineageCounts }) => lineageCounts.downstream > 0).map(({ id }) => id) ?? [];
  const save = useMutation({
    mutationFn: () => gql(SaveSavingsPlanDoc, { name: name.trim(), currency, assets: assets.map(({ id }) => ({ asset: id, storage: storage.trim() || null })) }),
    async onSuccess() {
      toast('good', t('plan.saved', { name: name.trim() }));
      await client.invalidateQueries({ queryKey: ['SavingsPlans'] });
      onSaved();
    },
  });
  const error = save.error instanceof ApiError && save.error.field === 'name' ? save.error.message : undefined;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('plan.make')}
      text={t('plan.text')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" isBusy={save.isPending} disabled={name.trim() === ''} onClick={() => save.mutate()}>
            {t('edit.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <TextField label={t('edit.name')} required value={name} error={error} onChange={setName} autoComplete="off" />
        <TextField label={t('plan.storage')} hint={t('plan.storageHint')} value={storage} onChange={setStorage} autoComplete="off" />
        {storage.trim() === '' ? <p className="text-14 font-medium">{t('plan.saves', { money: format.money(sumOf(assets.filter((asset) => asset.currency === currency).flatMap(({ monthlyCost }) => monthlyCost ?? [])), currency) })}</p> : null}
        {read.length > 0 ? (
          <div role="alert" className="rounded-control border border-warn bg-warn-soft px-3 py-2 text-13 text-warn">
            <p className="font-medium">{t('plan.live', { count: read.length, shown: format.number(read.length) })}</p>
            <ul className="mt-1 list-disc pl-5">
              {assets
                .filter(({ id }) => read.includes(id))
                .slice(0, 10)
                .map((asset) => (
                  <li key={asset.id} className="wrap-anywhere">
                    {asset.name}
                  </li>
                ))}
            </ul>
          </div>
        ) : null}
        <Refusal error={error === undefined ? save.error : null} />
      </div>
    </Dialog>
  );
}
