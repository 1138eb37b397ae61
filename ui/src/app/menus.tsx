// The menus of the top bar: language, theme and density, account. Loaded after the
// first paint, because a menu brings the positioning library with it.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../kit/button/button';
import { Menu } from '../kit/menu/menu';
import { toast } from '../kit/toast/toast';
import { Bell } from './bell';
import { asApiError } from './gql';
import { currentLocale, LOCALES, setLocale } from './i18n';
import { forgetVisits } from './recent';
import { sessionQuery, signOut, useMay, useUser } from './session';
import { setDensity, setTheme, useSettings } from './theme';
import type { Density, Theme } from './theme';

function AccountMenu() {
  const { t } = useTranslation('app');
  const user = useUser();
  const may = useMay();
  const client = useQueryClient();
  const navigate = useNavigate();
  const router = useRouter();
  const leave = async () => {
    try {
      await signOut();
      client.clear();
      forgetVisits();
      client.setQueryData(sessionQuery.queryKey, { user: null, setup: false });
      await navigate({ to: '/login' });
      await router.invalidate();
    } catch (error) {
      toast('bad', asApiError(error).message);
    }
  };
  return (
    <Menu
      trigger={<IconButton icon="account" label={t('account.label', { name: user.displayName ?? user.name })} />}
      head={
        <>
          <p className="text-13 font-semibold">{user.displayName ?? user.name}</p>
          <p className="text-12 text-muted">{t(`role.${user.role}`)}</p>
        </>
      }
      entries={[
        { label: t('account.me'), icon: 'token', run: () => void navigate({ to: '/me' }) },
        // A page apart, with a policy of its own: it is loaded anew.
        ...(may('USE_GRAPHIQL') ? [{ label: t('account.graphiql'), icon: 'type', run: () => window.location.assign('/graphiql') }] : []),
        'line',
        { label: t('account.signOut'), icon: 'signout', run: () => void leave() },
      ]}
    />
  );
}

function ViewMenu() {
  const { t } = useTranslation('app');
  const { theme, density } = useSettings();
  return (
    <Menu
      trigger={<IconButton icon="system" label={t('view.label')} />}
      entries={[
        {
          label: t('view.theme'),
          value: theme,
          options: (['system', 'light', 'dark'] as const).map((value) => ({ value, label: t(`view.${value}`) })),
          choose: (value) => setTheme(value as Theme),
        },
        'line',
        {
          label: t('view.density'),
          value: density,
          options: (['compact', 'default', 'comfortable'] as const).map((value) => ({ value, label: t(`view.${value}`) })),
          choose: (value) => setDensity(value as Density),
        },
      ]}
    />
  );
}

function LanguageMenu() {
  const { t } = useTranslation('app');
  const locale = currentLocale();
  return (
    <Menu
      trigger={<IconButton icon="language" label={t('language.label')} />}
      entries={[
        {
          label: t('language.label'),
          value: locale,
          options: LOCALES.map((value) => ({ value, label: t(`language.${value}`) })),
          choose: (value) => void setLocale(value === 'zh' ? 'zh' : 'en'),
        },
      ]}
    />
  );
}

export { NoticesForEverybody } from './notices';

/** The way to the inbox and the three menus, in the order in which they stand. */
export function Menus() {
  return (
    <>
      <Bell />
      <LanguageMenu />
      <ViewMenu />
      <AccountMenu />
    </>
  );
}
