// Small marks: what kind an asset is, what state something is in, a label.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { kindKey, kindLook, KNOWN_KINDS, TONE_TEXT } from '../../tokens/kinds';
import { STATE_SHAPE, STATE_SOFT } from '../../tokens/states';
import type { State } from '../../tokens/states';
import { cx } from '../cx';
import { Icon } from '../icon/icon';

/** The name of a kind in the reader's language; an unknown kind is shown as it is written. */
export function useKindName(): (kind: string) => string {
  const { t } = useTranslation('kit');
  return (kind) => {
    const key = kindKey(kind);
    return KNOWN_KINDS.includes(key) ? t(`kind.${key}`) : kind;
  };
}

/** The name of a tier (`tier1` … `tier5`); any other is shown as it is written. */
export function useTierName(): (tier: string) => string {
  const { t } = useTranslation('kit');
  return (tier) => (/^tier[1-5]$/.test(tier) ? t('tier', { number: tier.slice(4) }) : tier);
}

export function KindIcon({ kind, size = 16 }: { readonly kind: string; readonly size?: number }) {
  const look = kindLook(kind);
  return <Icon name={look.icon} size={size} className={TONE_TEXT[look.tone]} />;
}

/** Icon, colour and name of a kind. */
export function KindChip({ kind }: { readonly kind: string }) {
  const name = useKindName()(kind);
  const look = kindLook(kind);
  return (
    <span className={cx('inline-flex shrink-0 items-center gap-1 text-12 font-medium', TONE_TEXT[look.tone])}>
      <Icon name={look.icon} size={14} />
      {name}
    </span>
  );
}

export function StateChip({ state, children }: { readonly state: State; readonly children: ReactNode }) {
  return (
    <span className={cx('inline-flex h-5.5 shrink-0 items-center gap-1.5 rounded-chip px-1.5 text-12 font-medium whitespace-nowrap', STATE_SOFT[state])}>
      <span aria-hidden data-mark>
        {STATE_SHAPE[state]}
      </span>
      {children}
    </span>
  );
}

interface TagProps {
  readonly children: ReactNode;
  readonly icon?: string;
  readonly title?: string;
}

export function TagChip({ children, icon, title }: TagProps) {
  return (
    <span title={title} className="inline-flex h-5.5 max-w-60 items-center gap-1 rounded-chip border border-line bg-surface px-1.5 text-12 text-muted">
      {icon ? <Icon name={icon} size={12} /> : null}
      <span className="truncate">{children}</span>
    </span>
  );
}
