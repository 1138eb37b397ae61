// Runs a suite now, and deletes one after asking.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError, gql } from '../../../app/gql';
import { runPage } from '../../../app/places';
import { Button, Confirm, Refusal, toast } from '../../../kit';
import { DeleteSuiteDoc, RunSuiteDoc } from '../suite-queries';

interface Named {
  readonly id: string;
  readonly name: string;
}

export function RunSuite({ suite, isCompact = false }: { readonly suite: Named; readonly isCompact?: boolean }) {
  const { t } = useTranslation('quality');
  const navigate = useNavigate();
  const run = useMutation({
    mutationFn: () => gql(RunSuiteDoc, { id: suite.id }),
    onSuccess: ({ runSuite }) => navigate({ to: runPage(runSuite.id) }),
    onError: (error) => toast('bad', asApiError(error).message),
  });
  return (
    <Button icon="play" size={isCompact ? 'small' : 'normal'} isBusy={run.isPending} onClick={() => run.mutate()} {...(isCompact ? { 'aria-label': t('suite.runOf', { name: suite.name }) } : {})}>
      {t('suite.run')}
    </Button>
  );
}

export function DeleteSuite({ suite }: { readonly suite: Named }) {
  const { t } = useTranslation('quality');
  const navigate = useNavigate();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const act = useMutation({
    mutationFn: () => gql(DeleteSuiteDoc, { id: suite.id }),
    async onSuccess() {
      toast('good', t('suite.deleted', { name: suite.name }));
      await navigate({ to: '/quality/suites' });
      await client.invalidateQueries();
    },
  });
  return (
    <>
      <Button tone="danger" icon="trash" onClick={() => setAsking(true)}>
        {t('suite.delete')}
      </Button>
      <Confirm isOpen={isAsking} onClose={() => setAsking(false)} title={t('suite.deleteTitle', { name: suite.name })} text={t('suite.deleteText')} action={t('suite.delete')} isBusy={act.isPending} error={<Refusal error={act.error} />} onConfirm={() => act.mutate()} />
    </>
  );
}
