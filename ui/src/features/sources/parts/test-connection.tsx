// Tries the connection as it is filled in, before anything is saved, and says what
// is wrong beside the field that is wrong.
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ApiError, gql } from '../../../app/gql';
import { Button, type Json, Refusal, StateChip, useFormat } from '../../../kit';
import { testSource } from '../queries';

interface Props {
  readonly connector: string;
  readonly config: Json;
  readonly sourceId: string | undefined;
  /** The field with the secret, if the connector has one. */
  readonly secretField: string | null;
  /** Checks the form first; `false` where it already shows what is wrong. */
  readonly isReady: () => boolean;
  /** Shows a refusal beside its field; answers whether there is such a field. */
  readonly onRefused: (field: string | undefined | null, message: string) => boolean;
}

export function TestConnection({ connector, config, sourceId, secretField, isReady, onRefused }: Props) {
  const { t } = useTranslation('sources');
  const format = useFormat();
  const test = useMutation({
    mutationFn: (tried: Json) => gql(testSource, { input: { connector, config: tried, ...(sourceId ? { id: sourceId } : {}) } }),
    onSuccess: ({ testSource: result }) => {
      // Who refuses the account seldom says whether the name or the secret is wrong.
      if (!result.ok) onRefused(result.field ?? (result.code === 'FORBIDDEN' ? secretField : null), result.message);
    },
    onError: (error) => {
      if (error instanceof ApiError) onRefused(error.field, error.message);
    },
  });
  // A result about other values than those filled in would mislead.
  const isCurrent = JSON.stringify(test.variables) === JSON.stringify(config);
  const result = isCurrent ? test.data?.testSource : undefined;
  const error = isCurrent ? test.error : null;
  return (
    <section aria-label={t('test.title')} className="flex flex-wrap items-start gap-3">
      <Button icon="source" isBusy={test.isPending} onClick={() => isReady() && test.mutate(config)}>
        {t('test.action')}
      </Button>
      <div role="status" className="min-w-0 flex-1 self-center text-13">
        {test.isPending ? <p className="text-muted">{t('test.running')}</p> : null}
        {!test.isPending && result ? (
          <p className="flex flex-wrap items-center gap-2">
            <StateChip state={result.ok ? 'good' : 'bad'}>{t(result.ok ? 'test.ok' : 'test.failed')}</StateChip>
            <span className="wrap-anywhere">{result.message}</span>
            <span className="text-muted">{format.duration(result.durationMs)}</span>
          </p>
        ) : null}
        {!test.isPending ? <Refusal error={error} /> : null}
        {!test.isPending && !result && !error ? <p className="text-muted">{t('test.hint')}</p> : null}
      </div>
    </section>
  );
}
