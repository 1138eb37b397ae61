// The tags of a column: its own, those that follow from where its values come, and those that are suggested, with the way
// each of these came and the decision about it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../../app/gql';
import { Button, cx, Failure, Icon, Popover, Refusal, Skeleton, TagChip, toast } from '../../../kit';
import type { ColumnRow } from '../model';
import { ConfirmTagDoc, ExplainTagDoc, RefuseTagDoc } from '../queries';

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

function Decision({ table, column, tag, isSuggested }: { readonly table: string; readonly column: ColumnRow; readonly tag: string; readonly isSuggested: boolean }) {
  const { t } = useTranslation('asset');
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: (isConfirmed: boolean): Promise<unknown> => (isConfirmed ? gql(ConfirmTagDoc, { assets: [column.id], tag }) : gql(RefuseTagDoc, { assets: [column.id], tag })),
    onSuccess(_, isConfirmed) {
      void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] === 'Columns' && (queryKey[1] as { id?: string } | undefined)?.id === table });
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

export function ColumnTags({ table, column, isPast }: Props) {
  return (
    <>
      {column.tags.map((tag) =>
        tag.layer === 'PROPAGATED' && !isPast ? <Following key={tag.name} table={table} column={column} tag={tag.name} isSuggested={false} /> : <TagChip key={`${tag.layer} ${tag.name}`}>{tag.name}</TagChip>,
      )}
      {isPast ? null : column.suggestedTags.map(({ tag }) => <Following key={`suggested ${tag}`} table={table} column={column} tag={tag} isSuggested />)}
    </>
  );
}
