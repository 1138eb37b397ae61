// Languages. Each feature has one namespace, named after its folder, whose texts
// are loaded with its page; `app` and `kit` are loaded before the first paint.
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { remember } from './theme';

export type Locale = 'en' | 'zh';
export const LOCALES: readonly Locale[] = ['en', 'zh'];

type Texts = { default: Record<string, unknown> };
const FILES = import.meta.glob<Texts>(['./locales/*.json', '../kit/locales/*.json', '../features/*/locales/*.json']);

function path(locale: string, namespace: string): string {
  if (namespace === 'app') return `./locales/${locale}.json`;
  if (namespace === 'kit') return `../kit/locales/${locale}.json`;
  return `../features/${namespace}/locales/${locale}.json`;
}

const backend = {
  type: 'backend' as const,
  init() {},
  read(locale: string, namespace: string, done: (error: unknown, texts: Record<string, unknown> | null) => void) {
    const load = FILES[path(locale, namespace)];
    if (!load) {
      done(new Error(`no texts for ${namespace} in ${locale}`), null);
      return;
    }
    load().then(
      (module) => done(null, module.default),
      (error: unknown) => done(error, null),
    );
  },
};

function preferred(): Locale {
  let remembered: string | null = null;
  try {
    remembered = localStorage.getItem('cadastre.locale');
  } catch {
    // Without storage the browser's language decides.
  }
  if (remembered === 'en' || remembered === 'zh') return remembered;
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

function mark(locale: Locale): void {
  document.documentElement.lang = locale === 'zh' ? 'zh-CN' : 'en';
}

export async function startI18n(): Promise<void> {
  const locale = preferred();
  mark(locale);
  await i18next
    .use(backend)
    .use(initReactI18next)
    .init({
      lng: locale,
      supportedLngs: [...LOCALES],
      fallbackLng: false,
      ns: ['app', 'kit'],
      defaultNS: 'app',
      interpolation: { escapeValue: false },
      returnNull: false,
      react: { useSuspense: true },
    });
}

export async function setLocale(locale: Locale): Promise<void> {
  remember('locale', locale);
  await i18next.changeLanguage(locale);
  mark(locale);
}

export function currentLocale(): Locale {
  return i18next.resolvedLanguage === 'zh' ? 'zh' : 'en';
}

/** Loads the texts of a feature next to its code, so that a page never waits twice. */
export async function loadTexts(namespace: string): Promise<void> {
  await i18next.loadNamespaces(namespace);
}

/** Says a text outside of a component, such as in a key table. */
export function say(key: string, values?: Record<string, unknown>): string {
  return i18next.t(key, values ?? {});
}
