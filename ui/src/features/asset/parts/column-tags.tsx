// The tags of a column: its own, those that follow from where its values come, those that are suggested, with the way each
// of these came and the decision about it; and those that somebody refused, which can be opened again.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../../app/gql';
import { Ago, Button, cx, Failure, Icon, Popover, Refusal, Skeleton, TagChip, toast } from '../../../kit';
import type { ColumnRow } from '../model';
import { ColumnTagsDoc, ConfirmTagDoc, ExplainTagDoc, RefuseTagDoc, ReopenTagDoc } from '../queries';

interface Props {
  readonly table: string;
  readonly column: ColumnRow;
  readonly isPast: boolean;
}

function Way({ column, tag }: { readonly column: string; readonly tag: string }) {
  const { t } = useTranslation('asset');
  const answer = useQuery(ask(ExplainTagDoc, { asset: column, tag }));
  if (answer.isPending) return <Skeleton lines={2} />;
  if (answer.isError) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  const why = answer.data.explainTag;
  if (!why) return <p className="text-12 text-muted">{t('follows.gone')}</p>;
  const [first] = why.way;
  const end = (asset: { readonly id: string; readonly fullName: string } | null | undefined) =>
    asset ? (
      <Link to="/a/$id" params={{ id: asset.id }} className="min-w-0 truncate font-mono text-12 hover:text-brand hover:underline" title={asset.fullName}>
        {asset.fullName}
      </Link>
    ) : (
      <span className="text-12 text-muted">{t('follows.hidden')}</span>
    );
  return (
    <>
      <p className="text-12 text-muted">{why.rule ? t('follows.by', { rule: why.rule }) : t('follows.gone')}</p>
      <ol aria-label={t('follows.way')} className="mt-2 flex flex-col gap-1">
        {first ? <li className="flex">{end(first.from)}</li> : null}
        {why.way.map((step, place) => (
          // A way has no step twice, and what may not be known has no name to tell it by.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={place} className="flex min-w-0 items-center gap-1.5">
            <Icon name="down" size={12} className="shrink-0 text-muted" />
            {end(step.to)}
            <span className="shrink-0 text-12 text-muted">{[step.subtype ? t(`follows.step.${step.subtype}`) : '', step.masking ? t('follows.masking') : ''].filter(Boolean).join(t('separator'))}</span>
          </li>
        ))}
      </ol>
    </>
  );
}

/** Asks anew for what shows the tags of a column: the columns of its table, and its own page. */
function useRenewed(table: string, column: string) {
  const client = useQueryClient();
  return () =>
    client.invalidateQueries({
      predicate({ queryKey: [name, variables] }) {
        const { id } = (variables as { readonly id?: string } | undefined) ?? {};
        return (name === 'Columns' && id === table) || ((name === 'ColumnTags' || name === 'Asset') && id === column);
      },
    });
}

function Decision({ table, column, tag, isSuggested }: { readonly table: string; readonly column: ColumnRow; readonly tag: string; readonly isSuggested: boolean }) {
  const { t } = useTranslation('asset');
  const renew = useRenewed(table, column.id);
  const decide = useMutation({
    mutationFn: (isConfirmed: boolean): Promise<unknown> => (isConfirmed ? gql(ConfirmTagDoc, { assets: [column.id], tag }) : gql(RefuseTagDoc, { assets: [column.id], tag })),
    onSuccess(_, isConfirmed) {
      void renew();
      toast('good', t(isConfirmed ? 'follows.confirmed' : 'follows.refused', { tag }));
    },
  });
  return (
    <div className="mt-3 flex flex-col gap-2">
      <span className="flex gap-2">
        {isSuggested ? (
          <Button size="small" tone="primary" isBusy={decide.isPending && decide.variables} onClick={() => decide.mutate(true)}>
            {t('follows.confirm')}
          </Button>
        ) : null}
        <Button size="small" isBusy={decide.isPending && !decide.variables} onClick={() => decide.mutate(false)}>
          {t('follows.refuse')}
        </Button>
      </span>
      <Refusal error={decide.error} />
    </div>
  );
}

