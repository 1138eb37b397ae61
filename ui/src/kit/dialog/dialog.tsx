// Modal dialogs (APG modal dialog), the side drawer among them, and the question
// before something that cannot be taken back.
import { Dialog as Base } from '@base-ui/react/dialog';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '../button/button';
import { cx } from '../cx';

interface Props {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly text?: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly shape?: 'small' | 'wide' | 'drawer';
}

const SHAPES = {
  small: 'top-[12vh] left-1/2 max-h-[76vh] w-[min(480px,94vw)] -translate-x-1/2 rounded-card',
  wide: 'top-[8vh] left-1/2 max-h-[84vh] w-[min(760px,94vw)] -translate-x-1/2 rounded-card',
  drawer: 'inset-y-0 right-0 w-[min(440px,94vw)] border-y-0 border-r-0',
};

export function Dialog({ isOpen, onClose, title, text, children, actions, shape = 'small' }: Props) {
  const { t } = useTranslation('kit');
  const popup = useRef<HTMLDivElement>(null);
  // The first thing to fill in has the focus; without one, the dialog itself.
  const firstField = () => popup.current?.querySelector<HTMLElement>('input, textarea, select') ?? popup.current;
  return (
    <Base.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 animate-fade bg-scrim" />
        <Base.Popup ref={popup} initialFocus={firstField} className={cx('fixed z-50 flex animate-fade flex-col border border-line bg-surface shadow-float outline-none', SHAPES[shape])}>
          <header className="flex items-center gap-2 border-b border-line py-2 pr-2 pl-4">
            <Base.Title className="min-w-0 flex-1 truncate text-14 font-semibold">{title}</Base.Title>
            <Base.Close render={<IconButton icon="close" label={t('close')} />} />
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3">
            {text ? <Base.Description className="mb-3 text-13 text-muted">{text}</Base.Description> : null}
            {children}
          </div>
          {actions ? <footer className="flex flex-wrap justify-end gap-2 border-t border-line px-4 py-3">{actions}</footer> : null}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

interface ConfirmProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly text: ReactNode;
  readonly action: string;
  readonly isBusy?: boolean;
  readonly error?: ReactNode;
  readonly onConfirm: () => void;
}

export function Confirm({ isOpen, onClose, title, text, action, isBusy = false, error, onConfirm }: ConfirmProps) {
  const { t } = useTranslation('kit');
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={title}
      text={text}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="danger" isBusy={isBusy} onClick={onConfirm}>
            {action}
          </Button>
        </>
      }
    >
      {error}
    </Dialog>
  );
}
