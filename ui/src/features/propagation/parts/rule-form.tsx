// A rule as it shall be, with what it would reach before it is saved.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError, gql } from '../../../app/gql';
import { Button, Checkbox, Dialog, Field, Refusal, Select, TextField, toast, useFormat } from '../../../kit';
import type { PreviewPropagationRuleQuery } from '../../../gql/types';
import { draftOf, inputOf, NEW_RULE } from '../model';
import type { Draft, Rule } from '../model';
import { PreviewRuleDoc, SaveRuleDoc } from '../queries';
import { TermField } from './term-field';

const FIELDS = ['name', 'pattern', 'maxSteps'];
const PASSAGES = ['VALUES', 'COPIES'] as const;

function Reached({ preview }: { readonly preview: PreviewPropagationRuleQuery['previewPropagationRule'] }) {
  const { t } = useTranslation('propagation');
  const format = useFormat();
  return (
    <section aria-label={t('preview')} className="rounded-control border border-line bg-sunken p-3 text-13">
      <p role="status" className="font-medium">
        {t(preview.isExact ? 'reached' : 'reachedAtLeast', { count: preview.total, shown: format.number(preview.total) })}
      </p>
      <ul className="mt-1 max-h-40 overflow-auto">
        {preview.first.map(({ asset, tag, steps }) => (
          <li key={`${asset.id} ${tag}`} className="flex gap-2">
            <Link to="/a/$id" params={{ id: asset.id }} className="truncate font-mono text-12 hover:text-brand hover:underline">
              {asset.fullName}
            </Link>
            <span className="shrink-0 text-muted">{t('reachedAs', { tag, count: steps })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function RuleForm({ rule, onClose }: { readonly rule: Rule | null; readonly onClose: () => void }) {
  const { t } = useTranslation('propagation');
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft>(() => (rule ? draftOf(rule) : NEW_RULE));
  const preview = useMutation({ mutationFn: () => gql(PreviewRuleDoc, { input: inputOf({ ...draft, name: draft.name || t('new') }) }) });
  const save = useMutation({
    mutationFn: () => gql(SaveRuleDoc, { id: rule?.id ?? null, input: inputOf(draft) }),
    async onSuccess() {
      toast('good', t('saved'));
      onClose();
      await client.invalidateQueries();
    },
  });
  const change = (part: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...part }));
    preview.reset();
  };
  const failure = save.error ?? preview.error;
  const refused = failure ? asApiError(failure) : null;
  const errorOf = (field: string) => (refused?.field === field ? refused.message : undefined);
  const isAtField = refused?.field !== undefined && FIELDS.includes(refused.field ?? '');
  const isNamed = draft.name.trim() !== '' && draft.pattern.trim() !== '';
  return (
    <Dialog
      isOpen
      shape="wide"
      onClose={onClose}
      title={rule ? t('change', { name: rule.name }) : t('new')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button isBusy={preview.isPending} disabled={draft.pattern.trim() === ''} onClick={() => preview.mutate()}>
            {t('preview')}
          </Button>
          <Button tone="primary" type="submit" form="rule" isBusy={save.isPending} disabled={!isNamed}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form
        id="rule"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label={t('name')} value={draft.name} onChange={(name) => change({ name })} error={errorOf('name')} autoComplete="off" required />
          <Field label={t('sort.label')}>
            {({ id }) => (
              <Select
                id={id}
                label={t('sort.label')}
                value={draft.sort === 'TERM' ? 'TERM' : 'TAG'}
                options={[
                  { value: 'TAG', label: t('sort.TAG') },
                  { value: 'TERM', label: t('sort.TERM') },
                ]}
                onChange={(sort) => change({ sort, pattern: sort === 'TERM' ? '*' : '' })}
              />
            )}
          </Field>
          {draft.sort === 'TERM' ? (
            <TermField pattern={draft.pattern} error={errorOf('pattern')} onChange={(pattern) => change({ pattern })} />
          ) : (
            <TextField label={t('pattern')} hint={t('patternHint')} isMono value={draft.pattern} onChange={(pattern) => change({ pattern })} error={errorOf('pattern')} autoComplete="off" required />
          )}
          <Field label={t('passes')} hint={t(`passageText.${draft.passes}`)}>
            {({ id }) => <Select id={id} label={t('passes')} value={draft.passes} options={PASSAGES.map((value) => ({ value, label: t(`passage.${value}`) }))} onChange={(passes) => change({ passes })} />}
          </Field>
          <TextField label={t('maxSteps')} hint={t('maxStepsHint')} type="number" min={1} max={100} value={draft.maxSteps} onChange={(maxSteps) => change({ maxSteps })} error={errorOf('maxSteps')} />
        </div>
        <div className="flex flex-col gap-1">
          <Checkbox label={t('stopsAtMasking')} checked={draft.stopsAtMasking} onChange={(stopsAtMasking) => change({ stopsAtMasking })} />
          <Checkbox label={t('stopsAtAggregation')} checked={draft.stopsAtAggregation} onChange={(stopsAtAggregation) => change({ stopsAtAggregation })} />
          <Checkbox label={t('confirms')} checked={draft.confirms} onChange={(confirms) => change({ confirms })} />
          <Checkbox label={t('enabled')} checked={draft.isEnabled} onChange={(isEnabled) => change({ isEnabled })} />
        </div>
        {preview.data ? <Reached preview={preview.data.previewPropagationRule} /> : null}
        <Refusal error={isAtField ? null : failure} />
      </form>
    </Dialog>
  );
}
