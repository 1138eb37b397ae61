// Everything that depends on the focus, or that it depends on, to the end: as a
// list that can be sorted, gathered by owner, filtered and exported.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { assetPage } from '../../../app/places';
import { Button, cx, Empty, Failure, FilterInput, Icon, IconButton, KindChip, saveCsv, Select, Skeleton, toCsv, useFormat, useKindName } from '../../../kit';
import { byOwner, filterRows, type ImpactRow, ownersOf, type SortKey, type Sorting, sortRows, toImpactRows } from '../impact';
import { placeOf, shownKind } from '../model';
import { lineageImpact } from '../queries';
import type { Moment } from '../state';

/** How many assets one answer may hold. */
const LIMIT = 2000;
const STEP = 200;
const COLUMNS: readonly SortKey[] = ['depth', 'name', 'kind', 'place', 'owners'];

interface Props {
  readonly focus: string;
  readonly focusName: string;
  readonly asOf: Moment | undefined;
  readonly onRefocus: (assetId: string) => void;
}

export function ImpactList({ focus, focusName, asOf, onRefocus }: Props) {
  const { t } = useTranslation('lineage');
  const format = useFormat();
  const kindName = useKindName();
  const [direction, setDirection] = useState<'DOWN' | 'UP'>('DOWN');
  const [sorting, setSorting] = useState<Sorting>({ by: 'depth', isDown: false });
  const [isByOwner, setByOwner] = useState(false);
  const [filter, setFilter] = useState('');
  const answer = useQuery(ask(lineageImpact, { input: { focus, direction, limit: LIMIT, ...(asOf === undefined ? {} : { asOf }) } }));
  const found = answer.data?.impact;
  const rows = useMemo(() => sortRows(filterRows(toImpactRows(found?.items ?? []), filter), sorting), [found, filter, sorting]);
  if (answer.isError) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  const cells = (row: ImpactRow): string[] => [String(row.depth), row.asset.displayName, kindName(shownKind(row.asset)), placeOf(row.asset), ownersOf(row), row.via, row.asset.fullName];
  const head = [...COLUMNS.map((column) => t(`column.${column}`)), t('column.via'), t('side.fullName')];
  const label = t(direction === 'DOWN' ? 'impact.down' : 'impact.up', { name: focusName });
  const groups = isByOwner ? byOwner(rows) : [{ owner: null, rows }];
  return (
    <div className="absolute inset-0 flex flex-col">
      <div className="flex flex-wrap items-center gap-3 px-3 py-2">
        <Select label={t('column.direction')} value={direction} options={(['DOWN', 'UP'] as const).map((value) => ({ value, label: t(`impact.${value}`) }))} onChange={setDirection} />
        <FilterInput label={t('table.filter')} value={filter} onChange={setFilter} className="w-56" />
        <Button tone="quiet" icon="users" aria-pressed={isByOwner} onClick={() => setByOwner(!isByOwner)} className="aria-pressed:bg-brand-soft aria-pressed:text-brand">
          {t('impact.byOwner')}
        </Button>
        <span role="status" className="flex-1 text-12 text-muted">
          {found ? t(found.truncated ? 'impact.part' : 'table.count', { count: rows.length, formatted: format.number(rows.length), total: format.number(found.total) }) : null}
        </span>
        <Button icon="download" disabled={rows.length === 0} onClick={() => saveCsv(`impact-${focusName}.csv`, toCsv([head, ...rows.map(cells)]))}>
          {t('table.export')}
        </Button>
      </div>
      <div tabIndex={0} role="region" aria-label={label} className="min-h-0 flex-1 overflow-auto border-t border-line">
        {answer.isPending ? <Skeleton lines={8} /> : null}
        {found && rows.length === 0 ? <Empty icon="lineage" title={t(found.items.length === 0 ? 'impact.none' : 'table.none')} /> : null}
        {rows.length > 0 ? groups.map((group) => <Section key={group.owner ?? ''} owner={group.owner} rows={group.rows} label={label} sorting={sorting} onSort={setSorting} onRefocus={onRefocus} />) : null}
      </div>
    </div>
  );
}

