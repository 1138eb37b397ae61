// A custom property as it shall be. Its name stays: questions and tables ask for it by that.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError, gql } from '../../../app/gql';
import type { AssetKind, PropertyType } from '../../../gql/types';
import { Button, Checkbox, Dialog, Field, Refusal, Select, TextArea, TextField, toast, TokenField, useKindName } from '../../../kit';
import { draftOf, hasChoices, inputOf, KINDS, TYPES } from '../model';
import type { Draft, Property } from '../model';
import { SavePropertyDoc } from '../queries';

interface Props {
  /** The one that is changed; null for a new one. */
  readonly property: Property | null;
  /** What a new one is for at first. */
  readonly kind: AssetKind | undefined;
  readonly onClose: () => void;
}

const FORM = 'property';
const FIELDS = ['name', 'kinds', 'choices', 'pattern', 'titleEn', 'titleZh', 'propertyType'];

export function PropertyForm({ property, kind, onClose }: Props) {
  const { t } = useTranslation('properties');
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => draftOf(property, kind));
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const input = inputOf(draft);
  const save = useMutation({
    mutationFn: () => (input ? gql(SavePropertyDoc, { input }) : Promise.resolve(null)),
    async onSuccess() {
      toast('good', t('saved', { name: draft.name }));
      onClose();
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    },
  });
  const refused = save.error ? asApiError(save.error) : null;
  const at = (name: string) => (refused?.field === name ? refused.message : undefined);
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={property ? t('changeTitle', { name: property.name }) : t('new')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" form={FORM} isBusy={save.isPending} disabled={!input}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (input) save.mutate();
        }}
      >
        <TextField label={t('name')} hint={t(property ? 'nameStays' : 'nameHint')} isMono value={draft.name} onChange={(name) => change({ name })} error={at('name')} disabled={property !== null} autoComplete="off" required />
        <TextField label={t('titleEn')} value={draft.titleEn} onChange={(titleEn) => change({ titleEn })} error={at('titleEn')} />
        <TextField label={t('titleZh')} value={draft.titleZh} onChange={(titleZh) => change({ titleZh })} error={at('titleZh')} />
        <Kinds values={draft.kinds} error={at('kinds')} onChange={(kinds) => change({ kinds })} />
        <Values draft={draft} change={change} at={at} />
        <TextArea label={t('description')} rows={3} value={draft.description} onChange={(description) => change({ description })} />
        <Checkbox label={t('requiredText')} checked={draft.isRequired} onChange={(isRequired) => change({ isRequired })} />
        <Refusal error={refused && FIELDS.includes(refused.field ?? '') ? null : save.error} />
      </form>
    </Dialog>
  );
}

function Kinds({ values, error, onChange }: { readonly values: readonly AssetKind[]; readonly error: string | undefined; readonly onChange: (kinds: AssetKind[]) => void }) {
  const { t } = useTranslation('properties');
  const kindName = useKindName();
  return (
    <TokenField
      label={t('kinds')}
      values={values}
      choices={KINDS.map((value) => ({ value, label: kindName(value) }))}
      error={error}
      onSearch={() => undefined}
      onChange={(next) => onChange(KINDS.filter((one) => next.includes(one)))}
    />
  );
}

function Values({ draft, change, at }: { readonly draft: Draft; readonly change: (part: Partial<Draft>) => void; readonly at: (name: string) => string | undefined }) {
  const { t } = useTranslation('properties');
  return (
    <>
      <Field label={t('type.label')} hint={t('type.hint')} error={at('propertyType')}>
        {({ id }) => <Select<PropertyType> id={id} label={t('type.label')} value={draft.propertyType} options={TYPES.map((value) => ({ value, label: t(`type.${value}`) }))} onChange={(propertyType) => change({ propertyType })} />}
      </Field>
      {hasChoices(draft.propertyType) ? (
        <TokenField label={t('choices')} hint={t('choicesHint')} values={draft.choices} choices={[]} error={at('choices')} onChange={(choices) => change({ choices })} onSearch={() => undefined} isOpenEnded />
      ) : null}
      {draft.propertyType === 'TEXT' ? <TextField label={t('pattern')} hint={t('patternHint')} isMono value={draft.pattern} onChange={(pattern) => change({ pattern })} error={at('pattern')} /> : null}
    </>
  );
}
