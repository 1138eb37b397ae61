// The tags and terms of a column: its own, those that follow from where its values come, those that are suggested, with the way each
// of these came and the decision about it; and those that somebody refused, which can be opened again.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../../app/gql';
import { Ago, Button, cx, Failure, Icon, Popover, Refusal, Skeleton, TagChip, toast } from '../../../kit';
import type { ColumnRow } from '../model';
import { ColumnTagsDoc, ConfirmTagDoc, ExplainTagDoc, RefuseTagDoc, ReopenTagDoc } from '../queries';
import { useAssetNames } from './asset-value';

interface Props {
  readonly table: string;
  readonly column: ColumnRow;
  readonly isPast: boolean;
}

/** What follows along lineage. */
interface Followed {
  readonly sort: 'TAG' | 'TERM';
  /** The tag; of a term its identifier. */
  readonly tag: string;
  /** What people call it. */
  readonly name: string;
}

interface FollowedProps {
  readonly table: string;
  readonly column: ColumnRow;
  readonly what: Followed;
}

function Way({ column, what }: { readonly column: string; readonly what: Followed }) {
  const { t } = useTranslation('asset');
  const answer = useQuery(ask(ExplainTagDoc, { asset: column, tag: what.tag, sort: what.sort }));
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

function Decision({ table, column, what, isSuggested }: FollowedProps & { readonly isSuggested: boolean }) {
  const { t } = useTranslation('asset');
  const renew = useRenewed(table, column.id);
  const decide = useMutation({
    mutationFn(isConfirmed: boolean): Promise<unknown> {
      const about = { assets: [column.id], tag: what.tag, sort: what.sort };
      return isConfirmed ? gql(ConfirmTagDoc, about) : gql(RefuseTagDoc, about);
    },
    onSuccess(_, isConfirmed) {
      void renew();
      toast('good', t(isConfirmed ? 'follows.confirmed' : 'follows.refused', { tag: what.name }));
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

const LABELS = {
  TAG: { suggested: 'follows.suggestedOne', propagated: 'follows.propagatedOne', refused: 'follows.refusedOne' },
  TERM: { suggested: 'follows.suggestedTerm', propagated: 'follows.propagatedTerm', refused: 'follows.refusedTerm' },
} as const;

function Following({ table, column, what, isSuggested }: FollowedProps & { readonly isSuggested: boolean }) {
  const { t } = useTranslation('asset');
  const label = t(LABELS[what.sort][isSuggested ? 'suggested' : 'propagated'], { tag: what.name });
  const trigger = (
    <button type="button" aria-label={label} title={label} className={cx('inline-flex h-6 max-w-60 items-center gap-1 rounded-chip border px-1.5 text-12 hover:bg-sunken', isSuggested ? 'border-dashed border-field text-muted' : 'border-line bg-surface text-muted')}>
      <Icon name={what.sort === 'TAG' ? 'lineage' : 'term'} size={12} />
      <span className="truncate">{what.name}</span>
    </button>
  );
  return (
    <Popover trigger={trigger} title={label}>
      <Way column={column.id} what={what} />
      {column.mayEdit ? <Decision table={table} column={column} what={what} isSuggested={isSuggested} /> : null}
    </Popover>
  );
}

/** What somebody refused: it does not follow here, until the decision is taken back. */
function Refused({ table, column, what, refused }: FollowedProps & { readonly refused: ColumnRow['refusedTags'][number] }) {
  const { t } = useTranslation('asset');
  const renew = useRenewed(table, column.id);
  const { by, at } = refused;
  const reopen = useMutation({
    mutationFn: () => gql(ReopenTagDoc, { assets: [column.id], tag: what.tag, sort: what.sort }),
    onSuccess() {
      void renew();
      toast('good', t('follows.reopened', { tag: what.name }));
    },
  });
  const label = t(LABELS[what.sort].refused, { tag: what.name });
  const trigger = (
    <button type="button" aria-label={label} title={label} className="inline-flex h-6 max-w-60 items-center gap-1 rounded-chip border border-dashed border-field px-1.5 text-12 text-muted line-through hover:bg-sunken">
      <Icon name="close" size={12} />
      <span className="truncate">{what.name}</span>
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
  const tag = (name: string): Followed => ({ sort: 'TAG', tag: name, name });
  return (
    <>
      {column.tags.map(({ name, layer }) =>
        layer === 'PROPAGATED' && !isPast ? <Following key={name} table={table} column={column} what={tag(name)} isSuggested={false} /> : <TagChip key={`${layer} ${name}`}>{name}</TagChip>,
      )}
      {isPast ? null : column.suggestedTags.map((one) => <Following key={`suggested ${one.tag}`} table={table} column={column} what={tag(one.tag)} isSuggested />)}
      {isPast ? null : column.refusedTags.filter(({ sort }) => sort === 'TAG').map((refused) => <Refused key={`refused ${refused.tag}`} table={table} column={column} what={tag(refused.tag)} refused={refused} />)}
    </>
  );
}

/** The terms of a column, each with its decision as tags have it. */
export function ColumnTerms({ table, column, isPast }: Props) {
  const { t } = useTranslation('asset');
  const refused = isPast ? [] : column.refusedTags.filter(({ sort }) => sort === 'TERM');
  const { nameOf } = useAssetNames(refused.map(({ tag }) => tag));
  const shown = column.governance.terms.filter(({ layer }) => !isPast || layer !== 'SUGGESTED');
  return (
    <>
      {shown.map(({ asset, layer }) =>
        (layer === 'PROPAGATED' || layer === 'SUGGESTED') && !isPast ? (
          <Following key={asset.id} table={table} column={column} what={{ sort: 'TERM', tag: asset.id, name: asset.displayName }} isSuggested={layer === 'SUGGESTED'} />
        ) : (
          <Link key={asset.id} to="/glossary" search={{ at: asset.id }} className="inline-flex min-w-0 items-center gap-1 text-12 text-brand hover:underline">
            <Icon name="term" size={13} />
            <span className="truncate">{asset.displayName}</span>
          </Link>
        ),
      )}
      {refused.map((one) => (
        <Refused key={`refused ${one.tag}`} table={table} column={column} what={{ sort: 'TERM', tag: one.tag, name: nameOf(one.tag) ?? t('summary.hiddenAsset') }} refused={one} />
      ))}
    </>
  );
}

/** The same on the page of the column itself. */
export function TagsOfColumn({ id, table, shown }: { readonly id: string; readonly table: string; readonly shown: readonly string[] }) {
  const { t } = useTranslation('asset');
  const column = useQuery(ask(ColumnTagsDoc, { id })).data?.asset;
  // What the page knows already stands there until the rest is known, too.
  if (!column) return shown.length === 0 ? t('none') : shown.map((name) => <TagChip key={name} icon="tag">{name}</TagChip>);
  if (column.tags.length + column.suggestedTags.length + column.refusedTags.filter(({ sort }) => sort === 'TAG').length === 0) return t('none');
  return <ColumnTags table={table} column={column} isPast={false} />;
}

/** Terms that follow or were refused, on the page of a column; `null` until they are known. */
export function useTermsOfColumn(id: string, isAsked: boolean): ColumnRow | null {
  return useQuery({ ...ask(ColumnTagsDoc, { id }), enabled: isAsked }).data?.asset ?? null;
}
