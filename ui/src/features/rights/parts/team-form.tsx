// A team as it shall be: its name, what it is for, where it belongs, who is in it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { Button, Dialog, Field, Refusal, TextArea, TextField, toast } from '../../../kit';
import { fieldErrors } from '../model';
import type { Department, Person, Team } from '../model';
import { SaveTeamDoc } from '../queries';
import { DepartmentSelect } from './department-select';
import { GroupsField } from './groups-field';
import { PeopleField } from './people-field';

interface Props {
  readonly departments: readonly Department[];
  /** The one that is changed; none for a new one. */
  readonly team: Team | null;
  readonly onClose: () => void;
}

const FIELDS = ['name', 'description', 'department', 'members', 'fedBy'];

export function TeamForm({ departments, team, onClose }: Props) {
  const { t } = useTranslation('rights');
  const client = useQueryClient();
  const [name, setName] = useState(team?.name ?? '');
  const [description, setDescription] = useState(team?.description ?? '');
  const [department, setDepartment] = useState(team?.department ?? null);
  const [people, setPeople] = useState<readonly Person[] | null>(null);
  const [groups, setGroups] = useState<readonly string[] | null>(null);
  const save = useMutation({
    mutationFn: () => gql(SaveTeamDoc, { input: { ...(team && { id: team.id }), name: name.trim(), description, department, ...(people && { members: people.map(({ id }) => id) }), ...(groups && { fedBy: [...groups] }) } }),
    async onSuccess() {
      toast('good', t('saved'));
      await client.invalidateQueries();
      onClose();
    },
  });
  const errors = fieldErrors(save.error, FIELDS, 'name');
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={team ? t('team.change', { name: team.name }) : t('team.new')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" form="team" isBusy={save.isPending} disabled={name.trim() === ''}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form
        id="team"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextField label={t('name')} hint={team ? t('team.nameHint') : undefined} value={name} onChange={setName} error={errors.of('name')} autoComplete="off" required />
        <TextArea label={t('description')} rows={2} value={description} onChange={setDescription} error={errors.of('description')} />
        <Field label={t('team.department')} error={errors.of('department')}>
          {({ id }) => <DepartmentSelect id={id} label={t('team.department')} none={t('team.noDepartment')} departments={departments} value={department} onChange={setDepartment} />}
        </Field>
        <PeopleField label={t('people.title')} people={people ?? team?.members ?? []} onChange={setPeople} error={errors.of('members')} />
        <GroupsField groups={groups ?? team?.fedBy ?? []} fed={team?.fed ?? []} onChange={setGroups} error={errors.of('fedBy')} />
        <Refusal error={errors.rest} />
      </form>
    </Dialog>
  );
}
