// The states a page can be in besides having content: nothing here, failed, not
// found, not allowed.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../../app/gql';
import { Button, LinkButton } from '../button/button';
import { CopyButton } from '../copy/copy';
import { Icon } from '../icon/icon';

interface EmptyProps {
  readonly icon?: string;
  readonly title: string;
  readonly text?: ReactNode;
  readonly action?: ReactNode;
  /** It stands for the whole page, so its title is the page's heading. */
  readonly isPage?: boolean;
}

/** Nothing to show, and what can be done about it. */
export function Empty({ icon = 'map', title, text, action, isPage = false }: EmptyProps) {
  const Title = isPage ? 'h1' : 'p';
  return (
    <div className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      <Icon name={icon} size={28} className="text-faint" />
      <Title className="text-16 font-semibold text-balance">{title}</Title>
      {text ? <p className="max-w-[60ch] text-13 text-muted text-balance">{text}</p> : null}
      {action ? <div className="mt-2 flex flex-wrap justify-center gap-2">{action}</div> : null}
    </div>
  );
}

interface FailureProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** It stands for the whole page, so its title is the page's heading. */
  readonly isPage?: boolean;
}

/** A failed read: what went wrong, the request id to report, and a way to try again. */
export function Failure({ error, onRetry, isPage = false }: FailureProps) {
  const Title = isPage ? 'h1' : 'p';
  const { t } = useTranslation('kit');
  const failure = asApiError(error);
  if (failure.code === 'NOT_FOUND') {
    return <Empty isPage={isPage} icon="search" title={t('notFound.title')} text={t('notFound.text')} action={<LinkButton to="/">{t('goHome')}</LinkButton>} />;
  }
  if (failure.code === 'FORBIDDEN') {
    return <Empty isPage={isPage} icon="admin" title={t('forbidden.title')} text={t('forbidden.text')} action={<LinkButton to="/">{t('goHome')}</LinkButton>} />;
  }
  return (
    <div role="alert" className="flex flex-col items-center gap-2 px-4 py-12 text-center">
      <Icon name="error" size={28} className="text-bad" />
      <Title className="text-16 font-semibold">{t('failed.title')}</Title>
      <p className="max-w-[60ch] text-13 text-muted">{t(`code.${failure.code}`)}</p>
      {failure.code !== 'INTERNAL' && failure.code !== 'OFFLINE' ? <p className="max-w-[60ch] text-13 wrap-anywhere">{failure.message}</p> : null}
      {failure.requestId ? (
        <p className="flex items-center gap-1 text-12 text-muted">
          {t('requestId')} <code className="font-mono">{failure.requestId}</code>
          <CopyButton text={failure.requestId} label={t('copyRequestId')} />
        </p>
      ) : null}
      {onRetry ? (
        <Button icon="refresh" onClick={onRetry} className="mt-2">
          {t('retry')}
        </Button>
      ) : null}
    </div>
  );
}

/** A refused action beside the button that caused it. */
export function Refusal({ error }: { readonly error: unknown }) {
  const { t } = useTranslation('kit');
  if (!error) return null;
  const failure = asApiError(error);
  const isOpaque = failure.code === 'INTERNAL' || failure.code === 'OFFLINE';
  return (
    <p role="alert" className="flex items-start gap-1.5 text-13 text-bad">
      <Icon name="error" size={14} className="mt-0.75" />
      <span className="wrap-anywhere">
        {isOpaque ? t(`code.${failure.code}`) : failure.message}
        {failure.requestId ? <code className="ml-1.5 font-mono text-12 text-muted">{failure.requestId}</code> : null}
      </span>
    </p>
  );
}
