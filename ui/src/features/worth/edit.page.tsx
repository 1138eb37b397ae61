// Makes a KPI, or changes one.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/gql';
import { Failure, Page as Frame, Skeleton } from '../../kit';
import { draftOf, firstDraft } from './model';
import { KpiForm } from './parts/kpi-form';
import { KpiDoc } from './queries';

const editRoute = getRouteApi('/shell/kpis/$id/edit');

export function New() {
  const { t } = useTranslation('worth');
  const [draft] = useState(() => firstDraft(Date.now()));
  return (
    <Frame title={t('edit.new')} lead={t('edit.lead')}>
      <KpiForm first={draft} />
    </Frame>
  );
}

export function Edit() {
  const { t } = useTranslation('worth');
  const { id } = editRoute.useParams();
  // As it is now: what is sent back names the version that was seen.
  const answer = useQuery({ ...ask(KpiDoc, { id }), staleTime: 0, gcTime: 0 });
  if (answer.isError) return <Failure isPage error={answer.error} onRetry={() => void answer.refetch()} />;
  if (!answer.data) return <Skeleton lines={8} />;
  const { kpi } = answer.data;
  return (
    <Frame title={t('edit.title', { name: kpi.name })} lead={t('edit.lead')}>
      <KpiForm key={id} first={draftOf(kpi)} seen={kpi} />
    </Frame>
  );
}
