// Why the names of an asset are one thing, what else may be the same, and
// making one of two or two of one.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../../app/gql';
import { useMay } from '../../../app/session';
import { Ago, Button, Dialog, Empty, Failure, KindChip, Refusal, Skeleton, StateChip, TextField, toast } from '../../../kit';
import { lookKey } from '../../../tokens/kinds';
import type { IdentityQuery, LookalikesQuery } from '../../../gql/types';
import type { Asset } from '../model';
import { IdentityDoc, LookalikesDoc, MergeAssetsDoc, PartAssetDoc } from '../names';

type Known = IdentityQuery['identity']['names'][number];
type Alike = LookalikesQuery['lookalikes'][number];

function useRenewed() {
  const client = useQueryClient();
  return () => {
    for (const key of ['Asset', 'Identity', 'Lookalikes', 'AssetHistory', 'Columns', 'Contents', 'Lineage']) void client.invalidateQueries({ queryKey: [key] });
  };
}

function NameRow({ known, mayEdit }: { readonly known: Known; readonly mayEdit: boolean }) {
  const { t } = useTranslation('asset');
  const renew = useRenewed();
  const part = useMutation({
    mutationFn: (id: string) => gql(PartAssetDoc, { id }),
    onSuccess({ partAsset }) {
      toast('good', partAsset.kept === null ? t('identity.parted') : t('identity.partedKept', { why: partAsset.kept }));
      renew();
    },
  });
  return (
    <li className="flex flex-col gap-1 border-b border-line py-2 last:border-0">
      <div className="flex flex-wrap items-start gap-2">
        <code className="min-w-0 flex-1 font-mono text-12 wrap-anywhere text-ink">{known.fullName}</code>
        {known.assetId !== null && mayEdit ? (
          <Button tone="quiet" isBusy={part.isPending} onClick={() => part.mutate(known.assetId ?? '')}>
            {t('identity.part')}
          </Button>
        ) : null}
      </div>
      <p className="text-12 text-muted">
        {t(`identity.evidence.${known.evidence}`)}
        {known.detail === null ? null : <span className="wrap-anywhere">{` · ${known.detail}`}</span>}
        {known.by === null ? null : ` · ${known.by}`}
        {known.at === null ? null : (
          <>
            {' · '}
            <Ago at={known.at} />
          </>
        )}
      </p>
      <Refusal error={part.error} />
    </li>
  );
}

function AlikeRow({ alike, into, onMerged }: { readonly alike: Alike; readonly into: Asset; readonly onMerged: () => void }) {
  const { t } = useTranslation('asset');
  const renew = useRenewed();
  const [isSure, setSure] = useState(false);
  const [reason, setReason] = useState('');
  const merge = useMutation({
    mutationFn: () => gql(MergeAssetsDoc, { input: { from: alike.asset.id, into: into.id, reason: reason.trim() || null } }),
    onSuccess({ mergeAssets }) {
      toast('good', t('identity.merged', { count: mergeAssets.count }));
      renew();
      onMerged();
    },
  });
  const { resemblance } = alike;
  const speaks = [
    t('identity.sharedParts', { count: resemblance.sharedParts }),
    ...(resemblance.onlyCaseDiffers ? [t('identity.onlyCaseDiffers')] : []),
    ...(resemblance.otherNamespace ? [t('identity.otherNamespace')] : []),
    ...(resemblance.sharedColumns === null ? [] : [t('identity.sharedColumns', { shared: resemblance.sharedColumns, all: resemblance.allColumns })]),
    ...(alike.asset.isPlaceholder ? [t('state.placeholder')] : []),
  ];
  return (
    <li className="flex flex-col gap-1 border-b border-line py-2 last:border-0">
      <div className="flex flex-wrap items-start gap-2">
        <KindChip kind={lookKey(alike.asset.kind, null)} />
        <Link to="/a/$id" params={{ id: alike.asset.id }} className="min-w-0 flex-1 font-mono text-12 wrap-anywhere text-brand hover:underline">
          {alike.asset.fullName}
        </Link>
        {into.mayEdit && alike.asset.mayEdit && !isSure ? (
          <Button tone="quiet" onClick={() => setSure(true)}>
            {t('identity.isSame')}
          </Button>
        ) : null}
      </div>
      <p className="text-12 text-muted">{speaks.join(' · ')}</p>
      {isSure ? (
        <form
          className="flex flex-col gap-2 rounded-control border border-line bg-sunken p-3"
          onSubmit={(event) => {
            event.preventDefault();
            merge.mutate();
          }}
        >
          <p className="text-13">{t('identity.effect', { from: alike.asset.fullName, into: into.displayName })}</p>
          <TextField label={t('identity.reason')} value={reason} onChange={setReason} />
          <Refusal error={merge.error} />
          <div className="flex gap-2">
            <Button type="submit" tone="primary" isBusy={merge.isPending}>
              {t('identity.merge')}
            </Button>
            <Button onClick={() => setSure(false)}>{t('edit.cancel')}</Button>
          </div>
        </form>
      ) : null}
    </li>
  );
}

interface Props {
  readonly asset: Asset;
  readonly onClose: () => void;
}

export function IdentityDialog({ asset, onClose }: Props) {
  const { t } = useTranslation('asset');
  const may = useMay();
  const identity = useQuery(ask(IdentityDoc, { id: asset.id }));
  const alike = useQuery(ask(LookalikesDoc, { id: asset.id }));
  const found = identity.data?.identity;
  return (
    <Dialog isOpen onClose={onClose} title={t('identity.title', { name: asset.displayName })} text={t('identity.text')} actions={<Button onClick={onClose}>{t('identity.close')}</Button>}>
      {identity.isError ? <Failure error={identity.error} onRetry={() => void identity.refetch()} /> : null}
      {identity.isPending ? <Skeleton lines={3} /> : null}
      {found ? (
        <section className="flex flex-col gap-1">
          {found.mergedInto ? (
            <p className="flex flex-wrap items-center gap-2 text-13">
              <StateChip state="warn">{t('identity.isMerged')}</StateChip>
              <Link to="/a/$id" params={{ id: found.mergedInto.id }} onClick={onClose} className="font-mono text-12 wrap-anywhere text-brand hover:underline">
                {found.mergedInto.fullName}
              </Link>
            </p>
          ) : null}
          <p className="text-13 text-muted">{t(`identity.rule.${found.rule}`)}</p>
          <h3 className="mt-2 text-14 font-semibold">{t('identity.names')}</h3>
          <ul>
            {found.names.map((known) => (
              <NameRow key={`${known.evidence} ${known.fullName}`} known={known} mayEdit={asset.mayEdit} />
            ))}
          </ul>
        </section>
      ) : null}
      {may('MANAGE_SOURCES') ? (
        <p className="mt-2 text-13">
          <Link to="/admin/namespaces" className="text-brand hover:underline">
            {t('identity.systems')}
          </Link>
        </p>
      ) : null}
      <h3 className="mt-4 text-14 font-semibold">{t('identity.lookalikes')}</h3>
      {alike.isError ? <Failure error={alike.error} onRetry={() => void alike.refetch()} /> : null}
      {alike.isPending ? <Skeleton lines={2} /> : null}
      {alike.data?.lookalikes.length === 0 ? <Empty title={t('identity.noneAlike')} /> : null}
      <ul>
        {alike.data?.lookalikes.map((one) => (
          <AlikeRow key={one.asset.id} alike={one} into={asset} onMerged={() => void alike.refetch()} />
        ))}
      </ul>
    </Dialog>
  );
}
