// What is done with a contract: test it, bring another version, take the file, delete it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError, gql } from '../../../app/gql';
import { runPage } from '../../../app/places';
import { Button, Confirm, Refusal, toast } from '../../../kit';
import type { ContractQuery } from '../../../gql/types';
import { DeleteContractDoc, TestContractDoc } from '../contract-queries';
import { ContractDialog } from './contract-dialog';

interface Props {
  readonly contract: ContractQuery['contract'];
  readonly mayChange: boolean;
}

export function ContractActions({ contract, mayChange }: Props) {
  const { t } = useTranslation('quality');
  const navigate = useNavigate();
  const client = useQueryClient();
  const [open, setOpen] = useState<'version' | 'delete' | null>(null);
  const test = useMutation({
    mutationFn: () => gql(TestContractDoc, { id: contract.id }),
    onSuccess: ({ testContract }) => (testContract ? navigate({ to: runPage(testContract.id) }) : undefined),
    onError: (error) => toast('bad', asApiError(error).message),
  });
  const remove = useMutation({
    mutationFn: () => gql(DeleteContractDoc, { id: contract.id }),
    async onSuccess() {
      toast('good', t('contracts.deleted', { name: contract.name }));
      await navigate({ to: '/quality/contracts' });
      await client.invalidateQueries();
    },
  });
  return (
    <>
      <a href={`/api/contracts/${contract.id}.yaml`} download className="inline-flex h-8 items-center rounded-control border border-line px-3 text-13 font-medium hover:bg-bg">
        {t('contracts.download')}
      </a>
      {mayChange ? (
        <>
          {contract.suiteId ? (
            <Button icon="play" isBusy={test.isPending} onClick={() => test.mutate()}>
              {t('contracts.test')}
            </Button>
          ) : null}
          <Button icon="plus" onClick={() => setOpen('version')}>
            {t('contracts.newVersion')}
          </Button>
          <Button tone="danger" icon="trash" onClick={() => setOpen('delete')}>
            {t('contracts.delete')}
          </Button>
        </>
      ) : null}
      {open === 'version' ? <ContractDialog text={contract.version.document} onClose={() => setOpen(null)} /> : null}
      <Confirm
        isOpen={open === 'delete'}
        onClose={() => setOpen(null)}
        title={t('contracts.deleteTitle', { name: contract.name })}
        text={t('contracts.deleteText')}
        action={t('contracts.delete')}
        isBusy={remove.isPending}
        error={<Refusal error={remove.error} />}
        onConfirm={() => remove.mutate()}
      />
    </>
  );
}
