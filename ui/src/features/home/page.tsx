// The home page.
import { useTranslation } from 'react-i18next';
import { Page as Frame } from '../../kit';

export function Page() {
  const { t } = useTranslation('home');
  return <Frame title={t('title')} width="form">{null}</Frame>;
}
