// The form of a KPI: what it is for, what is measured, where it starts and where it is to be, until when, and who sees it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError, gql } from '../../../app/gql';
import { Button, Card, LinkButton, Refusal, TextArea, TextField, toast } from '../../../kit';
import { type Draft, inputOf, problemsOf } from '../model';
import { SaveKpiDoc } from '../queries';
import { GoalFields } from './goal-fields';
import { MeasureFields } from './measure-fields';
import { PeopleFields } from './people-fields';

export interface FieldsProps {
  readonly draft: Draft;
  readonly problems: ReadonlyMap<string, string>;
  readonly onChange: (next: Partial<Draft>) => void;
}

interface Props {
  readonly first: Draft;
  /** The KPI to change, as it was seen; absent for a new one. */
  readonly seen?: { readonly id: string; readonly version: number };
}

export function KpiForm({ first, seen }: Props) {
  const { t } = useTranslation('worth');
  const navigate = useNavigate();
  const client = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [draft, setDraft] = useState(first);
  const [problems, setProblems] = useState<ReadonlyMap<string, string>>(new Map());
  const set = (next: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...next }));
    setProblems((before) => new Map([...before].filter(([field]) => !(field in next))));
  };
  const show = (found: ReadonlyMap<string, string>) => {
    setProblems(found);
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  const save = useMutation({
    mutationFn: () => gql(SaveKpiDoc, { id: seen?.id ?? null, version: seen?.version ?? null, input: inputOf(draft) }),
    async onSuccess({ saveKpi }) {
      toast('good', t('edit.saved'));
      await client.invalidateQueries();
      await navigate({ to: '/kpis/$id', params: { id: saveKpi.id } });
    },
    onError(error) {
      if (!(error instanceof ApiError)) return;
      const found = problemsOf(error.message);
      show(found.size === 0 && error.field !== undefined ? new Map([[error.field, error.message]]) : found);
    },
  });
  /** What needs no server to be seen: something is missing. */
  const missing = () => new Map((['name', 'description', 'target', 'from', 'until'] as const).filter((field) => draft[field].trim() === '').map((field) => [field, t('edit.missing')]));
  return (
    <form
      ref={form}
      noValidate
      className="flex max-w-[960px] flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        const found = missing();
        if (found.size > 0) show(found);
        else save.mutate();
      }}
    >
      <Card title={t('edit.what')}>
        <div className="flex flex-col gap-3">
          <TextField label={t('edit.name')} required value={draft.name} error={problems.get('name')} onChange={(name) => set({ name })} autoComplete="off" autoFocus={!seen} className="max-w-120" />
          <TextArea label={t('edit.description')} required rows={2} value={draft.description} error={problems.get('description')} onChange={(description) => set({ description })} />
        </div>
      </Card>
      <MeasureFields draft={draft} problems={problems} onChange={set} />
      <GoalFields draft={draft} problems={problems} onChange={set} />
      <PeopleFields draft={draft} problems={problems} onChange={set} />
      <Refusal error={problems.size > 0 ? null : save.error} />
      <div className="sticky bottom-0 -mx-1 flex flex-wrap gap-2 border-t border-line bg-bg px-1 py-3">
        <Button type="submit" tone="primary" isBusy={save.isPending}>
          {t('edit.save')}
        </Button>
        {seen ? (
          <LinkButton to="/kpis/$id" params={{ id: seen.id }} tone="quiet">
            {t('cancel')}
          </LinkButton>
        ) : (
          <LinkButton to="/kpis" tone="quiet">
            {t('cancel')}
          </LinkButton>
        )}
      </div>
    </form>
  );
}
