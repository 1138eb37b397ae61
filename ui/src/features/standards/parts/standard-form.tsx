// A standard as it shall be; its codes are written apart, as a table.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError, gql } from '../../../app/gql';
import type { TypeClass } from '../../../gql/types';
import { Button, Dialog, Field, Refusal, Select, TextArea, TextField, toast } from '../../../kit';
import { draftOf, inputOf } from '../model';
import type { Draft, Standard } from '../model';
import { SaveCodeListDoc } from '../queries';

/** The classes that a standard is likely to ask for. */
const CLASSES: readonly TypeClass[] = ['TEXT', 'INTEGER', 'DECIMAL', 'BOOLEAN', 'DATE', 'TIMESTAMP', 'ENUMERATION', 'UUID'];

interface Props {
  /** The one that is changed; none for a new one. */
  readonly standard: Standard | null;
  readonly onClose: () => void;
  readonly onSaved: (id: string) => void;
}

export function StandardForm({ standard, onClose, onSaved }: Props) {
  const { t } = useTranslation('standards');
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(draftOf(standard));
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const save = useMutation({
    mutationFn: async () => (await gql(SaveCodeListDoc, { input: inputOf(draft, standard) })).saveCodeList.id,
    async onSuccess(id) {
      toast('good', t('saved'));
      await client.invalidateQueries();
      onSaved(id);
    },
  });
  const refused = save.error ? asApiError(save.error) : null;
  const field = refused?.field ?? (refused?.code === 'CONFLICT' ? 'name' : undefined);
  const at = (name: string) => (field === name ? refused?.message : undefined);
  const isAtField = field === 'name' || field === 'maxLength' || field === 'pattern';
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={standard ? t('changeTitle', { name: standard.displayName }) : t('new')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" form="standard" isBusy={save.isPending} disabled={draft.name.trim() === ''}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form
        id="standard"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextField label={t('name')} value={draft.name} onChange={(name) => change({ name })} error={at('name')} autoComplete="off" required />
        <TextField label={t('displayName')} value={draft.displayName} onChange={(displayName) => change({ displayName })} />
        <TextField label={t('document')} hint={t('documentHint')} value={draft.standard} onChange={(next) => change({ standard: next })} />
        <TextArea label={t('description')} rows={3} value={draft.description} onChange={(description) => change({ description })} />
        <Field label={t('expectedClass')} hint={t('expectedHint')}>
          {({ id }) => (
            <Select<TypeClass | ''>
              id={id}
              label={t('expectedClass')}
              value={draft.expectedClass}
              options={[{ value: '', label: t('any') }, ...CLASSES.map((value) => ({ value, label: t(`class.${value}`) }))]}
              onChange={(expectedClass) => change({ expectedClass })}
            />
          )}
        </Field>
        <TextField label={t('maxLength')} inputMode="numeric" value={draft.maxLength} onChange={(maxLength) => change({ maxLength })} error={at('maxLength')} />
        <TextField label={t('pattern')} hint={t('patternHint')} isMono value={draft.pattern} onChange={(pattern) => change({ pattern })} error={at('pattern')} />
        <Refusal error={isAtField ? null : save.error} />
      </form>
    </Dialog>
  );
}
