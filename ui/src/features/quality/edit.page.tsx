// Makes a suite, or changes one.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/gql';
import { Failure, Page as Frame, Skeleton } from '../../kit';
import { CHECKED } from './draft';
import { SuiteForm } from './parts/suite-form';
import { CheckTypesDoc, EditedSuiteDoc, NamedTableDoc } from './suite-queries';

const newRoute = getRouteApi('/shell/quality/suites/new');
const editRoute = getRouteApi('/shell/quality/suites/$id/edit');
const types = { ...ask(CheckTypesDoc, {}), staleTime: Infinity };

export function New() {
  const { t } = useTranslation('quality');
  const { asset } = newRoute.useSearch();
  const known = useQuery(types);
  const table = useQuery({ ...ask(NamedTableDoc, { id: asset ?? '' }), enabled: asset !== undefined });
  const failed = known.error ?? table.error;
  if (failed) return <Failure isPage error={failed} onRetry={() => void Promise.all([known.refetch(), table.refetch()])} />;
  if (!known.data || (asset !== undefined && !table.data)) return <Skeleton lines={8} />;
  const found = table.data?.asset;
  return (
    <Frame title={t('suites.new')} lead={t('edit.lead')}>
      <SuiteForm types={known.data.checkTypes} assets={found && CHECKED.includes(found.kind) ? [found] : []} />
    </Frame>
  );
}

export function Edit() {
  const { t } = useTranslation('quality');
  const { id } = editRoute.useParams();
  const known = useQuery(types);
  const answer = useQuery({ ...ask(EditedSuiteDoc, { id }), staleTime: 0, gcTime: 0 });
  const failed = known.error ?? answer.error;
  if (failed) return <Failure isPage error={failed} onRetry={() => void Promise.all([known.refetch(), answer.refetch()])} />;
  if (!known.data || !answer.data) return <Skeleton lines={8} />;
  const { suite } = answer.data;
  return (
    <Frame title={t('edit.title', { name: suite.name })} lead={t('edit.lead')}>
      <SuiteForm key={id} types={known.data.checkTypes} suite={suite} assets={suite.assets} />
    </Frame>
  );
}
