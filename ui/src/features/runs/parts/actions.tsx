// What can be done about a run: stop it, start it again, take back what it wrote.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError, gql } from '../../../app/gql';
import { useMay } from '../../../app/session';
import { Button, Confirm, Refusal, toast } from '../../../kit';
import type { RunDetailQuery } from '../../../gql/types';
import { isActive } from '../model';
import { cancelRun, retryRun, revertRun } from '../queries';

export function Actions({ run }: { readonly run: NonNullable<RunDetailQuery['run']> }) {
  const { t } = useTranslation('runs');
  const may = useMay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [isAsking, setAsking] = useState(false);
  const refresh = () => client.invalidateQueries();
  const cancel = useMutation({ mutationFn: () => gql(cancelRun, { id: run.id }), onSuccess: refresh, onError: (error) => toast('bad', asApiError(error).message) });
  const retry = useMutation({
    mutationFn: (source: string) => gql(retryRun, { source }),
    onSuccess: (answer) => navigate({ to: '/runs/$id', params: { id: answer.startCrawl.id } }),
    onError: (error) => toast('bad', asApiError(error).message),
  });
  const revert = useMutation({
    mutationFn: () => gql(revertRun, { id: run.id }),
    async onSuccess(answer) {
      setAsking(false);
      toast('good', t('revert.done', { summary: answer.revertRun.summary }));
      await refresh();
    },
  });
  const source = run.source?.id;
  const canCrawl = may('RUN_CRAWLS');
  const canRevert = may('REVERT_CHANGES') && !isActive(run.status) && run.commits.some((commit) => commit.reverts === null);
  return (
    <>
      {canCrawl && isActive(run.status) ? (
        <Button icon="close" isBusy={cancel.isPending} onClick={() => cancel.mutate()}>
          {t('action.cancel')}
        </Button>
      ) : null}
      {canCrawl && !isActive(run.status) && source ? (
        <Button icon="refresh" isBusy={retry.isPending} onClick={() => retry.mutate(source)}>
          {t(run.status === 'SUCCEEDED' ? 'action.again' : 'action.retry')}
        </Button>
      ) : null}
      {canRevert ? (
        <Button icon="undo" tone="danger" onClick={() => setAsking(true)}>
          {t('action.revert')}
        </Button>
      ) : null}
      <Confirm
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        title={t('revert.title')}
        text={t('revert.text', { added: run.counts.added, changed: run.counts.changed, removed: run.counts.removed })}
        action={t('action.revert')}
        isBusy={revert.isPending}
        error={<Refusal error={revert.error} />}
        onConfirm={() => revert.mutate()}
      />
    </>
  );
}
