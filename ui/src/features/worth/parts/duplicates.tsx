// Tables that look like copies of one another: a person has to look, and may save all but one.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { Ago, Card, Failure, KindIcon, Skeleton, useFormat } from '../../../kit';
import { DuplicatesDoc } from '../cost-queries';

export function Duplicates() {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const answer = useQuery(ask(DuplicatesDoc, {}));
  const sets = answer.data?.duplicateCandidates ?? [];
  return (
    <Card isFlush title={t('copies.title')}>
      {answer.isPending ? <Skeleton lines={3} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess ? <p className="px-4 pt-3 text-12 text-muted">{sets.length === 0 ? t('copies.none') : t('copies.text')}</p> : null}
      <ul className="max-h-96 overflow-y-auto pb-2">
        {sets.map((assets) => (
          <li key={assets[0]?.id} className="border-b border-line px-4 py-2 last:border-b-0">
            <p className="text-12 text-muted">{t('copies.set', { count: assets.length, size: format.bytes(assets[0]?.bytes ?? 0) })}</p>
            {assets.map((asset) => (
              <p key={asset.id} className="flex items-center gap-2 text-13">
                <KindIcon kind={asset.kind} size={14} />
                <Link to="/a/$id" params={{ id: asset.id }} className="min-w-0 truncate hover:text-brand hover:underline" title={asset.name}>
                  {asset.name}
                </Link>
                <span className="ml-auto text-12 whitespace-nowrap text-muted">{asset.lastReadAt ? <Ago at={asset.lastReadAt} /> : t('asset.never')}</span>
              </p>
            ))}
          </li>
        ))}
      </ul>
    </Card>
  );
}
