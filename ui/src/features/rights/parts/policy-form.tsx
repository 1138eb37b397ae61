// A policy as it shall be.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { Button, Checkbox, Dialog, Field, INPUT, Refusal, Select, TextArea, TextField, toast } from '../../../kit';
import { fieldErrors } from '../model';
import { draftOf, EFFECTS, inputOf, masks, NEW_POLICY, PERMISSIONS } from '../policy';
import type { Draft, Policy } from '../policy';
import { SavePolicyDoc } from '../queries';
import { SubjectFields } from './subject-fields';
import { TargetFields } from './target-fields';

const FIELDS = ['name', 'description', 'permissions', 'subjects', 'assets', 'sources', 'kinds', 'condition', 'until'];

export function PolicyForm({ policy, onClose }: { readonly policy: Policy | null; readonly onClose: () => void }) {
  const { t } = useTranslation('rights');
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => (policy ? draftOf(policy) : NEW_POLICY));
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () => gql(SavePolicyDoc, { input: inputOf(draft, policy) }),
    async onSuccess() {
      toast('good', t('saved'));
      onClose();
      // It counts at once, for whoever saved it too.
      await client.invalidateQueries();
    },
  });
  const errors = fieldErrors(save.error, FIELDS, 'name');
  return (
    <Dialog
      isOpen
      shape="wide"
      onClose={onClose}
      title={policy ? t('policy.change', { name: policy.name }) : t('policy.new')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" form="policy" isBusy={save.isPending} disabled={draft.name.trim() === ''}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form
        id="policy"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_200px]">
          <TextField label={t('name')} value={draft.name} onChange={(name) => change({ name })} error={errors.of('name')} autoComplete="off" required />
          <Field label={t('policy.effect')}>
            {({ id }) => <Select id={id} label={t('policy.effect')} value={draft.effect} options={EFFECTS.map((effect) => ({ value: effect, label: t(`effect.${effect}`) }))} onChange={(effect) => change({ effect, ...(masks(effect) && { permissions: ['SAMPLE'] }) })} />}
          </Field>
        </div>
        <p className="-mt-3 text-12 text-muted">{t(`effectText.${draft.effect}`)}</p>
        {masks(draft.effect) ? null : <Permissions draft={draft} error={errors.of('permissions')} onChange={change} />}
        <SubjectFields draft={draft} error={errors.of('subjects')} onChange={change} />
        <TargetFields draft={draft} policy={policy} errorOf={errors.of} onChange={change} />
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <Field label={t('policy.until')} hint={t('policy.untilHint')} error={errors.of('until')}>
            {({ id, describedBy }) => <input id={id} aria-describedby={describedBy} type="datetime-local" value={draft.until} onChange={(event) => change({ until: event.target.value })} className={`${INPUT} h-8`} />}
          </Field>
          <Checkbox label={t('policy.enabled')} checked={draft.isEnabled} onChange={(isEnabled) => change({ isEnabled })} />
        </div>
        <TextArea label={t('description')} rows={2} value={draft.description} onChange={(description) => change({ description })} error={errors.of('description')} />
        <Refusal error={errors.rest} />
      </form>
    </Dialog>
  );
}

function Permissions({ draft, error, onChange }: { readonly draft: Draft; readonly error: string | undefined; readonly onChange: (part: Partial<Draft>) => void }) {
  const { t } = useTranslation('rights');
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-13 font-medium">{t('policy.permissions')}</legend>
      <div className="flex flex-wrap gap-x-6 gap-y-1">
        {PERMISSIONS.map((permission) => (
          <Checkbox
            key={permission}
            label={t(`permission.${permission}`)}
            checked={draft.permissions.includes(permission)}
            onChange={(isOn) => onChange({ permissions: PERMISSIONS.filter((other) => (other === permission ? isOn : draft.permissions.includes(other))) })}
          />
        ))}
      </div>
      {error ? (
        <p role="alert" className="text-12 text-bad">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
