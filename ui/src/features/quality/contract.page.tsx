// One contract: whether it is kept, what it promises, its versions, who relies on it.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/gql';
import { useMay } from '../../app/session';
import type { ContractQuery } from '../../gql/types';
import { Ago, Card, Code, Empty, Failure, Page as Frame, Skeleton, TagChip, useFormat } from '../../kit';
import { ContractDoc } from './contract-queries';
import { ContractTables } from './contracts.page';
import { CheckList } from './parts/check-list';
import { ContractActions } from './parts/contract-actions';
import { ContractState, HealthChip } from './parts/contract-chips';
import { ContractVersions } from './parts/contract-versions';
import { AssetLink, IncidentRow } from './parts/links';
import { useSaid } from './words';

const route = getRouteApi('/shell/quality/contracts/$id');
type Contract = ContractQuery['contract'];

export function Page() {
  const { id } = route.useParams();
  const { t } = useTranslation('quality');
  const may = useMay();
  const answer = useQuery(ask(ContractDoc, { id }));
  if (answer.isPending) return <Skeleton lines={8} />;
  if (answer.isError) return <Failure isPage error={answer.error} onRetry={() => void answer.refetch()} />;
  const { contract } = answer.data;
  return (
    <Frame title={contract.name} lead={t('contracts.changed', { name: contract.updatedBy, key: contract.key })} actions={<ContractActions contract={contract} mayChange={may('MANAGE_QUALITY')} />}>
      <div className="flex flex-col gap-4">
        <Facts contract={contract} />
        <Promises contract={contract} />
        <Incidents contract={contract} />
        <ContractVersions id={id} mayChange={may('MANAGE_QUALITY')} />
        <Card title={t('contracts.document')}>
          <Code text={contract.version.document} language="text" />
        </Card>
      </div>
    </Frame>
  );
}

function Facts({ contract }: { readonly contract: Contract }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const { standing, consumers, reach } = contract;
  return (
    <div className="grid grid-cols-3 items-start gap-4 max-lg:grid-cols-1">
      <Card title={t('contracts.column.health')}>
        <div className="flex flex-wrap items-center gap-2">
          <HealthChip health={contract.health} />
          <span className="font-mono text-12">{contract.version.version}</span>
          <ContractState state={contract.version.state} />
        </div>
        {standing ? <p className="mt-2 text-12 text-muted">{t('contracts.standing', { passed: format.number(standing.passed), made: format.number(standing.made) })}</p> : null}
        <p className="mt-1 text-12 text-muted">
          {t('suite.updated')} <Ago at={contract.updatedAt} />
        </p>
      </Card>
      <Card title={t('contracts.column.tables')}>
        <div className="max-h-48 overflow-y-auto text-13">
          <ContractTables tables={contract.tables} />
        </div>
      </Card>
      <Card title={t('contracts.consumers')}>
        <div className="flex max-h-48 flex-col items-start gap-1 overflow-y-auto text-13">
          {consumers.length === 0 ? <p className="text-muted">{t('contracts.noConsumers')}</p> : null}
          {consumers.map(({ name, asset }) => (name ? <TagChip key={name} icon="user">{name}</TagChip> : <AssetLink key={asset?.id} asset={asset} />))}
          <p className="mt-1 text-12 text-muted">{t('contracts.reach', { count: reach.total, shown: format.number(reach.total) })}</p>
          {reach.assets.slice(0, 10).map((asset) => (
            <AssetLink key={asset.id} asset={asset} />
          ))}
        </div>
      </Card>
    </div>
  );
}

function Promises({ contract }: { readonly contract: Contract }) {
  const { t } = useTranslation('quality');
  const said = useSaid();
  const checks = contract.checks?.nodes ?? [];
  const left = contract.version.notEnforced;
  return (
    <Card isFlush title={t('contracts.promises')}>
      {checks.length === 0 ? <Empty icon="clock" title={t('suite.neverRan')} text={t(contract.isInForce ? 'suite.neverRanText' : 'contracts.notInForce')} /> : <CheckList label={t('contracts.promises')} checks={checks} withTable />}
      {left.length > 0 ? (
        <div className="border-t border-line px-4 py-3 text-13">
          <p className="font-medium">{t('contracts.left')}</p>
          <ul className="mt-1 flex flex-col gap-0.5 text-12 text-muted">
            {left.map(({ path, why }) => (
              <li key={path}>
                <code className="font-mono">{path}</code> {said(why)}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </Card>
  );
}

function Incidents({ contract }: { readonly contract: Contract }) {
  const { t } = useTranslation('quality');
  const nodes = contract.incidents?.nodes ?? [];
  return (
    <Card isFlush title={t('incidents.title')}>
      {nodes.length === 0 ? <p className="p-4 text-13 text-muted">{t('contracts.noIncidents')}</p> : null}
      <ul>
        {nodes.map((incident) => (
          <IncidentRow key={incident.id} incident={incident} />
        ))}
      </ul>
    </Card>
  );
}
