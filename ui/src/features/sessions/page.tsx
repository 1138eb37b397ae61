// Who is signed in, for administrators.
import { useTranslation } from 'react-i18next';
import { ApiError } from '../../app/gql';
import { useMay } from '../../app/session';
import { Failure, Page as Frame } from '../../kit';
import { Sessions } from './list';

export function Page() {
  const { t } = useTranslation('sessions');
  const may = useMay();
  // The server would refuse; this only says so at once.
  if (!may.administer) return <Failure isPage error={new ApiError('FORBIDDEN', 'administrators only')} />;
  return (
    <Frame title={t('title')} lead={t('lead')}>
      <Sessions everybody />
    </Frame>
  );
}
