// Saying that an asset should not be used any more: why, until when, what instead, and, before it is said, who will hear
// of it because their data is made from it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, asApiError, gql } from '../../../app/gql';
import { usePaused } from '../../../app/suggestions';
import { Button, Dialog, Failure, KindIcon, Refusal, Skeleton, TextArea, TextField, toast, TokenField, useFormat } from '../../../kit';
import { lookKey } from '../../../tokens/kinds';
import type { DeprecatingQuery } from '../../../gql/types';
import { deprecationInput, retirementOf } from '../model';
import type { Impact, Retirement } from '../model';
import { DeprecateDoc, DeprecatingDoc, ReplacementsDoc } from '../queries';

interface Props {
  readonly asset: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

const MOST_NOTE = 2000;
const FORM = 'deprecation';

export function DeprecationDialog({ asset, onClose }: Props) {
  const { t } = useTranslation('notices');
  const known = useQuery({ ...ask(DeprecatingDoc, { id: asset.id }), staleTime: 0, gcTime: 0 });
  if (known.data?.asset) return <Form asset={asset} known={known.data} onClose={onClose} />;
  return (
    <Dialog isOpen shape="wide" onClose={onClose} title={t('deprecation.title', { name: asset.name })}>
      {known.isError ? <Failure error={known.error} onRetry={() => void known.refetch()} /> : null}
      {known.isPending ? <Skeleton lines={6} /> : null}
      {known.data?.asset === null ? <p className="text-13 text-muted">{t('deprecation.gone')}</p> : null}
    </Dialog>
  );
}

function Form({ asset, known, onClose }: Props & { readonly known: DeprecatingQuery }) {
  const { t } = useTranslation('notices');
  const client = useQueryClient();
  const before = known.asset?.deprecation ?? undefined;
  const [draft, setDraft] = useState<Retirement>(() => retirementOf(before));
  const change = (part: Partial<Retirement>) => setDraft({ ...draft, ...part });
  const input = deprecationInput(draft);
  const save = useMutation({
    mutationFn: (isOver: boolean) => gql(DeprecateDoc, { id: asset.id, deprecation: isOver ? null : input }),
    async onSuccess(_, isOver) {
      toast('good', t(isOver ? 'deprecation.taken' : 'deprecation.saved', { name: asset.name }));
      onClose();
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    },
  });
  const isOfNote = save.error ? asApiError(save.error).field === 'deprecation' : false;
  return (
    <Dialog
      isOpen
      shape="wide"
      onClose={onClose}
      title={t('deprecation.title', { name: asset.name })}
      text={t('deprecation.text')}
      actions={
        <>
          {before ? (
            <Button className="mr-auto" icon="undo" isBusy={save.isPending && save.variables} onClick={() => save.mutate(true)}>
              {t('deprecation.undo')}
            </Button>
          ) : null}
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" form={FORM} isBusy={save.isPending && !save.variables} disabled={!input}>
            {t(before ? 'save' : 'deprecation.action')}
          </Button>
        </>
      }
    >
      <form
        id={FORM}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (input) save.mutate(false);
        }}
      >
        <TextArea label={t('deprecation.note')} rows={3} maxLength={MOST_NOTE} value={draft.note} onChange={(note) => change({ note })} error={isOfNote ? asApiError(save.error).message : undefined} required />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label={t('deprecation.sunset')} hint={t('deprecation.sunsetHint')} type="date" value={draft.sunset} onChange={(sunset) => change({ sunset })} />
          <Replacement known={known} values={draft.replacedBy} onChange={(replacedBy) => change({ replacedBy })} />
        </div>
        <Warned impact={known.deprecationImpact} isNew={!before} />
        <Refusal error={isOfNote ? null : save.error} />
      </form>
    </Dialog>
  );
}

function Replacement({ known, values, onChange }: { readonly known: DeprecatingQuery; readonly values: readonly string[]; readonly onChange: (values: string[]) => void }) {
  const { t } = useTranslation('notices');
  const own = known.asset?.deprecation?.replacedBy;
  const [search, setSearch] = useState('');
  const [names, setNames] = useState<ReadonlyMap<string, string>>(() => new Map(own ? [[own.id, own.displayName]] : []));
  const found = useQuery({ ...ask(ReplacementsDoc, { query: usePaused(search.trim()), kinds: known.asset ? [known.asset.kind] : null }), placeholderData: (previous) => previous });
  const hits = (found.data?.search.hits ?? []).filter(({ asset }) => asset.id !== known.asset?.id);
  return (
    <TokenField
      label={t('deprecation.instead')}
      hint={t('deprecation.insteadHint')}
      values={values}
      choices={hits.map(({ asset }) => ({ value: asset.id, label: asset.displayName, note: asset.fullName }))}
      isSearched
      nameOf={(id) => names.get(id) ?? id}
      onSearch={setSearch}
      onChange={(next) => {
        setNames(new Map([...names, ...hits.map(({ asset }) => [asset.id, asset.displayName] as const)]));
        onChange(next.slice(-1));
      }}
    />
  );
}

function Warned({ impact, isNew }: { readonly impact: Impact; readonly isNew: boolean }) {
  const { t } = useTranslation('notices');
  const format = useFormat();
  const { assets, owners, hasMore, hidden } = impact;
  return (
    <section aria-label={t('impact.title')} className="rounded-control border border-line bg-sunken p-3 text-13">
      <h3 className="font-semibold">{t('impact.title')}</h3>
      {assets.length === 0 && hidden === 0 ? <p className="mt-1 text-muted">{t('impact.nothing')}</p> : null}
      {owners.length > 0 ? (
        <p className="mt-1 wrap-anywhere">
          {t(isNew ? 'impact.told' : 'impact.owners', { count: owners.length, shown: format.number(owners.length), names: owners.map(({ displayName }) => displayName).join(t('separator')) })}
        </p>
      ) : null}
      {owners.length === 0 && (assets.length > 0 || hidden > 0) ? <p className="mt-1 text-warn">{t('impact.nobody')}</p> : null}
      {assets.length > 0 ? (
        <>
          <p className="mt-2 text-muted">{t(hasMore ? 'impact.atLeast' : 'impact.made', { count: assets.length, shown: format.number(assets.length) })}</p>
          {/* It scrolls, so it can have the focus. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <ul tabIndex={0} aria-label={t('impact.list')} className="mt-1 max-h-44 overflow-auto rounded-chip">
            {assets.map((one) => (
              <li key={one.id} className="flex min-h-6 min-w-0 items-center gap-2">
                <KindIcon kind={lookKey(one.kind, one.details.__typename === 'TableDetails' ? one.details.tableType : null)} size={13} />
                <Link to="/a/$id" params={{ id: one.id }} className="min-w-0 truncate font-mono text-12 hover:text-brand hover:underline" title={one.fullName}>
                  {one.fullName}
                </Link>
                <span className="ml-auto shrink-0 text-12 text-muted">{one.owners.length > 0 ? one.owners.map(({ displayName }) => displayName).join(t('separator')) : t('impact.unowned')}</span>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {hidden > 0 ? <p className="mt-1 text-muted">{t('impact.hidden', { count: hidden, shown: format.number(hidden) })}</p> : null}
    </section>
  );
}
