// The assets behind a number, as a table.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { WorthRowFragment } from '../../../gql/types';
import { Ago, Button, KindIcon, useFormat, useTierName } from '../../../kit';

const COLUMNS = ['name', 'owners', 'tier', 'bytes', 'cost', 'read'] as const;

interface Props {
  readonly label: string;
  readonly assets: readonly WorthRowFragment[];
  /** What else there is of each asset, as its last column. */
  readonly more?: { readonly title: string; readonly cell: (asset: WorthRowFragment) => React.ReactNode };
  /** Makes the rows ones to choose from. */
  readonly chosen?: { readonly has: (id: string) => boolean; readonly toggle: (asset: WorthRowFragment) => void };
}

export function AssetRows({ label, assets, more, chosen }: Props) {
  const { t } = useTranslation('worth');
  const head = 'h-8 px-3 text-12 font-semibold whitespace-nowrap text-muted';
  return (
    <div tabIndex={0} role="region" aria-label={label} className="overflow-x-auto">
      <table className="w-full min-w-[720px] text-13">
        <thead>
          <tr className="border-b border-line bg-sunken">
            {chosen ? (
              <th scope="col" className="w-8">
                <span className="sr-only">{t('asset.choose')}</span>
              </th>
            ) : null}
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={`${head} ${column === 'bytes' || column === 'cost' ? 'text-right' : 'text-left'}`}>
                {t(`asset.${column}`)}
              </th>
            ))}
            {more ? (
              <th scope="col" className={`${head} text-left`}>
                {more.title}
              </th>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {assets.map((asset) => (
            <Row key={asset.id} asset={asset} more={more?.cell(asset)} chosen={chosen} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ asset, more, chosen }: { readonly asset: WorthRowFragment; readonly more: React.ReactNode; readonly chosen: Props['chosen'] }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const tierName = useTierName();
  return (
    <tr className="h-(--row) border-b border-line last:border-b-0 hover:bg-bg">
      {chosen ? (
        <td className="pl-3">
          <input type="checkbox" aria-label={t('asset.chooseOf', { name: asset.name })} checked={chosen.has(asset.id)} onChange={() => chosen.toggle(asset)} className="size-4 accent-brand" />
        </td>
      ) : null}
      <td className="max-w-100 px-3">
        <Link to="/a/$id" params={{ id: asset.id }} title={asset.name} className="inline-flex max-w-full min-w-0 items-center gap-1.5 font-medium hover:text-brand hover:underline">
          <KindIcon kind={asset.kind} size={14} />
          <span className="truncate">{asset.name}</span>
        </Link>
        {asset.source ? <span className="ml-2 text-12 text-muted">{asset.source}</span> : null}
      </td>
      <td className="max-w-50 truncate px-3 text-muted">{asset.owners.length > 0 ? asset.owners.join(t('comma')) : t('asset.nobody')}</td>
      <td className="px-3 whitespace-nowrap text-muted">{asset.tier ? tierName(asset.tier) : '–'}</td>
      <td className="px-3 text-right whitespace-nowrap tabular-nums">{asset.bytes == null ? '–' : format.bytes(asset.bytes)}</td>
      <td className="px-3 text-right whitespace-nowrap tabular-nums">{asset.monthlyCost == null || !asset.currency ? '–' : format.money(asset.monthlyCost, asset.currency)}</td>
      <td className="px-3 text-muted">{asset.lastReadAt ? <Ago at={asset.lastReadAt} /> : t('asset.never')}</td>
      {more === undefined ? null : <td className="px-3 text-12">{more}</td>}
    </tr>
  );
}

export function MoreRows({ isBusy, onMore }: { readonly isBusy: boolean; readonly onMore: () => void }) {
  const { t } = useTranslation('worth');
  return (
    <div className="p-3 text-center">
      <Button isBusy={isBusy} onClick={onMore}>
        {t('more')}
      </Button>
    </div>
  );
}
