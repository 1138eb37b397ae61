// Something to know before anything else: a bar with its level as shape, word and colour.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../cx';
import { Icon } from '../icon/icon';

export type Level = 'INFO' | 'WARNING' | 'INCIDENT';

const LOOKS = {
  INFO: { icon: 'info', edge: 'border-l-brand', tone: 'text-brand' },
  WARNING: { icon: 'warning', edge: 'border-l-warn', tone: 'text-warn' },
  INCIDENT: { icon: 'error', edge: 'border-l-bad', tone: 'text-bad' },
} as const;

/** The name of a level in the reader's language. */
export function useLevelName(): (level: Level) => string {
  const { t } = useTranslation('kit');
  return (level) => t(`notice.${level}`);
}

interface LevelProps {
  readonly level: Level;
  /** Another word than the level's own. */
  readonly sort?: string | undefined;
}

/** The mark of a level: shape, colour and word. */
export function LevelMark({ level, sort }: LevelProps) {
  const nameOf = useLevelName();
  const { icon, tone } = LOOKS[level];
  return (
    <span className={cx('inline-flex shrink-0 items-center gap-1.5 text-12 font-medium', tone)}>
      <Icon name={icon} />
      {sort ?? nameOf(level)}
    </span>
  );
}

interface Props extends LevelProps {
  readonly title: string;
  /** Buttons at its end. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

export function Notice({ level, sort, title, actions, children }: Props) {
  return (
    <div className={cx('flex items-start gap-3 rounded-card border border-l-3 border-line bg-surface px-4 py-2', LOOKS[level].edge)}>
      <div className="min-w-0 flex-1">
        <p className="flex min-h-6 flex-wrap items-center gap-2 text-14 font-semibold">
          <LevelMark level={level} sort={sort} />
          <span className="wrap-anywhere">{title}</span>
        </p>
        {children}
      </div>
      {actions ? <span className="flex shrink-0 gap-1">{actions}</span> : null}
    </div>
  );
}
