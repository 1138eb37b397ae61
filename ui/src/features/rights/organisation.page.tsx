// The organisation: departments below each other, and teams. Who reads it sees it; who manages it changes it.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/gql';
import { useMay } from '../../app/session';
import { Failure, Page as Frame, Skeleton, Tabs, useFormat } from '../../kit';
import { Departments } from './parts/departments';
import { Teams } from './parts/teams';
import { OrganisationDoc } from './queries';

const route = getRouteApi('/shell/admin/organisation');

export function Page() {
  const { t } = useTranslation('rights');
  const format = useFormat();
  const may = useMay();
  const { tab = 'departments', at } = route.useSearch();
  const navigate = useNavigate({ from: '/admin/organisation' });
  const answer = useQuery(ask(OrganisationDoc, {}));
  const organisation = answer.data?.organisation;
  const canChange = may('MANAGE_ORGANISATION');
  const count = (list: readonly unknown[]) => ({ count: format.number(list.length) });
  return (
    <Frame title={t('organisation.title')} lead={t('organisation.lead')}>
      {answer.isPending ? <Skeleton lines={8} shape="rows" /> : null}
      {answer.isError && !organisation ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {organisation ? (
        <Tabs
          label={t('organisation.title')}
          value={tab}
          onChange={(next) => void navigate({ search: (before) => ({ ...before, tab: next === 'teams' ? 'teams' : undefined }) })}
          tabs={[
            { id: 'departments', label: t('department.title'), ...count(organisation.departments) },
            { id: 'teams', label: t('team.title'), ...count(organisation.teams) },
          ]}
        >
          {tab === 'teams' ? <Teams organisation={organisation} canChange={canChange} /> : <Departments organisation={organisation} at={at} canChange={canChange} />}
        </Tabs>
      ) : null}
    </Frame>
  );
}
