// The versions of a contract, each with what it changed and whether that breaks somebody.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import type { ContractState as Life, ContractVersionsQuery } from '../../../gql/types';
import { Ago, Button, Card, Checkbox, Failure, Refusal, Select, Skeleton, StateChip, TagChip } from '../../../kit';
import { ContractVersionsDoc, SetContractStateDoc } from '../contract-queries';
import { CONTRACT_STATES } from '../model';
import { useSaid } from '../words';
import { ContractState } from './contract-chips';

type Version = ContractVersionsQuery['contractVersions']['nodes'][number];

interface Props {
  readonly id: string;
  readonly mayChange: boolean;
}

export function ContractVersions({ id, mayChange }: Props) {
  const { t } = useTranslation('quality');
  const answer = useInfiniteQuery({
    queryKey: ['ContractVersions', id],
    queryFn: ({ pageParam, signal }) => gql(ContractVersionsDoc, { id, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.contractVersions.pageInfo.hasNextPage ? (last.contractVersions.pageInfo.endCursor ?? null) : null),
  });
  const versions = answer.data?.pages.flatMap((part) => part.contractVersions.nodes) ?? [];
  return (
    <Card isFlush title={t('contracts.versions')}>
      {answer.isPending ? <Skeleton lines={4} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      <ul>
        {versions.map((version) => (
          <OneVersion key={version.number} id={id} version={version} mayChange={mayChange} />
        ))}
      </ul>
      {answer.hasNextPage ? (
        <div className="p-3 text-center">
          <Button isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

function OneVersion({ id, version, mayChange }: Props & { readonly version: Version }) {
  const { t } = useTranslation('quality');
  const said = useSaid();
  const { differences } = version.changes;
  return (
    <li className="border-b border-line px-4 py-2 text-13 last:border-b-0">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-mono font-medium">{version.version}</span>
        <ContractState state={version.state} />
        {version.isInForce ? <StateChip state="active">{t('contracts.inForce')}</StateChip> : null}
        {version.changes.isBreaking ? <StateChip state="bad">{t('contracts.breaking')}</StateChip> : null}
        {version.acknowledgedBy ? <TagChip icon="user">{t('contracts.acknowledged', { name: version.acknowledgedBy })}</TagChip> : null}
        <span className="ml-auto text-12 text-muted">
          {version.savedBy} · <Ago at={version.savedAt} />
        </span>
      </div>
      {differences.length > 0 ? (
        <ul className="mt-1 flex flex-col gap-0.5 text-12">
          {differences.map(({ path, isBreaking, why }) => (
            <li key={`${path} ${why.en}`} className={isBreaking ? 'text-bad' : 'text-muted'}>
              {isBreaking ? <span aria-label={t('contracts.breaking')}>◆ </span> : null}
              <code className="font-mono">{path}</code> {said(why)}
            </li>
          ))}
        </ul>
      ) : null}
      {mayChange ? <Stage id={id} version={version} /> : null}
    </li>
  );
}

/** Says where a version is in its life. */
function Stage({ id, version }: { readonly id: string; readonly version: Version }) {
  const { t } = useTranslation('quality');
  const client = useQueryClient();
  const [isBreakingKnown, setKnown] = useState(false);
  const change = useMutation({
    mutationFn: (state: Life) => gql(SetContractStateDoc, { id, state, version: version.version, isBreakingKnown }),
    onSuccess: () => client.invalidateQueries(),
  });
  const options = CONTRACT_STATES.map((value) => ({ value, label: t(`contracts.state.${value}`) }));
  return (
    <div className="mt-1 flex flex-wrap items-center gap-3">
      <Select label={t('contracts.stateOf', { version: version.version })} value={version.state} options={options} onChange={(next: Life) => change.mutate(next)} />
      {change.isError ? (
        <>
          <Checkbox label={t('contracts.known')} checked={isBreakingKnown} onChange={setKnown} />
          <Refusal error={change.error} />
        </>
      ) : null}
    </div>
  );
}
