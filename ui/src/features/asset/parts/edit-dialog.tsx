// What people decide about an asset: its display name, owners, tags and tier, and what they sort it by.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, asApiError, gql } from '../../../app/gql';
import { usePaused } from '../../../app/suggestions';
import { Button, Dialog, Field, Refusal, Select, TextField, toast, TokenField, useTierName } from '../../../kit';
import { draftOf, editInput, NO_TIER } from '../model';
import type { Asset, Draft } from '../model';
import { AssetDoc, EditAssetDoc, PeopleDoc } from '../queries';
import { sortingInput, sortingOf } from '../sorting';
import type { Sorting } from '../sorting';
import { SortingFields } from './sorting-fields';

const TIERS = ['tier1', 'tier2', 'tier3', 'tier4', 'tier5'];

interface Props {
  readonly asset: Asset;
  readonly onClose: () => void;
}

export function EditDialog({ asset, onClose }: Props) {
  const { t } = useTranslation('asset');
  const tierName = useTierName();
  const client = useQueryClient();
  const before = draftOf(asset);
  const [draft, setDraft] = useState<Draft>(before);
  const [search, setSearch] = useState('');
  const people = useQuery({ ...ask(PeopleDoc, { text: usePaused(search) || null }), placeholderData: (previous) => previous });
  const sorted = sortingOf(asset);
  const [sorting, setSorting] = useState<Sorting>(sorted);
  const both = { ...editInput(before, draft), ...sortingInput(sorted, sorting) };
  const input = Object.keys(both).length > 0 ? both : null;
  const save = useMutation({
    mutationFn: () => gql(EditAssetDoc, { id: asset.id, input: { ...input, expectedVersion: { major: asset.version.major, minor: asset.version.minor } } }),
    onSuccess({ editAsset }) {
      client.setQueryData(ask(AssetDoc, { id: asset.id, asOf: null }).queryKey, { asset: editAsset });
      void client.invalidateQueries({ queryKey: ['AssetHistory'] });
      toast('good', t('edit.saved'));
      onClose();
    },
    onError(error) {
      if (asApiError(error).code === 'CONFLICT') void client.invalidateQueries({ queryKey: ['Asset'] });
    },
  });
  const given = asset.owners.filter((owner) => owner.layer !== 'CURATED');
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('edit.title', { name: asset.displayName })}
      text={t('edit.text')}
      actions={
        <>
          <Button onClick={onClose}>{t('edit.cancel')}</Button>
          <Button tone="primary" isBusy={save.isPending} disabled={!input} onClick={() => save.mutate()}>
            {t('edit.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <TextField label={t('edit.displayName')} hint={t('edit.displayNameHint', { name: asset.name })} value={draft.displayName} onChange={(displayName) => change({ displayName })} />
        <TokenField
          label={t('edit.owners')}
          hint={given.length > 0 ? t('edit.ownersFromSource', { names: given.map((owner) => owner.displayName).join(t('separator')) }) : undefined}
          values={draft.owners}
          choices={(people.data?.people ?? []).map((person) => ({ value: person.name, label: person.displayName }))}
          onChange={(owners) => change({ owners })}
          onSearch={setSearch}
          isOpenEnded
        />
        <TokenField label={t('edit.tags')} hint={t('edit.tagsHint')} values={draft.tags} choices={[]} onChange={(tags) => change({ tags })} onSearch={() => undefined} isOpenEnded />
        <Field label={t('edit.tier')}>
          {({ id }) => (
            <Select
              id={id}
              label={t('edit.tier')}
              value={draft.tier}
              options={[{ value: NO_TIER, label: t('edit.noTier') }, ...TIERS.map((tier) => ({ value: tier, label: tierName(tier) }))]}
              onChange={(tier) => change({ tier })}
            />
          )}
        </Field>
        <SortingFields asset={asset} sorting={sorting} change={(part) => setSorting({ ...sorting, ...part })} />
        <Refusal error={save.error} />
      </div>
    </Dialog>
  );
}
