// A role as it shall be: its name and level, which assets it lets its members see, what it permits, who has it.
// One that may not be changed is shown the same way.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import type { RolesQuery } from '../../../gql/types';
import { Button, Checkbox, Dialog, Field, FilterInput, Refusal, Select, TextArea, TextField, toast } from '../../../kit';
import { fieldErrors, inTreeOrder } from '../model';
import type { Person, Role } from '../model';
import { SaveRoleDoc } from '../queries';
import { useRoleName } from '../role-name';
import { MenuTree } from './menu-tree';
import { GroupsField } from './groups-field';
import { PeopleField, PeopleList } from './people-field';

interface Props {
  readonly data: RolesQuery;
  /** The one that is looked at; none for a new one. */
  readonly edited: Role | null;
  readonly isFixed: boolean;
  readonly onClose: () => void;
}

const SCOPES: readonly Role['scope'][] = ['ALL', 'DEPARTMENT', 'DEPARTMENT_AND_BELOW', 'CHOSEN', 'OWN', 'NOTHING'];
const FIELDS = ['name', 'description', 'level', 'departments', 'members', 'fedBy'];
const INDENT_PX = 18;
/** So many departments need no filter. */
const FEW = 12;
const FIRST_LEVEL = 20;

export function RoleForm({ data, edited: role, isFixed, onClose }: Props) {
  const { t } = useTranslation('rights');
  const client = useQueryClient();
  const nameOf = useRoleName();
  const highest = Math.min(99, data.organisation.myLevel - 1);
  const [draft, setDraft] = useState({
    name: role ? nameOf(role) : '',
    description: role?.description ?? '',
    level: String(role?.level ?? Math.min(FIRST_LEVEL, highest)),
    permits: role?.permits ?? ['READ_CATALOG' as const],
    scope: role?.scope ?? ('ALL' as const),
    departments: role?.departments ?? [],
  });
  const [people, setPeople] = useState<readonly Person[] | null>(null);
  const [groups, setGroups] = useState<readonly string[] | null>(null);
  const change = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const save = useMutation({
    mutationFn: () => {
      const departments = draft.scope === 'CHOSEN' ? draft.departments : [];
      const input = { ...draft, name: draft.name.trim(), level: Number(draft.level), departments, ...(role && { id: role.id }), ...(people && { members: people.map(({ id }) => id) }), ...(groups && { fedBy: [...groups] }) };
      return gql(SaveRoleDoc, { input });
    },
    async onSuccess() {
      toast('good', t('saved'));
      onClose();
      // The reader may have given the role to themselves.
      await client.invalidateQueries();
    },
  });
  const errors = fieldErrors(save.error, FIELDS, 'name');
  const title = isFixed ? draft.name : role ? t('role.change', { name: role.name }) : t('role.new');
  return (
    <Dialog
      isOpen
      shape="wide"
      onClose={onClose}
      title={title}
      {...(isFixed && { text: t(role?.isBuiltin ? 'role.builtinText' : 'role.higherText') })}
      actions={
        isFixed ? undefined : (
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button tone="primary" type="submit" form="role" isBusy={save.isPending} disabled={draft.name.trim() === ''}>
              {t('save')}
            </Button>
          </>
        )
      }
    >
      <form
        id="role"
        aria-label={title}
        // Nothing in it has the focus when it cannot be changed, and it has to be scrolled by keyboard.
        tabIndex={isFixed ? 0 : undefined}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <div className="grid gap-4 sm:grid-cols-[minmax(0,1fr)_160px]">
          <TextField label={t('name')} value={draft.name} onChange={(name) => change({ name })} error={errors.of('name')} disabled={isFixed} autoComplete="off" required={!isFixed} />
          <TextField label={t('role.level')} type="number" min={1} max={highest} value={draft.level} onChange={(level) => change({ level })} error={errors.of('level')} disabled={isFixed} required={!isFixed} />
        </div>
        {isFixed ? null : <p className="-mt-3 text-12 text-muted">{t('role.levelHint', { highest })}</p>}
        {isFixed && draft.description === '' ? null : <TextArea label={t('description')} rows={2} value={draft.description} onChange={(description) => change({ description })} error={errors.of('description')} disabled={isFixed} />}
        <Field label={t('role.scope')} hint={t(`scopeText.${draft.scope}`)}>
          {({ id, describedBy }) => (
            <span aria-describedby={describedBy} className="flex">
              <Select id={id} label={t('role.scope')} value={draft.scope} options={SCOPES.map((scope) => ({ value: scope, label: t(`scope.${scope}`) }))} onChange={(scope) => change({ scope })} isDisabled={isFixed} className="w-full" />
            </span>
          )}
        </Field>
        {draft.scope === 'CHOSEN' ? (
          <ChosenDepartments all={data.organisation.departments} chosen={draft.departments} isFixed={isFixed} error={errors.of('departments')} onChange={(departments) => change({ departments })} />
        ) : null}
        <MenuTree menus={data.menus} permits={draft.permits} isFixed={isFixed} onChange={(permits) => change({ permits: [...permits] })} />
        {isFixed ? (
          role && !role.isBuiltin ? <PeopleList people={role.members} /> : null
        ) : (
          <>
            <PeopleField label={t('people.title')} people={people ?? role?.members ?? []} onChange={setPeople} error={errors.of('members')} />
            <GroupsField groups={groups ?? role?.fedBy ?? []} fed={role?.fed ?? []} onChange={setGroups} error={errors.of('fedBy')} />
          </>
        )}
        <Refusal error={errors.rest} />
      </form>
    </Dialog>
  );
}

interface ChosenProps {
  readonly all: RolesQuery['organisation']['departments'];
  readonly chosen: readonly string[];
  readonly isFixed: boolean;
  readonly error: string | undefined;
  readonly onChange: (chosen: string[]) => void;
}

/** More are not drawn; typing narrows the list. */
const MOST_SHOWN = 200;

function ChosenDepartments({ all, chosen, isFixed, error, onChange }: ChosenProps) {
  const { t } = useTranslation('rights');
  const [text, setText] = useState('');
  const wanted = text.trim().toLowerCase();
  const matching = useMemo(() => inTreeOrder(all), [all]).filter(({ one }) => one.name.toLowerCase().includes(wanted));
  return (
    <fieldset className="flex min-w-0 flex-col gap-1.5">
      <legend className="mb-1 text-13 font-medium">{t('department.title')}</legend>
      {all.length === 0 ? <p className="text-13 text-muted">{t('department.none')}</p> : null}
      {all.length > FEW ? <FilterInput label={t('department.filter')} value={text} onChange={setText} /> : null}
      <ul className="max-h-52 overflow-y-auto rounded-control border border-line px-2.5 py-1 empty:hidden">
        {matching.slice(0, MOST_SHOWN).map(({ one, depth }) => (
          <li key={one.id} style={{ paddingLeft: depth * INDENT_PX }}>
            <Checkbox label={one.name} checked={chosen.includes(one.id)} disabled={isFixed} onChange={(isOn) => onChange(isOn ? [...chosen, one.id] : chosen.filter((id) => id !== one.id))} />
          </li>
        ))}
      </ul>
      {matching.length > MOST_SHOWN ? <p className="text-12 text-muted">{t('department.more', { count: matching.length - MOST_SHOWN })}</p> : null}
      {error ? (
        <p role="alert" className="mt-1 text-12 text-bad">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
