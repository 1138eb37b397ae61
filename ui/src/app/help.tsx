// The list of keys, made from what is registered at this moment.
import { useTranslation } from 'react-i18next';
import { Dialog } from '../kit/dialog/dialog';
import { Kbd } from '../kit/kbd/kbd';
import { listShortcuts } from './keys';

export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation('app');
  const shortcuts = listShortcuts();
  const groups = [...new Set(shortcuts.map((shortcut) => shortcut.group))];
  return (
    <Dialog isOpen onClose={onClose} title={t('key.help')} shape="wide">
      <div className="grid gap-x-10 gap-y-4 sm:grid-cols-2">
        {groups.map((group) => (
          <section key={group}>
            <h3 className="mb-1 text-12 font-semibold text-muted">{t(group)}</h3>
            <dl>
              {shortcuts.filter((shortcut) => shortcut.group === group).map((shortcut) => (
                <div key={shortcut.keys} className="flex items-center justify-between border-b border-line py-1 text-13">
                  <dt>{t(shortcut.label)}</dt>
                  <dd>
                    <Kbd keys={shortcut.keys} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
