// What can be done about an incident: acknowledge, give it to somebody, resolve it with a reason, reopen it, say something.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../../app/gql';
import { useMay } from '../../../app/session';
import { usePaused } from '../../../app/suggestions';
import type { IncidentAction, IncidentReason, IncidentRowFragment } from '../../../gql/types';
import { Button, Dialog, Field, Icon, Refusal, Select, TextArea, toast, Typeahead } from '../../../kit';
import { REASONS } from '../model';
import { AssigneesDoc, WorkOnIncidentDoc } from '../queries';

type Asked = Exclude<IncidentAction, 'ACKNOWLEDGE' | 'REOPEN'>;

export function IncidentActions({ incident }: { readonly incident: IncidentRowFragment }) {
  const { t } = useTranslation('quality');
  const may = useMay();
  const [asked, setAsked] = useState<Asked | null>(null);
  const act = useWork(incident.id);
  const isOver = incident.state === 'RESOLVED';
  const decides = may('MANAGE_QUALITY');
  return (
    <>
      {may('DISCUSS') ? <Button onClick={() => setAsked('NOTE')}>{t('act.NOTE')}</Button> : null}
      {decides && incident.state === 'NEW' ? (
        <Button icon="check" isBusy={act.isPending} onClick={() => act.mutate({ action: 'ACKNOWLEDGE' })}>
          {t('act.ACKNOWLEDGE')}
        </Button>
      ) : null}
      {decides && !isOver ? (
        <>
          <Button icon="user" onClick={() => setAsked('ASSIGN')}>
            {t('act.ASSIGN')}
          </Button>
          <Button tone="primary" onClick={() => setAsked('RESOLVE')}>
            {t('act.RESOLVE')}
          </Button>
        </>
      ) : null}
      {decides && isOver ? (
        <Button icon="undo" isBusy={act.isPending} onClick={() => act.mutate({ action: 'REOPEN' })}>
          {t('act.REOPEN')}
        </Button>
      ) : null}
      {act.isError ? <Refusal error={act.error} /> : null}
      {asked ? <Act incident={incident} action={asked} onClose={() => setAsked(null)} /> : null}
    </>
  );
}

interface Work {
  readonly action: IncidentAction;
  readonly assignee?: string;
  readonly reason?: IncidentReason;
  readonly note?: string;
}

function useWork(id: string, onDone?: () => void) {
  const { t } = useTranslation('quality');
  const client = useQueryClient();
  return useMutation({
    mutationFn: (work: Work) => gql(WorkOnIncidentDoc, { id, ...work }),
    onSuccess(_, { action }) {
      toast('good', t(`acted.${action}`));
      onDone?.();
    },
    onSettled: () => void client.invalidateQueries(),
  });
}

function Act({ incident, action, onClose }: { readonly incident: IncidentRowFragment; readonly action: Asked; readonly onClose: () => void }) {
  const { t } = useTranslation('quality');
  const [assignee, setAssignee] = useState(incident.assignee ?? '');
  const [reason, setReason] = useState<(typeof REASONS)[number]>('FIXED');
  const [note, setNote] = useState('');
  const act = useWork(incident.id, onClose);
  const isReady = action === 'ASSIGN' ? assignee.trim() !== '' : action === 'RESOLVE' || note.trim() !== '';
  const said = note.trim() === '' ? {} : { note: note.trim() };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t(`act.${action}`)}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" form="incident-act" disabled={!isReady} isBusy={act.isPending}>
            {t(`act.${action}`)}
          </Button>
        </>
      }
    >
      <form
        id="incident-act"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          act.mutate({ action, ...(action === 'ASSIGN' ? { assignee: assignee.trim() } : {}), ...(action === 'RESOLVE' ? { reason } : {}), ...said });
        }}
      >
        {action === 'ASSIGN' ? <Assignee value={assignee} onChange={setAssignee} /> : null}
        {action === 'RESOLVE' ? (
          <Field label={t('act.reason')} hint={t(`reasonHint.${reason}`)}>
            {({ id }) => <Select id={id} label={t('act.reason')} value={reason} options={REASONS.map((value) => ({ value, label: t(`reason.${value}`) }))} onChange={setReason} />}
          </Field>
        ) : null}
        <TextArea label={t(action === 'NOTE' ? 'act.words' : 'act.note')} rows={3} value={note} onChange={setNote} maxLength={10_000} required={action === 'NOTE'} />
        <Refusal error={act.error} />
      </form>
    </Dialog>
  );
}

/** An account, or a team as `team:` and its name. */
function Assignee({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const { t } = useTranslation('quality');
  const may = useMay();
  const [chosen, setChosen] = useState(value);
  const wanted = usePaused(value.trim());
  const found = useQuery({ ...ask(AssigneesDoc, { text: wanted.replace(/^team:/, ''), withTeams: may('READ_ORGANISATION') }), enabled: wanted !== '' && wanted !== chosen, placeholderData: (before) => before });
  const isOpen = value.trim() !== '' && value !== chosen;
  const choose = (name: string) => {
    setChosen(name);
    onChange(name);
  };
  const item = (id: string, name: string, icon: string, title: string) => ({
    id,
    content: (
      <>
        <Icon name={icon} size={14} className="text-muted" />
        <span className="truncate font-medium">{title}</span>
        <span className="truncate font-mono text-12 text-muted">{name}</span>
      </>
    ),
    onChoose: () => choose(name),
  });
  const people = isOpen ? (found.data?.people ?? []).map(({ id, name, displayName }) => item(id, name, 'user', displayName)) : [];
  const like = wanted.replace(/^team:/, '').toLowerCase();
  const teams = isOpen ? (found.data?.organisation?.teams ?? []).filter(({ name }) => name.toLowerCase().includes(like)).slice(0, 8).map(({ id, name }) => item(id, `team:${name}`, 'users', name)) : [];
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden className="text-13 font-medium">
        {t('act.assignee')}
      </span>
      <Typeahead
        layout="inline"
        label={t('act.assignee')}
        value={value}
        onChange={onChange}
        groups={[...(people.length > 0 ? [{ label: t('act.people'), items: people }] : []), ...(teams.length > 0 ? [{ label: t('act.teams'), items: teams }] : [])]}
        onSubmit={(name) => name.trim() !== '' && choose(name.trim())}
      />
      <p className="text-12 text-muted">{t('act.assigneeHint')}</p>
    </div>
  );
}
