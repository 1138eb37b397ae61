// A secret that is shown this once.
import { useTranslation } from 'react-i18next';
import { Button, CopyButton, Dialog } from '../../../kit';

export function SecretDialog({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  const { t } = useTranslation('notify');
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('secret.title')}
      text={t('secret.text')}
      actions={
        <Button tone="primary" onClick={onClose}>
          {t('secret.done')}
        </Button>
      }
    >
      <p className="flex items-center gap-2 rounded-control bg-sunken px-3 py-2">
        <code className="min-w-0 flex-1 font-mono text-12 wrap-anywhere">{secret}</code>
        <CopyButton text={secret} label={t('secret.copy')} />
      </p>
    </Dialog>
  );
}
