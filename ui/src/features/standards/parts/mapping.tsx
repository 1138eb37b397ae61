// What the values of a column mean: chosen code by code, by taking a suggestion, or as a table.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../../app/gql';
import { Button, Card, Failure, Icon, Refusal, Select, Skeleton, StateChip, toast, useFormat } from '../../../kit';
import type { Code, Value } from '../model';
import { suggested, visible } from '../model';
import { MapValuesDoc, StandardCodesDoc, StandardValuesDoc } from '../queries';
import { ImportDialog } from './import-dialog';

/** The most codes that one chooses from; of longer lists, a table is the way. */
const CHOICES = 500;

interface Props {
  readonly id: string;
  readonly standard: string;
  readonly mayMap: boolean;
}

export function Mapping({ id, standard, mayMap }: Props) {
  const { t } = useTranslation('standards');
  const format = useFormat();
  const client = useQueryClient();
  const [isImporting, setImporting] = useState(false);
  const values = useInfiniteQuery({
    queryKey: ['StandardValues', { column: id }],
    queryFn: ({ pageParam, signal }) => gql(StandardValuesDoc, { column: id, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.standardColumn?.values.pageInfo.hasNextPage ? (last.standardColumn.values.pageInfo.endCursor ?? null) : null),
  });
  const known = useQuery(ask(StandardCodesDoc, { id: standard, filter: null, after: null, first: CHOICES })).data?.asset?.details;
  const codes = known?.__typename === 'CodeListDetails' ? known.codes.nodes : [];
  const save = useMutation({
    mutationFn: (meanings: { value: string; code: string | null }[]) => gql(MapValuesDoc, { column: id, meanings }),
    async onSuccess() {
      toast('good', t('saved'));
      await client.invalidateQueries();
    },
  });
  const rows = values.data?.pages.flatMap((page) => page.standardColumn?.values.nodes ?? []) ?? [];
  const offered = suggested(rows);
  const path = `/api/standards/columns/${encodeURIComponent(id)}/mapping.csv`;
  return (
    <Card
      isFlush
      title={t('mapping.title')}
      action={
        <span className="flex flex-wrap items-center justify-end gap-1">
          {mayMap && offered.length > 0 ? (
            <Button size="small" icon="check" isBusy={save.isPending} onClick={() => save.mutate(offered)}>
              {t('mapping.takeAll', { count: offered.length, shown: format.number(offered.length) })}
            </Button>
          ) : null}
          <a href={path} download className="inline-flex h-8 items-center gap-1.5 px-2 text-13 text-brand hover:underline">
            <Icon name="download" size={14} />
            {t('csv.download')}
          </a>
          {mayMap ? (
            <Button size="small" icon="upstream" onClick={() => setImporting(true)}>
              {t('csv.upload')}
            </Button>
          ) : null}
        </span>
      }
    >
      {values.isPending ? (
        <div className="p-4">
          <Skeleton lines={4} />
        </div>
      ) : null}
      {values.isError ? <Failure error={values.error} onRetry={() => void values.refetch()} /> : null}
      {values.isSuccess && rows.length === 0 ? <p className="px-4 py-3 text-13 text-muted">{t('mapping.none')}</p> : null}
      <ul>
        {rows.map((row) => (
          <Line key={row.value} row={row} codes={codes} mayMap={mayMap} onChoose={(code) => save.mutate([{ value: row.value, code }])} />
        ))}
      </ul>
      {values.hasNextPage ? (
        <div className="px-4 py-2">
          <Button tone="quiet" icon="down" isBusy={values.isFetchingNextPage} onClick={() => void values.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
      {save.error ? (
        <div className="px-4 py-2">
          <Refusal error={save.error} />
        </div>
      ) : null}
      {isImporting ? <ImportDialog path={path} title={t('mapping.import')} text={t('mapping.importText')} onClose={() => setImporting(false)} /> : null}
    </Card>
  );
}

const NOTHING = '';

function Line({ row, codes, mayMap, onChoose }: { readonly row: Value; readonly codes: readonly Code[]; readonly mayMap: boolean; readonly onChoose: (code: string | null) => void }) {
  const { t } = useTranslation('standards');
  const format = useFormat();
  const shown = visible(row.value);
  const named = (code: string) => {
    const known = codes.find((one) => one.code === code);
    return known ? `${code} ${known.meaning}` : code;
  };
  // A code beyond those that can be chosen is still the one that is chosen.
  const own = row.code && !codes.some(({ code }) => code === row.code) ? [{ value: row.code, label: row.code }] : [];
  const options = [{ value: NOTHING, label: t('mapping.nothing') }, ...own, ...codes.map(({ code }) => ({ value: code, label: named(code) }))];
  const { suggestion } = row;
  return (
    <li className="grid min-h-(--row) grid-cols-[minmax(0,2fr)_90px_minmax(0,3fr)] items-center gap-3 border-b border-line px-4 py-1.5 text-13 last:border-b-0">
      <code className="truncate font-mono" title={shown}>
        {shown}
      </code>
      <span className="text-right text-muted tabular-nums">{t('mapping.rows', { count: row.rows, shown: format.number(row.rows) })}</span>
      <span className="flex flex-wrap items-center gap-2">
        {mayMap ? (
          <Select label={t('mapping.meaningOf', { value: shown })} value={row.code ?? NOTHING} options={options} onChange={(code) => onChoose(code === NOTHING ? null : code)} className="max-w-60" />
        ) : (
          <span>{row.code ? named(row.code) : <span className="text-muted">{t('mapping.nothing')}</span>}</span>
        )}
        {row.code && !row.isSaid ? <StateChip state="good">{t('mapping.isCode')}</StateChip> : null}
        {mayMap && suggestion ? (
          <Button size="small" tone="quiet" icon="check" onClick={() => onChoose(suggestion.code)} title={t(`why.${suggestion.why}`)}>
            {named(suggestion.code)}
          </Button>
        ) : null}
      </span>
    </li>
  );
}
