// What can be done about a source: crawl it now, pause it, change it, delete it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError, gql } from '../../../app/gql';
import { runPage } from '../../../app/places';
import { useMay } from '../../../app/session';
import { Button, Checkbox, Dialog, IconButton, Menu, Refusal, toast, useFormat } from '../../../kit';
import type { SourceFactsFragment } from '../../../gql/types';
import { countAssets } from '../health';
import { deleteSource, pauseSource, startCrawl } from '../queries';

interface Props {
  readonly source: SourceFactsFragment;
  /** Shows buttons where there is room, and only the menu in lists. */
  readonly isCompact?: boolean;
}

export function SourceActions({ source, isCompact = false }: Props) {
  const { t } = useTranslation('sources');
  const may = useMay();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const refuse = (error: unknown) => toast('bad', asApiError(error).message);
  const crawl = useMutation({
    mutationFn: () => gql(startCrawl, { source: source.id }),
    onSuccess: (answer) => navigate({ to: runPage(answer.startCrawl.id) }),
    onError: refuse,
  });
  const pause = useMutation({
    mutationFn: (paused: boolean) => gql(pauseSource, { id: source.id, paused }),
    async onSuccess(_, paused) {
      toast('good', t(paused ? 'action.paused' : 'action.resumed', { name: source.name }));
      await client.invalidateQueries();
    },
    onError: refuse,
  });
  const canCrawl = may('RUN_CRAWLS');
  const canChange = may('MANAGE_SOURCES');
  const edit = () => void navigate({ to: '/sources/$id/edit', params: { id: source.id } });
  const changing = [
    ...(isCompact ? [{ label: t('action.edit'), icon: 'edit', run: edit }] : []),
    { label: t(source.isPaused ? 'action.resume' : 'action.pause'), icon: source.isPaused ? 'play' : 'pause', run: () => pause.mutate(!source.isPaused) },
  ];
  const deleting = { label: t('action.delete'), icon: 'trash', tone: 'danger' as const, run: () => setAsking(true) };
  const harmless = [...(isCompact && canCrawl ? [{ label: t('action.crawl'), icon: 'play', run: () => crawl.mutate() }] : []), ...(canChange ? changing : [])];
  const entries = may('DELETE_SOURCES') ? [...harmless, ...(harmless.length > 0 ? ['line' as const] : []), deleting] : harmless;
  return (
    <>
      {isCompact ? null : (
        <>
          {canCrawl ? (
            <Button tone="primary" icon="play" isBusy={crawl.isPending} onClick={() => crawl.mutate()}>
              {t('action.crawl')}
            </Button>
          ) : null}
          {canChange ? (
            <Button icon="edit" onClick={edit}>
              {t('action.edit')}
            </Button>
          ) : null}
        </>
      )}
      {entries.length === 0 ? null : <Menu trigger={<IconButton icon="more" label={t('action.more', { name: source.name })} />} entries={entries} />}
      {isAsking ? <DeleteDialog source={source} onClose={() => setAsking(false)} /> : null}
    </>
  );
}

function DeleteDialog({ source, onClose }: { readonly source: SourceFactsFragment; readonly onClose: () => void }) {
  const { t } = useTranslation('sources');
  const format = useFormat();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [removeAssets, setRemoveAssets] = useState(false);
  const assets = countAssets(source.assetCounts);
  const remove = useMutation({
    mutationFn: () => gql(deleteSource, { id: source.id, removeAssets }),
    async onSuccess() {
      toast('good', t('delete.done', { name: source.name }));
      onClose();
      await navigate({ to: '/sources' });
      await client.invalidateQueries();
    },
  });
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t('delete.title', { name: source.name })}
      text={t('delete.text')}
      actions={
        <>
          <Button onClick={onClose}>{t('form.cancel')}</Button>
          <Button tone="danger" icon="trash" isBusy={remove.isPending} onClick={() => remove.mutate()}>
            {t('action.delete')}
          </Button>
        </>
      }
    >
      {assets > 0 ? (
        <>
          <Checkbox label={t('delete.assets', { count: assets, formatted: format.number(assets) })} checked={removeAssets} onChange={setRemoveAssets} />
          <p className="mt-1 text-12 text-muted">{t(removeAssets ? 'delete.assetsGone' : 'delete.assetsStay')}</p>
        </>
      ) : null}
      <Refusal error={remove.error} />
    </Dialog>
  );
}
