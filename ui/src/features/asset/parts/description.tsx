// The description: read, and edited in place by those who may.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../../app/gql';
import { Button, Card, Refusal, SafeHtml, Skeleton, toast } from '../../../kit';
import type { Asset } from '../model';
import { AssetDoc, EditAssetDoc } from '../queries';

const MarkdownEditor = lazy(async () => ({ default: (await import('./markdown-editor')).MarkdownEditor }));

function Editor({ asset, onDone }: { readonly asset: Asset; readonly onDone: () => void }) {
  const { t } = useTranslation('asset');
  const client = useQueryClient();
  const [text, setText] = useState(asset.curatedDescription ?? asset.harvestedDescription ?? '');
  const save = useMutation({
    mutationFn: (description: string | null) =>
      gql(EditAssetDoc, { id: asset.id, input: { description, expectedVersion: { major: asset.version.major, minor: asset.version.minor } } }),
    onSuccess({ editAsset }) {
      client.setQueryData(ask(AssetDoc, { id: asset.id, asOf: null }).queryKey, { asset: editAsset });
      void client.invalidateQueries({ queryKey: ['AssetHistory'] });
      toast('good', t('description.saved'));
      onDone();
    },
  });
  const submit = () => save.mutate(text.trim() === '' ? null : text);
  return (
    <div className="flex flex-col gap-3">
      <Suspense fallback={<Skeleton lines={4} />}>
        <MarkdownEditor
          label={t('description.label')}
          hint={asset.harvestedDescription ? t('description.sourceSays', { text: asset.harvestedDescription }) : undefined}
          value={text}
          onChange={setText}
          onSave={submit}
        />
      </Suspense>
      <Refusal error={save.error} />
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" isBusy={save.isPending} onClick={submit}>
          {t('edit.save')}
        </Button>
        <Button onClick={onDone}>{t('edit.cancel')}</Button>
        {asset.curatedDescription && asset.harvestedDescription ? (
          <Button tone="quiet" icon="undo" onClick={() => save.mutate(null)}>
            {t('description.useSource')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

export function Description({ asset, isPast }: { readonly asset: Asset; readonly isPast: boolean }) {
  const { t } = useTranslation('asset');
  const [isEditing, setEditing] = useState(false);
  const mayEdit = asset.mayEdit && !isPast;
  const origin = asset.curatedDescription ? 'CURATED' : asset.harvestedDescription ? 'HARVESTED' : null;
  return (
    <Card
      title={t('description.label')}
      action={
        <span className="flex items-center gap-2">
          {origin ? <span className="text-12 text-muted">{t(`layer.${origin}`)}</span> : null}
          {mayEdit && !isEditing ? (
            <Button tone="quiet" size="small" icon="edit" onClick={() => setEditing(true)}>
              {t('description.edit')}
            </Button>
          ) : null}
        </span>
      }
    >
      {isEditing ? (
        <Editor asset={asset} onDone={() => setEditing(false)} />
      ) : asset.descriptionHtml ? (
        <SafeHtml html={asset.descriptionHtml} />
      ) : (
        <p className="text-muted">{mayEdit ? t('description.addOne') : t('description.none')}</p>
      )}
    </Card>
  );
}
