// The left navigation: always there from 1024 px up, never behind a button.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { cx } from '../kit/cx';
import { IconButton } from '../kit/button/button';
import { Icon } from '../kit/icon/icon';
import { Tooltip } from '../kit/tooltip/tooltip';
import { shownEntries } from './nav';
import type { NavEntry } from './nav';
import { useMay } from './session';
import { setNavCollapsed, useSettings } from './theme';
import { Wordmark } from './wordmark';

const ITEM =
  'relative flex h-9 items-center gap-2.5 rounded-control px-2.5 text-13 text-muted hover:bg-surface hover:text-ink data-[status=active]:bg-surface data-[status=active]:font-semibold data-[status=active]:text-ink data-[status=active]:before:absolute data-[status=active]:before:inset-y-1.5 data-[status=active]:before:left-0 data-[status=active]:before:w-[3px] data-[status=active]:before:bg-brand';

function Entry({ entry, isShort }: { readonly entry: NavEntry; readonly isShort: boolean }) {
  const { t } = useTranslation('app');
  const label = t(`nav.${entry.label}`);
  const link = (
    <Link to={entry.to} activeOptions={{ exact: entry.to === '/', includeSearch: false }} className={cx(ITEM, isShort && 'justify-center px-0')} {...(isShort ? { 'aria-label': label } : {})}>
      <Icon name={entry.icon} />
      {isShort ? null : <span className="truncate">{label}</span>}
    </Link>
  );
  return <li>{isShort ? <Tooltip text={label} side="right">{link}</Tooltip> : link}</li>;
}

export function SideNav() {
  const { t } = useTranslation('app');
  const { isNavCollapsed } = useSettings();
  const groups = shownEntries(useMay());
  return (
    <nav
      aria-label={t('nav.label')}
      className={cx('sticky top-0 flex h-dvh shrink-0 flex-col border-r border-line bg-sunken print:hidden', isNavCollapsed ? 'w-14' : 'w-50 max-lg:w-14')}
    >
      <div className={cx('flex h-12 items-center border-b border-line', isNavCollapsed ? 'justify-center' : 'px-4 max-lg:justify-center max-lg:px-0')}>
        <Link to="/" aria-label={t('home')} className="rounded-chip">
          <span className={isNavCollapsed ? 'hidden' : 'max-lg:hidden'}>
            <Wordmark />
          </span>
          <span className={isNavCollapsed ? '' : 'lg:hidden'}>
            <Wordmark isShort />
          </span>
        </Link>
      </div>
      <div className="flex-1 overflow-y-auto p-2">
        {groups.map((group) => (
          <ul key={group[0]?.to} className="border-line py-1.5 not-first:border-t">
            {group.map((entry) => (
              <Entry key={entry.to} entry={entry} isShort={isNavCollapsed} />
            ))}
          </ul>
        ))}
      </div>
      <div className="flex justify-end border-t border-line p-2 max-lg:hidden">
        <IconButton icon={isNavCollapsed ? 'expand' : 'collapse'} label={isNavCollapsed ? t('nav.expand') : t('nav.collapse')} onClick={() => setNavCollapsed(!isNavCollapsed)} />
      </div>
    </nav>
  );
}
