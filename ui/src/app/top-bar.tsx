// The top bar: search, palette, help, language and theme, the reader's account.
import { useRouterState } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../kit/button/button';
import { Icon } from '../kit/icon/icon';
import { Kbd } from '../kit/kbd/kbd';
import { SearchBox } from './search-box';
import { useMay } from './session';

const Menus = lazy(async () => ({ default: (await import('./menus')).Menus }));

interface Props {
  readonly onHelp: () => void;
  readonly onPalette: () => void;
}

export function TopBar({ onHelp, onPalette }: Props) {
  const { t } = useTranslation('app');
  const may = useMay();
  const place = useRouterState({ select: (state) => ({ path: state.location.pathname, q: (state.location.search as { q?: string }).q ?? '' }) });
  return (
    <header className="sticky top-0 z-30 flex h-12 items-center gap-1 border-b border-line bg-bg px-6 max-sm:px-4 print:hidden">
      {/* The home page has the search field in its middle. */}
      {place.path === '/' || !may('READ_CATALOG') ? (
        <div className="mr-auto" />
      ) : (
        <div role="search" className="mr-auto w-full max-w-140 pr-3">
          <SearchBox key={place.path === '/search' ? place.q : ''} initial={place.path === '/search' ? place.q : ''} />
        </div>
      )}
      <button type="button" onClick={onPalette} className="mr-1 flex h-8 shrink-0 items-center gap-2 rounded-control px-2 text-12 whitespace-nowrap text-muted hover:bg-sunken hover:text-ink max-md:hidden">
        <Icon name="task" size={14} />
        <span className="max-xl:sr-only">{t('palette.title')}</span>
        <Kbd keys="mod+k" />
      </button>
      <IconButton icon="help" label={t('key.help')} onClick={onHelp} />
      {/* As wide as the four buttons, so that nothing moves when they arrive. */}
      <span className="flex w-35 shrink-0 gap-1">
        <Suspense fallback={null}>
          <Menus />
        </Suspense>
      </span>
    </header>
  );
}
