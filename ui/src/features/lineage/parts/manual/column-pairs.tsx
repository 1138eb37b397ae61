// Which column goes into which: a list of columns for each end, where one of each
// makes a pair, and the pairs with what happens on the way.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Checkbox, cx, FilterInput, Icon, IconButton, Refusal, Select, Skeleton } from '../../../../kit';
import type { SceneColumn } from '../../canvas/scene';
import { columnsOf } from '../../graph-data';
import { type End, type Pair, type PairEnd, SUBTYPES, withPair, withSameNames } from '../../manual';

interface Props {
  readonly upstream: End;
  readonly downstream: End;
  readonly pairs: readonly Pair[];
  readonly onChange: (pairs: readonly Pair[]) => void;
}

export function ColumnPairs({ upstream, downstream, pairs, onChange }: Props) {
  const { t } = useTranslation('lineage');
  const [chosen, setChosen] = useState<{ readonly up: PairEnd | null; readonly down: PairEnd | null }>({ up: null, down: null });
  const above = useQuery(columnsOf(upstream.id, undefined));
  const below = useQuery(columnsOf(downstream.id, undefined));
  const choose = (side: 'up' | 'down', column: PairEnd) => {
    const next = { ...chosen, [side]: chosen[side]?.id === column.id ? null : column };
    if (next.up === null || next.down === null) {
      setChosen(next);
      return;
    }
    onChange(withPair(pairs, next.up, next.down));
    setChosen({ up: null, down: null });
  };
  const lists = [
    { side: 'up' as const, end: upstream, answer: above },
    { side: 'down' as const, end: downstream, answer: below },
  ];
  if (above.isPending || below.isPending) return <Skeleton lines={4} />;
  if (above.isError || below.isError) return <Refusal error={above.error ?? below.error} />;
  if (above.data.length === 0 || below.data.length === 0) return <p className="text-13 text-muted">{t('manual.noColumns')}</p>;
  const same = withSameNames(pairs, above.data, below.data);
  return (
    <div className="flex flex-col gap-3">
      <p className="text-13 text-muted">{t('manual.pairsText')}</p>
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        {lists.map(({ side, end, answer }) => (
          <Columns key={side} label={t('manual.columnsOf', { name: end.name })} columns={answer.data ?? []} chosen={chosen[side]?.id ?? null} used={new Set(pairs.map((pair) => (side === 'up' ? pair.from.id : pair.to.id)))} onChoose={(column) => choose(side, column)} />
        ))}
      </div>
      <div>
        <Button size="small" icon="plus" disabled={same.length === pairs.length} onClick={() => onChange(same)}>
          {t('manual.sameNames', { count: same.length - pairs.length })}
        </Button>
      </div>
      <Pairs pairs={pairs} onChange={onChange} />
    </div>
  );
}

interface ColumnsProps {
  readonly label: string;
  readonly columns: readonly SceneColumn[];
  readonly chosen: string | null;
  /** Columns that are in a pair already. */
  readonly used: ReadonlySet<string>;
  readonly onChoose: (column: PairEnd) => void;
}

function Columns({ label, columns, chosen, used, onChoose }: ColumnsProps) {
  const { t } = useTranslation('lineage');
  const [filter, setFilter] = useState('');
  const wanted = filter.trim().toLowerCase();
  const found = columns.filter((column) => column.name.toLowerCase().includes(wanted));
  return (
    <section aria-label={label} className="flex min-w-0 flex-col gap-1.5">
      <h3 className="truncate text-12 font-semibold text-muted">{label}</h3>
      <FilterInput label={t('card.searchColumns')} value={filter} onChange={setFilter} />
      <ul className="h-44 overflow-y-auto rounded-control border border-line p-1">
        {found.map((column) => (
          <li key={column.id}>
            <button
              type="button"
              aria-pressed={chosen === column.id}
              onClick={() => onChoose({ id: column.id, name: column.name })}
              className="flex min-h-7 w-full items-center gap-2 rounded-chip px-1.5 text-left font-mono text-12 hover:bg-sunken aria-pressed:bg-brand-soft aria-pressed:text-brand"
            >
              <span className={cx('min-w-0 flex-1 truncate', used.has(column.id) && 'font-semibold')}>{column.name}</span>
              {used.has(column.id) ? <Icon name="check" size={12} className="text-good" /> : null}
              <span className="max-w-24 truncate text-muted">{column.dataType}</span>
            </button>
          </li>
        ))}
        {found.length === 0 ? <li className="px-1.5 py-1 text-12 text-muted">{t('manual.noneFound')}</li> : null}
      </ul>
    </section>
  );
}

function Pairs({ pairs, onChange }: { readonly pairs: readonly Pair[]; readonly onChange: (pairs: readonly Pair[]) => void }) {
  const { t } = useTranslation('lineage');
  if (pairs.length === 0) return null;
  return (
    <section aria-label={t('manual.pairs', { count: pairs.length })}>
      <h3 className="mb-1 text-12 font-semibold text-muted">{t('manual.pairs', { count: pairs.length })}</h3>
      <ul className="flex max-h-52 flex-col overflow-y-auto rounded-control border border-line">
        {pairs.map((pair, at) => {
          const name = `${pair.from.name} → ${pair.to.name}`;
          return (
            <li key={`${pair.from.id}>${pair.to.id}`} className="flex min-h-9 items-center gap-2 border-b border-line px-2 font-mono text-12 last:border-b-0">
              <span className="min-w-0 flex-1 truncate" title={name}>
                {name}
              </span>
              <Select label={t('manual.how', { name })} value={pair.subtype} options={SUBTYPES.map((value) => ({ value, label: t(`transformation.${value}`) }))} onChange={(subtype) => onChange(pairs.with(at, { ...pair, subtype }))} className="h-7!" />
              <Checkbox label={t('manual.masks')} aria-label={t('manual.masksOf', { name })} checked={pair.masking} onChange={(masking) => onChange(pairs.with(at, { ...pair, masking }))} className="font-sans text-12" />
              <IconButton icon="trash" label={t('manual.removePair', { name })} onClick={() => onChange(pairs.filter((_, other) => other !== at))} className="size-7" />
            </li>
          );
        })}
      </ul>
    </section>
  );
}
