// The table view: the same assets as the graph as a list that can be filtered,
// read aloud and exported.
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, cx, Empty, FilterInput, KindChip, saveCsv, toCsv, useFormat, useKindName } from '../../../kit';
import type { Selection } from '../canvas/stage';
import { type LineageGraph, placeOf, type Row, shownKind, toRows } from '../model';

interface Props {
  readonly graph: LineageGraph;
  readonly focus: string;
  readonly focusName: string;
  readonly selection: Selection;
  readonly onSelect: (selection: Selection) => void;
}

const STEP = 200;

export function LineageTable({ graph, focus, focusName, selection, onSelect }: Props) {
  const { t } = useTranslation('lineage');
  const kindName = useKindName();
  const format = useFormat();
  const [filter, setFilter] = useState('');
  const [limit, setLimit] = useState(STEP);
  const rows = useMemo(() => toRows(graph, focus, t('hidden')), [graph, focus, t]);
  const wanted = filter.trim().toLowerCase();
  const found = wanted === '' ? rows : rows.filter((row) => searchable(row).includes(wanted));
  const columns = ['direction', 'depth', 'name', 'kind', 'place', 'owners', 'via'] as const;
  const cells = (row: Row): string[] => [
    t(`direction.${row.reach.direction}`),
    String(row.reach.depth),
    row.asset?.displayName ?? t('hidden'),
    row.asset ? kindName(shownKind(row.asset)) : '',
    row.asset ? placeOf(row.asset) : '',
    row.owners,
    row.via,
  ];
  const download = () => saveCsv(`lineage-${focusName}.csv`, toCsv([columns.map((column) => t(`column.${column}`)), ...found.map(cells)]));
  const selected = selection?.kind === 'node' || selection?.kind === 'column' ? selection.node : null;
  return (
    <div className="absolute inset-0 flex flex-col">
      <div className="flex flex-wrap items-center gap-3 px-3 py-2">
        <FilterInput label={t('table.filter')} value={filter} onChange={setFilter} className="w-64" />
        <span role="status" className="flex-1 text-12 text-muted">
          {t('table.count', { count: found.length, formatted: format.number(found.length) })}
        </span>
        <Button icon="download" onClick={download} disabled={found.length === 0}>
          {t('table.export')}
        </Button>
      </div>
      <div tabIndex={0} role="region" aria-label={t('table.label', { name: focusName })} className="min-h-0 flex-1 overflow-auto border-t border-line">
        {found.length === 0 ? (
          <Empty icon="lineage" title={t(rows.length === 0 ? 'alone' : 'table.none')} />
        ) : (
          <table className="w-full text-13">
            <caption className="sr-only">{t('table.label', { name: focusName })}</caption>
            <thead className="sticky top-0 z-10 bg-surface">
              <tr>
                {columns.map((column) => (
                  <th key={column} scope="col" className={cx('h-9 border-b border-line px-3 text-12 font-medium whitespace-nowrap text-muted', column === 'depth' ? 'text-right' : 'text-left')}>
                    {t(`column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {found.slice(0, limit).map((row) => (
                <tr key={row.key} className={cx('h-(--row) border-b border-line hover:bg-sunken', row.key === selected && 'bg-brand-soft')}>
                  <td className="px-3 whitespace-nowrap text-muted">{t(`direction.${row.reach.direction}`)}</td>
                  <td className="px-3 text-right tabular-nums">{row.reach.depth}</td>
                  <td className="px-3">
                    <button type="button" aria-pressed={row.key === selected} onClick={() => onSelect({ kind: 'node', node: row.key })} className="min-h-6 text-left font-mono font-medium hover:text-brand hover:underline">
                      {row.asset?.displayName ?? t('hidden')}
                    </button>
                  </td>
                  <td className="px-3">{row.asset ? <KindChip kind={shownKind(row.asset)} /> : null}</td>
                  <td className="px-3 font-mono text-12 text-muted">{row.asset ? placeOf(row.asset) : ''}</td>
                  <td className="px-3">{row.owners}</td>
                  <td className="px-3 font-mono text-12 text-muted">{row.via}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {found.length > limit ? (
          <div className="p-3 text-center">
            <Button onClick={() => setLimit(limit + STEP)}>{t('table.more', { count: Math.min(STEP, found.length - limit) })}</Button>
          </div>
        ) : null}
      </div>
    </div>
  );
}

function searchable(row: Row): string {
  return `${row.asset?.fullName ?? ''} ${row.asset?.displayName ?? ''} ${row.owners}`.toLowerCase();
}