interface SectionProps {
  /** Null where rows are not gathered by owner. */
  readonly owner: string | null;
  readonly rows: readonly ImpactRow[];
  readonly label: string;
  readonly sorting: Sorting;
  readonly onSort: (sorting: Sorting) => void;
  readonly onRefocus: (assetId: string) => void;
}

function Section({ owner, rows, label, sorting, onSort, onRefocus }: SectionProps) {
  const { t } = useTranslation('lineage');
  const format = useFormat();
  const [limit, setLimit] = useState(STEP);
  const name = owner === '' ? t('side.unowned') : owner;
  return (
    <section>
      {name === null ? null : (
        <h2 className="flex items-center gap-2 border-b border-line bg-sunken px-3 py-2 text-13 font-semibold">
          <Icon name="user" size={14} className="text-muted" />
          {name}
          <span className="font-normal text-muted">{t('table.count', { count: rows.length, formatted: format.number(rows.length) })}</span>
        </h2>
      )}
      <table className="w-full min-w-260 table-fixed text-13">
        <caption className="sr-only">{name === null ? label : `${label}: ${name}`}</caption>
        <colgroup>
          {['w-20', 'w-[26%]', 'w-36', 'w-[16%]', 'w-[16%]', '', 'w-20'].map((width, at) => (
            <col key={at} className={width} />
          ))}
        </colgroup>
        <thead className={cx('bg-surface', name === null && 'sticky top-0 z-10')}>
          <tr>
            {COLUMNS.map((column) => (
              <SortHead key={column} column={column} sorting={sorting} onSort={onSort} />
            ))}
            <th scope="col" className="h-9 border-b border-line px-3 text-left text-12 font-medium whitespace-nowrap text-muted">
              {t('column.via')}
            </th>
            <th scope="col" className="h-9 border-b border-line px-2 text-right text-12 font-medium whitespace-nowrap text-muted">
              {t('impact.actions')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, limit).map((row) => (
            <tr key={row.key} className="h-(--row) border-b border-line hover:bg-sunken">
              <td className="px-3 text-right tabular-nums">{row.depth}</td>
              <td className="px-3">
                <Link to={assetPage(row.key)} className="block truncate font-mono font-medium hover:text-brand hover:underline">
                  {row.asset.displayName}
                </Link>
              </td>
              <td className="px-3">
                <KindChip kind={shownKind(row.asset)} />
              </td>
              <td className="truncate px-3 font-mono text-12 text-muted">{placeOf(row.asset)}</td>
              <td className="truncate px-3">{ownersOf(row)}</td>
              <td className="truncate px-3 font-mono text-12 text-muted" title={row.via}>
                {row.via}
              </td>
              <td className="px-1 text-right">
                <IconButton icon="lineage" label={t('impact.refocus', { name: row.asset.displayName })} onClick={() => onRefocus(row.key)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > limit ? (
        <div className="p-3 text-center">
          <Button onClick={() => setLimit(limit + STEP)}>{t('table.more', { count: Math.min(STEP, rows.length - limit) })}</Button>
        </div>
      ) : null}
    </section>
  );
}

function SortHead({ column, sorting, onSort }: { readonly column: SortKey; readonly sorting: Sorting; readonly onSort: (sorting: Sorting) => void }) {
  const { t } = useTranslation('lineage');
  const isOn = sorting.by === column;
  return (
    <th scope="col" aria-sort={isOn ? (sorting.isDown ? 'descending' : 'ascending') : 'none'} className={cx('h-9 border-b border-line px-3 text-12 font-medium whitespace-nowrap text-muted', column === 'depth' ? 'text-right' : 'text-left')}>
      <button type="button" onClick={() => onSort({ by: column, isDown: isOn && !sorting.isDown })} className="inline-flex min-h-6 items-center gap-1 hover:text-ink">
        {t(`column.${column}`)}
        <span aria-hidden className={isOn ? '' : 'invisible'}>
          {sorting.isDown ? '↓' : '↑'}
        </span>
      </button>
    </th>
  );
}
