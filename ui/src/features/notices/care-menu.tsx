// What a steward says about an asset as a whole, on its page: that it should not be used any more, and what there is to know.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton, Menu } from '../../kit';
import { AnnouncementDialog } from './parts/announcement-dialog';
import { DeprecationDialog } from './parts/deprecation-dialog';

export function CareMenu({ asset }: { readonly asset: { readonly id: string; readonly name: string } }) {
  const { t } = useTranslation('notices');
  const [act, setAct] = useState<'deprecate' | 'announce' | null>(null);
  return (
    <>
      <Menu
        trigger={<IconButton icon="more" label={t('menu.label')} />}
        entries={[
          { label: t('menu.announce'), icon: 'bell', run: () => setAct('announce') },
          { label: t('menu.deprecate'), icon: 'warning', run: () => setAct('deprecate') },
        ]}
      />
      {act === 'deprecate' ? <DeprecationDialog asset={asset} onClose={() => setAct(null)} /> : null}
      {act === 'announce' ? <AnnouncementDialog about={{ id: asset.id, displayName: asset.name }} announcement={null} onClose={() => setAct(null)} /> : null}
    </>
  );
}
