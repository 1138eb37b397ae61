// Buttons and links that look like buttons.
import { createLink } from '@tanstack/react-router';
import type { ComponentProps } from 'react';
import { cx } from '../cx';
import { Icon } from '../icon/icon';
import { Tooltip } from '../tooltip/tooltip';

export type ButtonTone = 'primary' | 'plain' | 'quiet' | 'danger';

const BASE =
  'inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-control text-13 font-medium transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:cursor-not-allowed aria-disabled:opacity-55';
const TONES: Record<ButtonTone, string> = {
  primary: 'bg-brand text-on-brand hover:brightness-110',
  plain: 'border border-field bg-surface text-ink hover:bg-sunken',
  quiet: 'text-muted hover:bg-sunken hover:text-ink',
  danger: 'border border-bad bg-surface text-bad hover:bg-bad-soft',
};

export function buttonClass(tone: ButtonTone = 'plain', size: 'small' | 'normal' = 'normal'): string {
  return cx(BASE, TONES[tone], size === 'small' ? 'h-7 px-2' : 'h-8 px-3');
}

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'type'> {
  readonly tone?: ButtonTone;
  readonly size?: 'small' | 'normal';
  readonly icon?: string;
  readonly isBusy?: boolean;
  readonly type?: 'button' | 'submit';
}

export function Button({ tone = 'plain', size = 'normal', icon, isBusy = false, children, className, type = 'button', disabled, ...rest }: ButtonProps) {
  return (
    <button {...rest} type={type} disabled={disabled || isBusy} aria-busy={isBusy || undefined} className={cx(buttonClass(tone, size), className)}>
      {isBusy ? <Icon name="spinner" size={14} className="animate-spin" /> : icon ? <Icon name={icon} size={14} /> : null}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'type' | 'children'> {
  readonly icon: string;
  /** What the button does: its accessible name and its tooltip. */
  readonly label: string;
  readonly isPressed?: boolean;
}

export function IconButton({ icon, label, isPressed, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip text={label}>
      <button
        {...rest}
        type="button"
        aria-label={label}
        aria-pressed={isPressed}
        className={cx(BASE, 'size-8 text-muted hover:bg-sunken hover:text-ink aria-pressed:bg-brand-soft aria-pressed:text-brand', className)}
      >
        <Icon name={icon} />
      </button>
    </Tooltip>
  );
}

interface AnchorProps extends ComponentProps<'a'> {
  readonly tone?: ButtonTone;
  readonly icon?: string;
}

function Anchor({ tone = 'plain', icon, children, className, ...rest }: AnchorProps) {
  return (
    <a {...rest} className={cx(buttonClass(tone), className)}>
      {icon ? <Icon name={icon} size={14} /> : null}
      {children}
    </a>
  );
}

/** A link that looks like a button, for going somewhere rather than doing something. */
export const LinkButton = createLink(Anchor);
