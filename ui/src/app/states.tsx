// Whole-page states of the router: a failure nothing else caught, and an address
// that leads nowhere.
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Empty, Failure } from '../kit/states/states';
import { LinkButton } from '../kit/button/button';
import { Skeleton } from '../kit/skeleton/skeleton';

export function PageFailure({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const router = useRouter();
  const retry = () => {
    onRetry();
    void router.invalidate();
  };
  return (
    <main className="p-6">
      <Failure isPage error={error} onRetry={retry} />
    </main>
  );
}

export function PageMissing() {
  const { t } = useTranslation('kit');
  return (
    <div className="p-6">
      <Empty isPage icon="map" title={t('notFound.title')} text={t('notFound.text')} action={<LinkButton to="/">{t('goHome')}</LinkButton>} />
    </div>
  );
}

export function PageWaiting() {
  return (
    <div className="p-6">
      <Skeleton lines={8} />
    </div>
  );
}
