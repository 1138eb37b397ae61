// A department as it shall be: its name, what it is below, who is in it.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { Button, Dialog, Field, Refusal, TextField, toast } from '../../../kit';
import { fieldErrors } from '../model';
import type { Department, Person } from '../model';
import { SaveDepartmentDoc } from '../queries';
import { DepartmentSelect } from './department-select';
import { PeopleField } from './people-field';

interface Props {
  readonly departments: readonly Department[];
  /** The one that is changed; none for a new one. */
  readonly department: Department | null;
  /** What a new one is below. */
  readonly below: string | null;
  readonly onClose: () => void;
  readonly onSaved: (id: string) => void;
}

const FIELDS = ['name', 'parent', 'members'];

export function DepartmentForm({ departments, department, below, onClose, onSaved }: Props) {
  const { t } = useTranslation('rights');
  const client = useQueryClient();
  const [name, setName] = useState(department?.name ?? '');
  const [parent, setParent] = useState(department ? (department.parent ?? null) : below);
  const [people, setPeople] = useState<readonly Person[] | null>(null);
  const save = useMutation({
    mutationFn: () => gql(SaveDepartmentDoc, { input: { ...(department && { id: department.id }), name: name.trim(), parent, ...(people && { members: people.map(({ id }) => id) }) } }),
    async onSuccess({ saveDepartment }) {
      toast('good', t('saved'));
      await client.invalidateQueries();
      onSaved(saveDepartment.id);
    },
  });
  const errors = fieldErrors(save.error, FIELDS, 'name');
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={department ? t('department.change', { name: department.name }) : t('department.new')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button tone="primary" type="submit" form="department" isBusy={save.isPending} disabled={name.trim() === ''}>
            {t('save')}
          </Button>
        </>
      }
    >
      <form
        id="department"
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <TextField label={t('name')} hint={department ? t('department.nameHint') : undefined} value={name} onChange={setName} error={errors.of('name')} autoComplete="off" required />
        <Field label={t('department.below')} error={errors.of('parent')}>
          {({ id }) => <DepartmentSelect id={id} label={t('department.below')} none={t('department.top')} departments={departments} {...(department && { without: department.id })} value={parent} onChange={setParent} />}
        </Field>
        <PeopleField label={t('people.title')} hint={t('department.membersHint')} people={people ?? department?.members ?? []} onChange={setPeople} error={errors.of('members')} />
        <Refusal error={errors.rest} />
      </form>
    </Dialog>
  );
}
