// Assets that something names by their identifiers: what people call them, and a way to each.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { KindIcon } from '../../../kit';
import { AssetNamesDoc } from '../queries';

/** What `ids` are called, in one request. Of what whoever asks may not know of there is no name. */
export function useAssetNames(ids: readonly string[]) {
  const query = useQuery({ ...ask(AssetNamesDoc, { ids: [...new Set(ids)].toSorted() }), enabled: ids.length > 0 });
  const known = new Map((query.data?.assets ?? []).map((asset) => [asset.id, asset]));
  return { known, nameOf: (id: string) => known.get(id)?.displayName, isPending: ids.length > 0 && query.isPending };
}

/** The asset that a property has for its value. */
export function AssetValue({ id }: { readonly id: string }) {
  const { t } = useTranslation('asset');
  const { known, isPending } = useAssetNames([id]);
  const asset = known.get(id);
  if (!asset) return <span className="text-muted">{isPending ? '…' : t('summary.hiddenAsset')}</span>;
  return (
    <Link to="/a/$id" params={{ id }} title={asset.fullName} className="inline-flex min-w-0 items-center gap-1 text-brand hover:underline">
      <KindIcon kind={asset.kind} />
      <span className="truncate">{asset.displayName}</span>
    </Link>
  );
}