function Following({ table, column, tag, isSuggested }: { readonly table: string; readonly column: ColumnRow; readonly tag: string; readonly isSuggested: boolean }) {
  const { t } = useTranslation('asset');
  const label = t(isSuggested ? 'follows.suggestedOne' : 'follows.propagatedOne', { tag });
  const trigger = (
    <button type="button" aria-label={label} title={label} className={cx('inline-flex h-6 max-w-60 items-center gap-1 rounded-chip border px-1.5 text-12 hover:bg-sunken', isSuggested ? 'border-dashed border-field text-muted' : 'border-line bg-surface text-muted')}>
      <Icon name="lineage" size={12} />
      <span className="truncate">{tag}</span>
    </button>
  );
  return (
    <Popover trigger={trigger} title={label}>
      <Way column={column.id} tag={tag} />
      {column.mayEdit ? <Decision table={table} column={column} tag={tag} isSuggested={isSuggested} /> : null}
    </Popover>
  );
}

/** A tag that somebody refused: it does not follow here, until the decision is taken back. */
function Refused({ table, column, refused }: { readonly table: string; readonly column: ColumnRow; readonly refused: ColumnRow['refusedTags'][number] }) {
  const { t } = useTranslation('asset');
  const renew = useRenewed(table, column.id);
  const { tag, by, at } = refused;
  const reopen = useMutation({
    mutationFn: () => gql(ReopenTagDoc, { assets: [column.id], tag }),
    onSuccess() {
      void renew();
      toast('good', t('follows.reopened', { tag }));
    },
  });
  const label = t('follows.refusedOne', { tag });
  const trigger = (
    <button type="button" aria-label={label} title={label} className="inline-flex h-6 max-w-60 items-center gap-1 rounded-chip border border-dashed border-field px-1.5 text-12 text-muted line-through hover:bg-sunken">
      <Icon name="close" size={12} />
      <span className="truncate">{tag}</span>
    </button>
  );
  return (
    <Popover trigger={trigger} title={label}>
      <p className="text-12 text-muted">
        {t('follows.refusedBy', { name: by })} · <Ago at={at} />
      </p>
      <p className="mt-1 text-12 text-muted">{t('follows.refusedText')}</p>
      {column.mayEdit ? (
        <div className="mt-3 flex flex-col gap-2">
          <span>
            <Button size="small" isBusy={reopen.isPending} onClick={() => reopen.mutate()}>
              {t('follows.reopen')}
            </Button>
          </span>
          <Refusal error={reopen.error} />
        </div>
      ) : null}
    </Popover>
  );
}

export function ColumnTags({ table, column, isPast }: Props) {
  return (
    <>
      {column.tags.map((tag) =>
        tag.layer === 'PROPAGATED' && !isPast ? <Following key={tag.name} table={table} column={column} tag={tag.name} isSuggested={false} /> : <TagChip key={`${tag.layer} ${tag.name}`}>{tag.name}</TagChip>,
      )}
      {isPast ? null : column.suggestedTags.map(({ tag }) => <Following key={`suggested ${tag}`} table={table} column={column} tag={tag} isSuggested />)}
      {isPast ? null : column.refusedTags.filter(({ sort }) => sort === 'TAG').map((refused) => <Refused key={`refused ${refused.tag}`} table={table} column={column} refused={refused} />)}
    </>
  );
}

/** The same on the page of the column itself. */
export function TagsOfColumn({ id, table, shown }: { readonly id: string; readonly table: string; readonly shown: readonly string[] }) {
  const { t } = useTranslation('asset');
  const column = useQuery(ask(ColumnTagsDoc, { id })).data?.asset;
  // What the page knows already stands there until the rest is known, too.
  if (!column) return shown.length === 0 ? t('none') : shown.map((name) => <TagChip key={name} icon="tag">{name}</TagChip>);
  if (column.tags.length + column.suggestedTags.length + column.refusedTags.length === 0) return t('none');
  return <ColumnTags table={table} column={column} isPast={false} />;
}
