// All contracts: which version holds, and whether it is kept.
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../app/gql';
import { useMay } from '../../app/session';
import type { ContractFactsFragment } from '../../gql/types';
import { Ago, Button, Empty, Failure, LinkButton, Page as Frame, Skeleton } from '../../kit';
import { ContractsDoc } from './contract-queries';
import { ContractState, HealthChip } from './parts/contract-chips';
import { ContractDialog } from './parts/contract-dialog';
import { AssetLink } from './parts/links';

const COLUMNS = ['contract', 'health', 'version', 'tables', 'changed'] as const;

export function Page() {
  const { t } = useTranslation('quality');
  const may = useMay();
  const [isBringing, setBringing] = useState(false);
  const answer = useInfiniteQuery({
    queryKey: ['Contracts'],
    queryFn: ({ pageParam, signal }) => gql(ContractsDoc, { after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.contracts.pageInfo.hasNextPage ? (last.contracts.pageInfo.endCursor ?? null) : null),
  });
  const contracts = answer.data?.pages.flatMap((part) => part.contracts.nodes) ?? [];
  const bring = may('MANAGE_QUALITY') ? (
    <Button tone="primary" icon="plus" onClick={() => setBringing(true)}>
      {t('contracts.bring')}
    </Button>
  ) : null;
  return (
    <Frame
      title={t('contracts.title')}
      lead={t('contracts.lead')}
      actions={
        <>
          <LinkButton to="/quality">{t('title')}</LinkButton>
          {contracts.length > 0 ? bring : null}
        </>
      }
    >
      {answer.isPending ? <Skeleton shape="rows" lines={6} /> : null}
      {answer.isError && contracts.length === 0 ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && contracts.length === 0 ? <Empty icon="rows" title={t('contracts.none')} text={t(bring ? 'contracts.noneText' : 'contracts.noneAsk')} action={bring} /> : null}
      {contracts.length > 0 ? (
        <div tabIndex={0} role="region" aria-label={t('contracts.title')} className="overflow-x-auto rounded-card border border-line bg-surface">
          <table className="w-full min-w-[760px] text-13">
            <thead>
              <tr className="border-b border-line bg-sunken">
                {COLUMNS.map((column) => (
                  <th key={column} scope="col" className="h-9 px-3 text-left text-12 font-semibold text-muted">
                    {t(`contracts.column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {contracts.map((contract) => (
                <ContractRow key={contract.id} contract={contract} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
      {answer.hasNextPage ? (
        <div className="py-4 text-center">
          <Button isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
      {isBringing ? <ContractDialog onClose={() => setBringing(false)} /> : null}
    </Frame>
  );
}

function ContractRow({ contract }: { readonly contract: ContractFactsFragment }) {
  return (
    <tr className="border-b border-line last:border-b-0 hover:bg-bg">
      <td className="max-w-100 px-3 py-2">
        <Link to="/quality/contracts/$id" params={{ id: contract.id }} className="font-medium text-brand hover:underline">
          {contract.name}
        </Link>
        <p className="truncate text-12 text-muted">{contract.owner ?? contract.key}</p>
      </td>
      <td className="px-3 whitespace-nowrap">
        <HealthChip health={contract.health} />
      </td>
      <td className="px-3 whitespace-nowrap">
        <span className="mr-2 font-mono text-12">{contract.version.version}</span>
        <ContractState state={contract.version.state} />
      </td>
      <td className="max-w-80 px-3 py-2">
        <ContractTables tables={contract.tables} />
      </td>
      <td className="px-3 text-12 whitespace-nowrap text-muted">
        <Ago at={contract.updatedAt} />
      </td>
    </tr>
  );
}

export function ContractTables({ tables }: { readonly tables: ContractFactsFragment['tables'] }) {
  const { t } = useTranslation('quality');
  return (
    <ul className="flex flex-col items-start gap-1">
      {tables.map(({ name, asset }) => (
        <li key={name} className="max-w-full">
          {asset ? <AssetLink asset={asset} /> : <span className="text-muted">{t('contracts.unknown', { name })}</span>}
        </li>
      ))}
    </ul>
  );
}
