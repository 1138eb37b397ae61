// The top bar: search, help, language and theme, the reader's account.
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../kit/button/button';

const Menus = lazy(async () => ({ default: (await import('./menus')).Menus }));

export function TopBar({ onHelp }: { readonly onHelp: () => void }) {
  const { t } = useTranslation('app');
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-1 border-b border-line bg-bg px-6 max-sm:px-4">
      <div className="min-w-0 flex-1" />
      <IconButton icon="help" label={t('key.help')} onClick={onHelp} />
      {/* As wide as the three buttons, so that nothing moves when they arrive. */}
      <span className="flex w-26 gap-1">
        <Suspense fallback={null}>
          <Menus />
        </Suspense>
      </span>
    </header>
  );
}
