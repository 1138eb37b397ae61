// What holds now and is for everybody, above every page. A reader puts away what they have read; what is wrong stays.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../kit/button/button';
import { Notice } from '../kit/notice/notice';
import { SafeHtml } from '../kit/safe-html/safe-html';
import { useRefreshOnChange } from './events';
import { ask } from './gql';
import { AnnouncementsForEverybodyDoc } from './queries';
import { useMay } from './session';

const KEY = 'cadastre.read-notices';
/** How many are remembered: more than are ever shown at once. */
const MOST = 50;
/** How often it is asked: they begin and end by the clock. */
const PAUSE_MS = 60_000;

function readOnes(): readonly string[] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(stored) ? stored.filter((one) => typeof one === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function rememberRead(keys: readonly string[]): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(keys.slice(0, MOST)));
  } catch {
    // Without storage it is shown again.
  }
}

export function NoticesForEverybody() {
  const may = useMay();
  return may('READ_CATALOG') ? <Shown /> : null;
}

function Shown() {
  const { t } = useTranslation('app');
  const query = useQuery({ ...ask(AnnouncementsForEverybodyDoc, {}), refetchInterval: PAUSE_MS });
  useRefreshOnChange(true, () => void query.refetch());
  const [read, setRead] = useState(readOnes);
  // One that says something else by now is another one.
  const keyOf = (one: { readonly id: string; readonly title: string; readonly body: string }) => `${one.id} ${one.title} ${one.body.length}`;
  const shown = (query.data?.announcementsForEverybody ?? []).filter((one) => one.level === 'INCIDENT' || !read.includes(keyOf(one)));
  if (shown.length === 0) return null;
  const putAway = (key: string) => {
    const next = [key, ...read];
    setRead(next);
    rememberRead(next);
  };
  return (
    <section aria-label={t('notices.label')} className="flex flex-col gap-2 px-6 pt-3 max-sm:px-4">
      {shown.map((one) => (
        <Notice
          key={one.id}
          level={one.level}
          title={one.title}
          actions={one.level === 'INCIDENT' ? undefined : <IconButton icon="close" label={t('notices.dismiss', { title: one.title })} onClick={() => putAway(keyOf(one))} className="size-7" />}
        >
          {one.body === '' ? null : <SafeHtml html={one.bodyHtml} className="text-13" />}
          <p className="text-12 text-muted">{t('notices.by', { name: one.author.displayName })}</p>
        </Notice>
      ))}
    </section>
  );
}
