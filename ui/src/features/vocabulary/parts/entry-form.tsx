// One of them as it shall be: what all have, then what its kind has.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, asApiError, gql } from '../../../app/gql';
import { usePaused } from '../../../app/suggestions';
import type { AssetKind, DomainType, ProductStage } from '../../../gql/types';
import { Button, Checkbox, Dialog, Field, Refusal, Select, TextArea, TextField, toast, TokenField } from '../../../kit';
import { commonInput, draftOf, NO_LEVEL } from '../model';
import type { Draft, Entry } from '../model';
import { SaveClassificationDoc, SaveDomainDoc, SaveGlossaryDoc, SaveProductDoc, SaveTagDoc, SaveTermDoc, VocabularyPeopleDoc } from '../queries';

interface Props {
  readonly kind: AssetKind;
  /** The one that is changed; none for a new one. */
  readonly entry: Entry | null;
  /** What a new one is inside of. */
  readonly parent: string | null;
  readonly onClose: () => void;
  readonly onSaved: (id: string) => void;
}

const DOMAIN_TYPES: readonly DomainType[] = ['SOURCE_ALIGNED', 'AGGREGATE', 'CONSUMER_ALIGNED'];
const STAGES: readonly ProductStage[] = ['IDEA', 'DEVELOPMENT', 'PRODUCTION', 'RETIRED'];

/** Writes it; gives its identifier. */
async function write(kind: AssetKind, draft: Draft, common: ReturnType<typeof commonInput>, parent: string | null): Promise<string> {
  const at = parent ? { parent } : {};
  const level = draft.level === NO_LEVEL ? null : Number(draft.level);
  const reviewers = [...draft.people];
  const isMutuallyExclusive = draft.isExclusive;
  switch (kind) {
    case 'GLOSSARY':
      return (await gql(SaveGlossaryDoc, { input: { ...common, isMutuallyExclusive, reviewers } })).saveGlossary.id;
    case 'TERM':
      return (await gql(SaveTermDoc, { input: { ...common, ...at, synonyms: [...draft.synonyms], isMutuallyExclusive, reviewers } })).saveTerm.id;
    case 'CLASSIFICATION':
      return (await gql(SaveClassificationDoc, { input: { ...common, isMutuallyExclusive, level } })).saveClassification.id;
    case 'TAG':
      return (await gql(SaveTagDoc, { input: { ...common, ...at, level } })).saveTag.id;
    case 'DATA_PRODUCT':
      return (await gql(SaveProductDoc, { input: { ...common, stage: draft.choice as ProductStage, experts: reviewers } })).saveProduct.id;
    default:
      return (await gql(SaveDomainDoc, { input: { ...common, ...at, domainType: draft.choice as DomainType, experts: reviewers } })).saveDomain.id;
  }
}

export function EntryForm({ kind, entry, parent, onClose, onSaved }: Props) {
  const { t } = useTranslation('vocabulary');
  const client = useQueryClient();
  const before = draftOf(kind, entry);
  const [draft, setDraft] = useState<Draft>(before);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const save = useMutation({
    mutationFn: () => write(kind, draft, commonInput(before, draft, entry), parent),
    async onSuccess(id) {
      toast('good', t('saved'));
      await client.invalidateQueries();
      onSaved(id);
    },
  });
  const refused = save.error ? asApiError(save.error) : null;
  const isOfName = refused?.field === 'name' || refused?.code === 'CONFLICT';
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={entry ? t('changeTitle', { name: entry.displayName }) : t(`new.${kind}`)}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" form="entry" isBusy={save.isPending} disabled={draft.name.trim() === ''}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form
        id="entry"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextField label={t('name')} hint={kind === 'TAG' || kind === 'CLASSIFICATION' ? t('wordHint') : undefined} value={draft.name} onChange={(name) => change({ name })} error={isOfName ? refused?.message : undefined} autoComplete="off" required />
        <TextField label={t('displayName')} value={draft.displayName} onChange={(displayName) => change({ displayName })} />
        <TextArea label={t('description')} rows={3} value={draft.description} onChange={(description) => change({ description })} />
        <OfKind kind={kind} draft={draft} change={change} />
        <People label={t('owners')} values={draft.owners} onChange={(owners) => change({ owners })} />
        <Refusal error={isOfName ? null : save.error} />
      </form>
    </Dialog>
  );
}

function OfKind({ kind, draft, change }: { readonly kind: AssetKind; readonly draft: Draft; readonly change: (part: Partial<Draft>) => void }) {
  const { t } = useTranslation('vocabulary');
  const choices = kind === 'DOMAIN' ? DOMAIN_TYPES.map((value) => ({ value, label: t(`domainType.${value}`) })) : STAGES.map((value) => ({ value, label: t(`stage.${value}`) }));
  return (
    <>
      {kind === 'TERM' ? <TokenField label={t('synonyms')} hint={t('synonymsHint')} values={draft.synonyms} choices={[]} onChange={(synonyms) => change({ synonyms })} onSearch={() => undefined} isOpenEnded /> : null}
      {kind === 'DOMAIN' || kind === 'DATA_PRODUCT' ? (
        <Field label={kind === 'DOMAIN' ? t('domainType.label') : t('stage.label')}>
          {({ id }) => <Select<string> id={id} label={kind === 'DOMAIN' ? t('domainType.label') : t('stage.label')} value={draft.choice} options={choices} onChange={(choice) => change({ choice })} />}
        </Field>
      ) : null}
      {kind === 'CLASSIFICATION' || kind === 'TAG' ? (
        <Field label={t('level.label')} hint={t('level.hint')}>
          {({ id }) => (
            <Select<string>
              id={id}
              label={t('level.label')}
              value={draft.level}
              options={[{ value: NO_LEVEL, label: t('level.none') }, ...['1', '2', '3', '4', '5'].map((value) => ({ value, label: value }))]}
              onChange={(level) => change({ level })}
            />
          )}
        </Field>
      ) : null}
      {kind === 'GLOSSARY' || kind === 'TERM' || kind === 'CLASSIFICATION' ? <Checkbox label={t('exclusive.text')} checked={draft.isExclusive} onChange={(isExclusive) => change({ isExclusive })} /> : null}
      {kind === 'GLOSSARY' || kind === 'TERM' ? <People label={t('reviewers')} values={draft.people} onChange={(people) => change({ people })} /> : null}
      {kind === 'DOMAIN' || kind === 'DATA_PRODUCT' ? <People label={t('experts')} values={draft.people} onChange={(people) => change({ people })} /> : null}
    </>
  );
}

function People({ label, values, onChange }: { readonly label: string; readonly values: readonly string[]; readonly onChange: (values: string[]) => void }) {
  const [search, setSearch] = useState('');
  const people = useQuery({ ...ask(VocabularyPeopleDoc, { text: usePaused(search) || null }), placeholderData: (previous) => previous });
  const choices = (people.data?.people ?? []).map((person) => ({ value: person.name, label: person.displayName }));
  return <TokenField label={label} values={values} choices={choices} onChange={onChange} onSearch={setSearch} isOpenEnded />;
}
