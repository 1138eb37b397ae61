// Removals that a crawl holds back, because so many assets gone at once are more
// often a mistake of the source than the truth.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { assetPage } from '../../../app/places';
import { useMay } from '../../../app/session';
import { Button, Card, Icon, KindIcon, Refusal, StateChip, useFormat } from '../../../kit';
import type { RunDetailQuery } from '../../../gql/types';
import { confirmRunHold, dismissRunHold } from '../queries';

type Hold = NonNullable<NonNullable<RunDetailQuery['run']>['hold']>;

export function Held({ hold }: { readonly hold: Hold }) {
  const { t } = useTranslation('runs');
  const format = useFormat();
  const may = useMay();
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: async (isConfirmed: boolean): Promise<unknown> => (isConfirmed ? gql(confirmRunHold, { id: hold.id }) : gql(dismissRunHold, { id: hold.id })),
    onSuccess: () => client.invalidateQueries(),
  });
  const isOpen = hold.status === 'OPEN';
  return (
    <Card title={t('held.title', { count: hold.count, formatted: format.number(hold.count) })} action={<StateChip state={isOpen ? 'warn' : 'unknown'}>{t(`held.status.${hold.status}`)}</StateChip>}>
      {isOpen ? (
        <p className="mb-3 flex gap-2 text-13">
          <Icon name="warning" className="mt-0.5 text-warn" />
          {t('held.text')}
        </p>
      ) : null}
      <ul className="mb-3 max-h-60 overflow-y-auto rounded-control border border-line">
        {hold.assets.nodes.map((asset) => (
          <li key={asset.id} className="flex min-h-8 items-center gap-2 border-b border-line px-3 text-13 last:border-b-0">
            <KindIcon kind={asset.kind} size={14} />
            <Link to={assetPage(asset.id)} className="truncate font-mono hover:underline">
              {asset.fullName}
            </Link>
          </li>
        ))}
        {hold.assets.pageInfo.hasNextPage ? <li className="px-3 py-1.5 text-12 text-muted">{t('held.more', { count: hold.count - hold.assets.nodes.length })}</li> : null}
      </ul>
      {isOpen && may('REVERT_CHANGES') ? (
        <div className="flex flex-wrap gap-2">
          <Button tone="danger" isBusy={decide.isPending && decide.variables} onClick={() => decide.mutate(true)}>
            {t('held.confirm')}
          </Button>
          <Button isBusy={decide.isPending && !decide.variables} onClick={() => decide.mutate(false)}>
            {t('held.dismiss')}
          </Button>
        </div>
      ) : null}
      <Refusal error={decide.error} />
    </Card>
  );
}
