// Makes a savings plan of assets that were chosen, or adds them to one: what it saves, and what something still comes from.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, ask, gql } from '../../../app/gql';
import type { WorthRowFragment } from '../../../gql/types';
import { Button, Dialog, Field, Refusal, Select, TextField, toast, useFormat } from '../../../kit';
import { DownstreamDoc, SaveSavingsPlanDoc, SavingsPlansDoc } from '../cost-queries';
import { sumOf } from '../model';
import { wishesOf, wishInput, withMore } from '../plan';

interface Props {
  readonly assets: readonly WorthRowFragment[];
  readonly currency: string;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}

/** Stands for a plan that is not there yet. */
const NEW = '';

export function PlanDialog({ assets, currency, onClose, onSaved }: Props) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const client = useQueryClient();
  const [name, setName] = useState('');
  const [storage, setStorage] = useState('');
  const links = useQuery(ask(DownstreamDoc, { ids: assets.slice(0, 200).map(({ id }) => id) }));
  const read = links.data?.assets.filter(({ lineageCounts }) => lineageCounts.downstream > 0).map(({ id }) => id) ?? [];
  const plans = (useQuery(ask(SavingsPlansDoc, { after: null })).data?.savingsPlans.nodes ?? []).filter((plan) => plan.currency === currency);
  const [into, setInto] = useState(NEW);
  const before = plans.find(({ id }) => id === into);
  const called = before?.name ?? name.trim();
  const save = useMutation({
    mutationFn() {
      const wishes = withMore(
        before ? wishesOf(before) : [],
        assets.map((asset) => ({ asset: asset.id, name: asset.name, storage })),
      );
      return gql(SaveSavingsPlanDoc, { id: before?.id ?? null, name: called, currency, assets: wishInput(wishes) });
    },
    async onSuccess() {
      toast('good', t('plan.saved', { name: called }));
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
          <Button tone="primary" isBusy={save.isPending} disabled={called === ''} onClick={() => save.mutate()}>
            {t('edit.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {plans.length > 0 ? (
          <Field label={t('plan.into')}>
            {({ id }) => <Select<string> id={id} label={t('plan.into')} value={into} options={[{ value: NEW, label: t('plan.new') }, ...plans.map((plan) => ({ value: plan.id, label: plan.name }))]} onChange={setInto} className="w-full" />}
          </Field>
        ) : null}
        {before ? null : <TextField label={t('edit.name')} required value={name} error={error} onChange={setName} autoComplete="off" />}
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
