// Who is signed in, for administrators.
import { useTranslation } from 'react-i18next';
import { Page as Frame } from '../../kit';
import { Sessions } from './list';

export function Page() {
  const { t } = useTranslation('sessions');
  return (
    <Frame title={t('title')} lead={t('lead')}>
      <Sessions everybody />
    </Frame>
  );
}
