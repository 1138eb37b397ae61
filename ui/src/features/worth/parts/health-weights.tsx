// How much each part of the score counts; 0 leaves it out.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import type { HealthPart, HealthQuery } from '../../../gql/types';
import { Button, Dialog, Refusal, TextField, toast } from '../../../kit';
import { SetHealthWeightsDoc } from '../health-queries';

const MOST = 1000;

export function HealthWeights({ seen, onClose }: { readonly seen: HealthQuery['healthWeights']; readonly onClose: () => void }) {
  const { t } = useTranslation('worth');
  const client = useQueryClient();
  const [weights, setWeights] = useState<ReadonlyMap<HealthPart, string>>(() => new Map(seen.weights.map(({ part, weight }) => [part, String(weight)])));
  const isWrong = (text: string) => !/^\d{1,4}$/.test(text.trim()) || Number(text) > MOST;
  const save = useMutation({
    mutationFn: () => gql(SetHealthWeightsDoc, { version: seen.version, weights: [...weights].map(([part, weight]) => ({ part, weight: Number(weight) })) }),
    async onSuccess() {
      toast('good', t('weights.saved'));
      onClose();
      await client.invalidateQueries();
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('weights.edit')}
      text={t('weights.text')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" isBusy={save.isPending} disabled={[...weights.values()].some(isWrong)} onClick={() => save.mutate()}>
            {t('edit.save')}
          </Button>
        </>
      }
    >
      <div className="grid grid-cols-2 gap-3">
        {[...weights].map(([part, weight]) => (
          <TextField key={part} label={t(`part.${part}`)} inputMode="numeric" value={weight} error={isWrong(weight) ? t('weights.wrong') : undefined} onChange={(next) => setWeights((before) => new Map(before).set(part, next))} />
        ))}
      </div>
      <div className="mt-2">
        <Refusal error={save.error} />
      </div>
    </Dialog>
  );
}
