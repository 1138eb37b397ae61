// How a change looks wherever changes are listed: what was done, which fields, and
// the way back for those who may take it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Operation } from '../gql/types';
import { Button } from '../kit/button/button';
import { StateChip } from '../kit/chip/chip';
import { asText, DiffView } from '../kit/diff/diff';
import { Refusal } from '../kit/states/states';
import { toast } from '../kit/toast/toast';
import type { State } from '../tokens/states';
import { useSummary } from './commit-summary';
import { gql } from './gql';
import { RevertCommitDoc } from './queries';
import { useMay } from './session';

const Confirm = lazy(async () => ({ default: (await import('../kit/dialog/dialog')).Confirm }));

const STATES: Record<Operation, State> = { CREATED: 'good', UPDATED: 'active', REMOVED: 'bad', RESTORED: 'good', LINEAGE_DECLARED: 'unknown' };

export function OperationChip({ operation }: { readonly operation: Operation }) {
  const { t } = useTranslation('app');
  return <StateChip state={STATES[operation]}>{t(`operation.${operation}`)}</StateChip>;
}

export function BreakingChip() {
  const { t } = useTranslation('app');
  return <StateChip state="warn">{t('change.breaking')}</StateChip>;
}

export interface ChangedField {
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly isBreaking: boolean;
}

/** The words of a field path such as `details.data_type`: known ones are translated, others shown as they are. */
function useFieldName(): (field: string) => string {
  const { t } = useTranslation('app');
  return (field) => t(`field.${field.replace(/[.[\]]+/g, '_')}`, { defaultValue: field });
}

const TYPE_TEXT = 'details.data_type.text';
const SAID_BY_TYPE = /^details\.data_type\.(class|length|precision|scale|values)$/;

/** Leaves out fields without a value, and parts of a data type that its text already says. */
export function telling(fields: readonly ChangedField[]): ChangedField[] {
  const hasTypeText = fields.some((field) => field.field === TYPE_TEXT);
  return fields.filter(({ field, before, after }) => (asText(before) !== '' || asText(after) !== '') && !(hasTypeText && SAID_BY_TYPE.test(field)));
}

/** Every changed field with its value before and after. */
export function FieldChanges({ fields, isCreation = false }: { readonly fields: readonly ChangedField[]; readonly isCreation?: boolean }) {
  const { t } = useTranslation('app');
  const fieldName = useFieldName();
  const shown = telling(fields);
  if (shown.length === 0) return <p className="text-13 text-muted">{t('change.noFields')}</p>;
  return (
    <dl className="grid grid-cols-[minmax(120px,auto)_minmax(0,1fr)] gap-x-4 text-13 max-sm:grid-cols-1">
      {shown.map((field) => (
        <div key={field.field} className="col-span-full grid grid-cols-subgrid border-t border-line py-1.5 first:border-t-0">
          <dt className="flex flex-wrap items-start gap-1.5 text-muted">
            <span title={field.field}>{fieldName(field.field)}</span>
            {field.isBreaking ? <BreakingChip /> : null}
          </dt>
          <dd className="min-w-0">{isCreation ? <span className="line-clamp-6 wrap-anywhere whitespace-pre-wrap">{asText(field.after)}</span> : <DiffView before={field.before} after={field.after} />}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Takes a commit back, after a question. Not there for those who may not. */
export function RevertButton({ commit, count }: { readonly commit: { readonly id: string; readonly summary: string }; readonly count: number }) {
  const { t } = useTranslation('app');
  const may = useMay();
  const client = useQueryClient();
  const summarised = useSummary();
  const [isAsked, setAsked] = useState(false);
  const revert = useMutation({
    mutationFn: () => gql(RevertCommitDoc, { id: commit.id }),
    onSuccess() {
      setAsked(false);
      toast('good', t('revert.done'));
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== 'session' });
    },
  });
  if (!may('REVERT_CHANGES')) return null;
  return (
    <>
      <Button tone="quiet" size="small" icon="undo" onClick={() => setAsked(true)}>
        {t('revert.action')}
      </Button>
      <Suspense fallback={null}>
        {isAsked ? (
          <Confirm
            isOpen
            onClose={() => setAsked(false)}
            title={t('revert.title')}
            text={t('revert.text', { count, summary: summarised(commit.summary) })}
            action={t('revert.action')}
            isBusy={revert.isPending}
            error={<Refusal error={revert.error} />}
            onConfirm={() => revert.mutate()}
          />
        ) : null}
      </Suspense>
    </>
  );
}
