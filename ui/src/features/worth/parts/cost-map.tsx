// What groups cost as areas, and as a table for who would rather read it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CostGroupFactsFragment } from '../../../gql/types';
import { Button, cx, useFormat } from '../../../kit';
import type { Grouping } from '../groups';
import { treemap } from '../treemap';
import { useGroupName } from './group-name';

const ASPECT = 4;
const FILLS = ['border-l-brand', 'border-l-kind-dashboard', 'border-l-kind-metric', 'border-l-kind-topic', 'border-l-kind-model', 'border-l-kind-pipeline', 'border-l-kind-view', 'border-l-kind-file'] as const;

/** What a group weighs: its cost in the currency most of it is in, or its bytes where nothing has a price. */
export function weightOf(group: CostGroupFactsFragment, currency: string | undefined): number {
  if (currency === undefined) return group.bytes;
  return Number(group.costs.find((money) => money.currency === currency)?.amount ?? 0);
}

/** The currency of most groups; none where nothing has a price. */
export function mainCurrency(groups: readonly CostGroupFactsFragment[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { costs } of groups) for (const { currency, amount } of costs) if (Number(amount) > 0) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  return [...counts].toSorted((one, other) => other[1] - one[1])[0]?.[0];
}

interface Props {
  readonly by: Grouping;
  readonly groups: readonly CostGroupFactsFragment[];
}

export function CostMap({ by, groups }: Props) {
  const { t } = useTranslation('worth');
  const [isTable, setTable] = useState(false);
  const currency = mainCurrency(groups);
  return (
    <div>
      <div className="mb-2 flex items-center gap-2">
        <p className="flex-1 text-12 text-muted">{currency === undefined ? t('cost.areaBytes') : t('cost.areaMoney', { currency })}</p>
        <Button size="small" tone="quiet" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {t(isTable ? 'cost.asMap' : 'cost.asTable')}
        </Button>
      </div>
      {isTable ? <Table by={by} groups={groups} /> : <Boxes by={by} groups={groups} currency={currency} />}
    </div>
  );
}

function useCosts(): (group: CostGroupFactsFragment) => string {
  const { t } = useTranslation('worth');
  const format = useFormat();
  return ({ costs }) => (costs.length === 0 ? t('cost.noPrice') : costs.map(({ amount, currency }) => format.money(amount, currency)).join(' + '));
}

function Boxes({ by, groups, currency }: Props & { readonly currency: string | undefined }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const nameOf = useGroupName(by);
  const costs = useCosts();
  const boxes = treemap(groups, (group) => weightOf(group, currency), ASPECT);
  if (boxes.length === 0) return <p className="text-13 text-muted">{t('cost.noGroups')}</p>;
  return (
    <ul aria-label={t('cost.groups')} className={cx('relative w-full', boxes.length > 3 ? 'h-72' : 'h-32')}>
      {boxes.map(({ item, left, top, width, height }, place) => (
        <li
          key={item.name ?? ''}
          title={`${nameOf(item.name)} · ${costs(item)} · ${format.bytes(item.bytes)}`}
          className="absolute overflow-hidden p-px"
          style={{ left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` }}
        >
          <div className={cx('relative size-full overflow-hidden rounded-chip border border-l-3 border-line bg-sunken', FILLS[place % FILLS.length])}>
            {/* The inset is not padding, which would make a narrow box wider; a line that does not fit whole goes to a next column, out of sight. */}
            <div className="absolute inset-x-2 inset-y-1.5 flex flex-col flex-wrap overflow-hidden before:h-px before:w-full">
              <p className={cx('w-full truncate font-semibold', width * height > 0.08 ? 'text-14' : 'text-12')}>{nameOf(item.name)}</p>
              <p className="w-full truncate text-12 text-muted tabular-nums">{costs(item)}</p>
              <p className="w-full truncate text-12 text-muted tabular-nums">{format.bytes(item.bytes)}</p>
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}

const COLUMNS = ['money', 'bytes', 'sized', 'unpriced', 'notMeasured'] as const;

function Table({ by, groups }: Props) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const nameOf = useGroupName(by);
  const costs = useCosts();
  const head = 'h-8 px-2 text-12 font-medium text-muted';
  return (
    <div tabIndex={0} role="region" aria-label={t('cost.groups')} className="max-h-96 overflow-auto">
      <table className="w-full text-13">
        <thead>
          <tr>
            <th scope="col" className={cx(head, 'text-left')}>
              {t(`by.${by}`)}
            </th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={cx(head, 'text-right')}>
                {t(`cost.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {groups.map((group) => (
            <tr key={group.name ?? ''} className="border-t border-line">
              <th scope="row" className="px-2 py-1 text-left font-normal">
                {nameOf(group.name)}
              </th>
              {[costs(group), format.bytes(group.bytes), format.number(group.sized), format.number(group.unpriced), format.number(group.notMeasured)].map((cell, place) => (
                <td key={COLUMNS[place]} className="px-2 py-1 text-right tabular-nums">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
