// The frame of a page: its title (which is also the browser tab's), lead and actions.
import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { cx } from '../cx';

/** Sets the browser tab's title. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Cadastre' : `${title} · Cadastre`;
  }, [title]);
}

interface PageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly actions?: ReactNode;
  readonly width?: 'form' | 'full';
  readonly children: ReactNode;
}

export function Page({ title, lead, actions, width = 'full', children }: PageProps) {
  useTitle(title);
  return (
    <div className={cx('px-6 py-5 max-sm:px-4', width === 'form' && 'mx-auto max-w-[1440px]')}>
      <header className="mb-4 flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-[min(100%,15rem)] flex-1 wrap-anywhere">
          <h1 className="text-20 font-semibold">{title}</h1>
          {lead ? <p className="max-w-[80ch] text-13 text-muted">{lead}</p> : null}
        </div>
        {actions ? <div className="flex flex-wrap gap-2">{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

interface CardProps {
  readonly title?: ReactNode;
  readonly action?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
  /** No padding around the content, for lists that reach the edge. */
  readonly isFlush?: boolean;
}

export function Card({ title, action, children, className, isFlush = false }: CardProps) {
  return (
    <section className={cx('min-w-0 rounded-card border border-line bg-surface', className)}>
      {title ? (
        <header className="flex min-h-10 flex-wrap items-center gap-x-2 gap-y-1 border-b border-line px-4 py-1">
          <h2 className="min-w-24 flex-1 text-13 font-semibold">{title}</h2>
          {action}
        </header>
      ) : null}
      <div className={isFlush ? '' : 'p-4'}>{children}</div>
    </section>
  );
}
