// What would be asked of a table, statement by statement, and what it would come to now.
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import type { ExplainChecksQuery, TryChecksMutation } from '../../../gql/types';
import { Button, Card, Code, Field, Refusal, Select, StateChip, useFormat } from '../../../kit';
import { type CheckType, type Draft, suiteInput } from '../draft';
import { ExplainChecksDoc, TryChecksDoc } from '../suite-queries';
import { useCheckName, useSaid } from '../words';
import { FailingRows } from './failing-rows';
import { OutcomeChip } from './tally';

interface Props {
  readonly draft: Draft;
  readonly types: readonly CheckType[];
  /** Says what is wrong with the form, and whether nothing is. */
  readonly isReady: () => boolean;
}

export function Preview({ draft, types, isReady }: Props) {
  const { t } = useTranslation('quality');
  const [wanted, setWanted] = useState<string | null>(null);
  const table = draft.assets.find(({ id }) => id === wanted) ?? draft.assets[0];
  const input = table ? { asset: table.id, items: suiteInput(draft, types).items } : null;
  const explain = useMutation({ mutationFn: (variables: NonNullable<typeof input>) => gql(ExplainChecksDoc, variables) });
  const attempt = useMutation({ mutationFn: (variables: NonNullable<typeof input>) => gql(TryChecksDoc, variables) });
  // What was answered for other checks than those of the form now is not shown.
  const isCurrent = (variables: typeof input | undefined): boolean => JSON.stringify(variables) === JSON.stringify(input);
  const canAsk = input !== null && input.items.length > 0;
  const start = (act: (variables: NonNullable<typeof input>) => void) => () => {
    if (input && isReady()) act(input);
  };
  return (
    <Card title={t('preview.title')}>
      <p className="mb-3 text-13 text-muted">{t(table ? 'preview.text' : 'preview.noTable')}</p>
      {table ? (
        <div className="flex flex-wrap items-end gap-3">
          <Field label={t('preview.table')}>
            {({ id }) => <Select id={id} label={t('preview.table')} value={table.id} options={draft.assets.map((asset) => ({ value: asset.id, label: asset.displayName }))} onChange={setWanted} className="max-w-80" />}
          </Field>
          <Button icon="query" disabled={!canAsk} isBusy={explain.isPending} onClick={start(explain.mutate)}>
            {t('preview.explain')}
          </Button>
          <Button icon="play" disabled={!canAsk} isBusy={attempt.isPending} onClick={start(attempt.mutate)}>
            {t('preview.try')}
          </Button>
        </div>
      ) : null}
      <div aria-live="polite" className="flex flex-col gap-4">
        {isCurrent(attempt.variables) ? (
          <>
            <Refusal error={attempt.error} />
            {attempt.data ? <Tried tried={attempt.data.tryChecks} /> : null}
          </>
        ) : null}
        {isCurrent(explain.variables) ? (
          <>
            <Refusal error={explain.error} />
            {explain.data ? <Plan plan={explain.data.explainChecks} /> : null}
          </>
        ) : null}
      </div>
    </Card>
  );
}

function Plan({ plan }: { readonly plan: ExplainChecksQuery['explainChecks'] }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const nameOf = useCheckName();
  return (
    <section aria-label={t('preview.plan')} className="mt-4 flex flex-col gap-3">
      <h3 className="text-13 font-semibold">{t('preview.statements', { count: plan.statements.length, shown: format.number(plan.statements.length) })}</h3>
      {plan.refused.map(({ check, problem }, place) => (
        <p key={place} className="flex flex-wrap items-center gap-2 text-13">
          <StateChip state="bad">{t('preview.refused')}</StateChip>
          <span className="font-medium">{nameOf(check)}</span>
          <span className="wrap-anywhere text-bad">{problem}</span>
        </p>
      ))}
      {plan.statements.map(({ sql, purpose, answers }, place) => (
        <div key={place}>
          <p className="mb-1 text-12 text-muted">
            <span className="font-semibold text-ink">{t(`purpose.${purpose}`)}</span> · {t('preview.answers')} {answers.map((check) => nameOf(check)).join(t('comma'))}
          </p>
          <Code text={sql} language="sql" />
        </div>
      ))}
    </section>
  );
}

function Tried({ tried }: { readonly tried: TryChecksMutation['tryChecks'] }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const nameOf = useCheckName();
  const said = useSaid();
  return (
    <section aria-label={t('preview.tried')} className="mt-4 flex flex-col gap-2">
      <h3 className="text-13 font-semibold">{t('preview.tried')}</h3>
      {tried.length === 0 ? <p className="text-13 text-muted">{t('preview.nothing')}</p> : null}
      <ul className="flex flex-col gap-2">
        {tried.map(({ kind, column, result }, place) => (
          <li key={place} className="text-13">
            <p className="flex flex-wrap items-center gap-2">
              <OutcomeChip outcome={result.outcome} />
              <span className="font-medium">{nameOf({ kind, column: column ?? null })}</span>
              {result.errors != null && result.total != null ? <span className="text-12 text-muted tabular-nums">{t('rows.of', { shown: format.number(result.errors), total: format.number(result.total) })}</span> : null}
              <span className="text-12 text-muted wrap-anywhere">{said(result.message)}</span>
            </p>
            {result.failing ? (
              <details className="mt-1">
                <summary className="cursor-pointer text-12 text-brand">{t('failing.title')}</summary>
                <div className="mt-2">
                  <FailingRows failing={result.failing} />
                </div>
              </details>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
