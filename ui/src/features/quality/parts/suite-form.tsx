// The form of a suite: what it is called, which tables, which checks, when; what would be asked, and a try.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, gql } from '../../../app/gql';
import { useMay } from '../../../app/session';
import type { SuiteFactsFragment } from '../../../gql/types';
import { Button, Card, LinkButton, Refusal, TextArea, TextField, toast } from '../../../kit';
import { type CheckType, type Draft, draftOf, firstDraft, formField, type ItemDraft, itemOf, problemsAt, suiteInput, suiteProblems, type Table, type Wrong } from '../draft';
import { SaveSuiteDoc } from '../suite-queries';
import { ItemForm } from './item-form';
import { Preview } from './preview';
import { Suggestions } from './suggestions';
import { TableField } from './table-field';
import { TimingFields } from './timing-fields';
import { TypeDialog } from './type-dialog';

interface Props {
  readonly types: readonly CheckType[];
  /** The suite to change; absent for a new one. */
  readonly suite?: SuiteFactsFragment;
  readonly assets: readonly Table[];
}

const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** More items than this begin folded. */
const FEW = 5;

export function SuiteForm({ types, suite, assets }: Props) {
  const { t } = useTranslation('quality');
  const navigate = useNavigate();
  const client = useQueryClient();
  const may = useMay();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState<Draft>(() => (suite ? draftOf(suite, types, ownZone()) : firstDraft(assets, ownZone())));
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(draft.items.length > FEW ? [] : draft.items.map(({ key }) => key)));
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  const [isChoosing, setChoosing] = useState(false);

  const set = (next: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...next }));
    setProblems(new Map());
  };
  const setItem = (place: number, next: Partial<ItemDraft>) => set({ items: draft.items.map((item, at) => (at === place ? { ...item, ...next } : item)) });
  const saidOf = ({ key, limit }: Wrong): string => (key === 'share' || key === 'column' || key === 'selection' ? t(`problem.${key}`) : t(`kit:problem.${key}`, { limit }));
  /** Puts problems beside their fields, opens the items that have one, and goes to the first. */
  const show = (found: ReadonlyMap<string, string>) => {
    setProblems(found);
    const places = [...found.keys()].flatMap((field) => /^checks\.(\d+)/.exec(field)?.[1] ?? []);
    setOpen((before) => new Set([...before, ...places.flatMap((place) => draft.items[Number(place)]?.key ?? [])]));
    // After the render that opens a folded item.
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const isChecked = (): boolean => {
    const found = suiteProblems(draft, types);
    show(new Map([...found].map(([field, wrong]) => [field, saidOf(wrong)])));
    return found.size === 0;
  };
  const save = useMutation({
    mutationFn: () => gql(SaveSuiteDoc, { id: suite?.id ?? null, input: suiteInput(draft, types) }),
    async onSuccess({ saveSuite }) {
      toast('good', t('edit.saved'));
      await client.invalidateQueries();
      await navigate({ to: '/quality/suites/$id', params: { id: saveSuite.id } });
    },
    onError(error) {
      const field = error instanceof ApiError ? formField(error.field, draft) : null;
      if (field !== null) show(new Map([[field, error.message]]));
    },
  });
  const add = (type: CheckType) => {
    const item = itemOf(type, crypto.randomUUID());
    set({ items: [...draft.items, item] });
    setOpen((before) => new Set([...before, item.key]));
    setChoosing(false);
  };
  return (
    <form
      ref={form}
      noValidate
      className="flex max-w-[960px] flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isChecked()) save.mutate();
      }}
    >
      <Card>
        <div className="flex flex-col gap-3">
          <TextField label={t('edit.name')} required value={draft.name} error={problems.get('name')} onChange={(name) => set({ name })} autoComplete="off" autoFocus={!suite} className="max-w-120" />
          <TextArea label={t('edit.description')} rows={2} value={draft.description} error={problems.get('description')} onChange={(description) => set({ description })} />
        </div>
      </Card>
      <Card title={t('edit.tables')}>
        <div className="flex flex-col gap-3">
          <TableField tables={draft.assets} error={problems.get('selection')} onChange={(next) => set({ assets: next })} />
          <TextField label={t('edit.query')} hint={t('edit.queryHint')} isMono value={draft.query} error={problems.get('query')} onChange={(query) => set({ query })} spellCheck={false} autoComplete="off" />
        </div>
      </Card>
      <section aria-label={t('edit.checks')} className="flex flex-col gap-3">
        <header className="flex items-center gap-3">
          <h2 className="flex-1 text-16 font-semibold">{t('edit.checks')}</h2>
          <Button icon="plus" onClick={() => setChoosing(true)}>
            {t('edit.add')}
          </Button>
        </header>
        {draft.assets[0] ? <Suggestions key={draft.assets[0].id} table={draft.assets[0]} types={types} items={draft.items} onAdd={(items) => set({ items: [...draft.items, ...items] })} /> : null}
        {draft.items.length === 0 ? <p className="rounded-card border border-dashed border-field px-4 py-6 text-center text-13 text-muted">{t('edit.noChecks')}</p> : null}
        {draft.items.map((item, place) => (
          <ItemForm
            key={item.key}
            item={item}
            type={types.find(({ name }) => name === item.kind)}
            table={draft.assets[0]?.id}
            errors={problemsAt(problems, place)}
            isOpen={open.has(item.key)}
            onToggle={() => setOpen((before) => new Set(before.has(item.key) ? [...before].filter((key) => key !== item.key) : [...before, item.key]))}
            onChange={(next) => setItem(place, next)}
            onRemove={() => set({ items: draft.items.filter((_, at) => at !== place) })}
          />
        ))}
      </section>
      <TimingFields draft={draft} error={problems.get('cron') ?? problems.get('timezone')} onChange={set} />
      <Preview draft={draft} types={types} isReady={isChecked} />
      <Refusal error={save.error} />
      <div className="sticky bottom-0 -mx-1 flex flex-wrap gap-2 border-t border-line bg-bg px-1 py-3">
        <Button type="submit" tone="primary" isBusy={save.isPending}>
          {t('edit.save')}
        </Button>
        {suite ? (
          <LinkButton to="/quality/suites/$id" params={{ id: suite.id }} tone="quiet">
            {t('cancel')}
          </LinkButton>
        ) : (
          <LinkButton to="/quality/suites" tone="quiet">
            {t('cancel')}
          </LinkButton>
        )}
      </div>
      {isChoosing ? <TypeDialog types={may('MANAGE_SOURCES') ? types : types.filter(({ name }) => name !== 'custom_sql')} onChoose={add} onClose={() => setChoosing(false)} /> : null}
    </form>
  );
}
