// The frame of every signed-in page: navigation on the left, search on top.
import { useSuspenseQuery } from '@tanstack/react-query';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from './keys';
import { shownEntries } from './nav';
import { sessionQuery, useMay } from './session';
import { SideNav } from './side-nav';
import { TopBar } from './top-bar';

const Palette = lazy(async () => ({ default: (await import('./palette')).Palette }));
// With the menus, which are there on every page and come after the first paint.
const NoticesForEverybody = lazy(async () => ({ default: (await import('./menus')).NoticesForEverybody }));
const HelpDialog = lazy(async () => ({ default: (await import('./help')).HelpDialog }));

export function Shell() {
  const { t } = useTranslation('app');
  const navigate = useNavigate();
  const may = useMay();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const [layer, setLayer] = useState<'help' | 'palette' | null>(null);
  useKeys([
    { keys: '?', label: 'app:key.help', group: 'app:key.group.general', run: () => setLayer('help') },
    { keys: 'mod+k', label: 'app:palette.title', group: 'app:key.group.general', run: () => setLayer('palette') },
    ...shownEntries(may)
      .flat()
      .map((entry) => ({
      keys: `g ${entry.key}`,
      label: `app:nav.${entry.label}`,
      group: 'app:key.group.go',
      run: () => void navigate({ to: entry.to }),
    })),
  ]);
  if (!session.user) return null;
  return (
    <div className="flex min-h-dvh">
      <a href="#main" className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-brand focus:px-3 focus:py-1.5 focus:text-on-brand">
        {t('skip')}
      </a>
      <SideNav />
      <div className="flex min-w-0 flex-1 flex-col">
        <TopBar onHelp={() => setLayer('help')} onPalette={() => setLayer('palette')} />
        <main id="main" tabIndex={-1} className="min-w-0 flex-1 scroll-mt-12 outline-none">
          <Suspense fallback={null}>
            <NoticesForEverybody />
          </Suspense>
          <Outlet />
        </main>
      </div>
      <Suspense fallback={null}>
        {layer === 'help' ? <HelpDialog onClose={() => setLayer(null)} /> : null}
        {layer === 'palette' ? <Palette onClose={() => setLayer(null)} /> : null}
      </Suspense>
    </div>
  );
}
