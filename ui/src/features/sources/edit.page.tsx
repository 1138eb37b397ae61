// Changing a source that exists.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiError, ask } from '../../app/gql';
import { Failure, Page as Frame, Skeleton } from '../../kit';
import { SourceForm } from './parts/source-form';
import { sourceDetail } from './queries';

const route = getRouteApi('/shell/sources/$id/edit');

export function Page() {
  const { t } = useTranslation('sources');
  const { id } = route.useParams();
  // Read afresh: a form must not begin with what somebody else has changed since.
  const answer = useQuery({ ...ask(sourceDetail, { id }), staleTime: 0, refetchOnWindowFocus: false });
  const source = answer.data?.source;
  const connector = answer.data?.connectors.find(({ name }) => name === source?.connector);
  if (answer.isError) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  if (answer.isPending || answer.isFetching) return <Skeleton lines={10} />;
  if (!source || !connector) return <Failure error={new ApiError('NOT_FOUND', '')} />;
  return (
    <Frame title={t('edit.title', { name: source.name })}>
      <SourceForm key={id} connector={connector} source={{ id, name: source.name, config: source.config, schedule: source.schedule ?? null }} />
    </Frame>
  );
}
