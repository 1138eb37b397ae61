// Short news about something the reader just did. Announced politely; a failure
// stays until it is closed.
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../button/button';
import { cx } from '../cx';
import { Icon } from '../icon/icon';

interface Toast {
  readonly id: number;
  readonly tone: 'good' | 'bad';
  readonly text: string;
}

const STAY_MS = 6000;
let toasts: readonly Toast[] = [];
let next = 1;
const listeners = new Set<() => void>();

function set(list: readonly Toast[]): void {
  toasts = list;
  for (const listener of listeners) listener();
}

function close(id: number): void {
  set(toasts.filter((toast) => toast.id !== id));
}

/** Shows a message; `bad` ones stay until closed. */
export function toast(tone: 'good' | 'bad', text: string): void {
  set([...toasts.slice(-3), { id: next++, tone, text }]);
}

function Item({ item }: { readonly item: Toast }) {
  const { t } = useTranslation('kit');
  useEffect(() => {
    if (item.tone === 'bad') return;
    const timer = setTimeout(() => close(item.id), STAY_MS);
    return () => clearTimeout(timer);
  }, [item]);
  return (
    <div className={cx('flex animate-fade items-start gap-2 rounded-card border border-line border-l-3 bg-surface py-2 pr-1 pl-3 shadow-float', item.tone === 'good' ? 'border-l-good' : 'border-l-bad')}>
      <Icon name={item.tone === 'good' ? 'check' : 'error'} className={cx('mt-1', item.tone === 'good' ? 'text-good' : 'text-bad')} />
      <p className="min-w-0 flex-1 py-0.5 text-13 wrap-anywhere">{item.text}</p>
      <IconButton icon="close" label={t('close')} onClick={() => close(item.id)} className="size-7" />
    </div>
  );
}

/** The place where toasts appear; mounted once. */
export function Toasts() {
  const list = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  return (
    <div aria-live="polite" role="status" className="pointer-events-none fixed right-4 bottom-4 z-50 flex w-[min(360px,92vw)] flex-col gap-2 *:pointer-events-auto">
      {list.map((item) => (
        <Item key={item.id} item={item} />
      ))}
    </div>
  );
}
