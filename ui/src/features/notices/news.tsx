// What a reader has to know before anything else of an asset: that it should not be used any more, and announcements;
// with the way to change both for who may.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRefreshOnChange } from '../../app/events';
import { ask } from '../../app/gql';
import { Ago, IconButton, Notice, SafeHtml, useFormat } from '../../kit';
import type { News } from './model';
import { AnnouncementDialog, DeleteAnnouncement } from './parts/announcement-dialog';
import { DeprecationDialog } from './parts/deprecation-dialog';
import { AssetNewsDoc } from './queries';

type Told = News['announcements'][number];

export function AssetNews({ id }: { readonly id: string }) {
  const { t } = useTranslation('notices');
  const query = useQuery(ask(AssetNewsDoc, { id }));
  useRefreshOnChange(true, () => void query.refetch());
  const [edited, setEdited] = useState<Told | 'deprecation' | null>(null);
  const [deleted, setDeleted] = useState<Told | null>(null);
  const asset = query.data?.asset;
  if (!asset || (!asset.deprecation && asset.announcements.length === 0)) return null;
  return (
    <section aria-label={t('news.label')} className="mb-3 flex flex-col gap-2">
      {asset.deprecation ? <Deprecated deprecation={asset.deprecation} mayEdit={asset.mayEdit} onEdit={() => setEdited('deprecation')} /> : null}
      {asset.announcements.map((one) => (
        <Announced key={one.id} one={one} page={id} onEdit={() => setEdited(one)} onDelete={() => setDeleted(one)} />
      ))}
      <Suspense fallback={null}>
        {edited === 'deprecation' ? <DeprecationDialog asset={{ id, name: asset.displayName }} onClose={() => setEdited(null)} /> : null}
        {edited && edited !== 'deprecation' ? <AnnouncementDialog about={edited.asset} announcement={edited} onClose={() => setEdited(null)} /> : null}
        {deleted ? <DeleteAnnouncement announcement={deleted} onClose={() => setDeleted(null)} /> : null}
      </Suspense>
    </section>
  );
}

function Announced({ one, page, onEdit, onDelete }: { readonly one: Told; readonly page: string; readonly onEdit: () => void; readonly onDelete: () => void }) {
  const { t } = useTranslation('notices');
  const actions = one.mayEdit ? (
    <>
      <IconButton icon="edit" label={t('change', { title: one.title })} onClick={onEdit} className="size-7" />
      <IconButton icon="trash" label={t('delete', { title: one.title })} onClick={onDelete} className="size-7" />
    </>
  ) : undefined;
  return (
    <Notice level={one.level} title={one.title} actions={actions}>
      {one.body === '' ? null : <SafeHtml html={one.bodyHtml} className="text-13" />}
      <p className="text-12 text-muted">
        {one.asset && one.asset.id !== page ? (
          <>
            {t('news.about')}{' '}
            <Link to="/a/$id" params={{ id: one.asset.id }} className="text-brand underline underline-offset-2">
              {one.asset.displayName}
            </Link>
            {' · '}
          </>
        ) : null}
        {one.author.displayName} · <Ago at={one.at} />
      </p>
    </Notice>
  );
}

function Deprecated({ deprecation, mayEdit, onEdit }: { readonly deprecation: NonNullable<News['deprecation']>; readonly mayEdit: boolean; readonly onEdit: () => void }) {
  const { t } = useTranslation('notices');
  const format = useFormat();
  const { replacedBy, sunset } = deprecation;
  return (
    <Notice
      level="WARNING"
      sort={t('news.deprecated')}
      title={sunset ? t('news.goes', { day: format.date(`${sunset}T00:00:00`) }) : t('news.deprecatedTitle')}
      actions={mayEdit ? <IconButton icon="edit" label={t('deprecation.change')} onClick={onEdit} className="size-7" /> : undefined}
    >
      <SafeHtml html={deprecation.noteHtml} className="text-13" />
      {replacedBy ? (
        <p className="text-13">
          {t('news.instead')}{' '}
          <Link to="/a/$id" params={{ id: replacedBy.id }} className="font-medium text-brand underline underline-offset-2">
            {replacedBy.displayName}
          </Link>
        </p>
      ) : null}
    </Notice>
  );
}
