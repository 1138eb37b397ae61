// What is stored, as it is: what the source said and what people decided.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Moment } from '../../../app/as-of';
import { ask } from '../../../app/gql';
import { Code, Empty, Failure, Skeleton } from '../../../kit';
import { RawDoc } from '../queries';

export function RawTab({ id, asOf }: { readonly id: string; readonly asOf: Moment | null }) {
  const { t } = useTranslation('asset');
  const query = useQuery(ask(RawDoc, { id, asOf }));
  if (query.isPending) return <Skeleton lines={10} />;
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const asset = query.data.asset;
  if (!asset) return <Empty title={t('missing.title')} />;
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-[80ch] text-13 text-muted">{t('raw.text')}</p>
      <Code text={JSON.stringify({ id: asset.id, namespace: asset.namespace, parts: asset.parts, ...(asset.raw as object) }, null, 2)} language="json" />
    </div>
  );
}
