// The departments below each other, and the one that is chosen: who is in it, what belongs to it, what can be done.
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { Button, Card, Empty, Icon, Tree, useFormat } from '../../../kit';
import { departmentBranches, pathOf } from '../model';
import type { Department, Organisation } from '../model';
import { DeleteDepartmentDoc } from '../queries';
import { DeleteDialog } from './delete-dialog';
import { DepartmentForm } from './department-form';
import { PeopleList } from './people-field';

interface Props {
  readonly organisation: Organisation;
  readonly at: string | undefined;
  readonly canChange: boolean;
}

/** So many are shown with all branches open at first. */
const FEW = 40;

type Layer = { readonly kind: 'form'; readonly department: Department | null; readonly below: string | null } | { readonly kind: 'delete'; readonly department: Department } | null;

export function Departments({ organisation, at, canChange }: Props) {
  const { t } = useTranslation('rights');
  const navigate = useNavigate({ from: '/admin/organisation' });
  const { departments } = organisation;
  const [layer, setLayer] = useState<Layer>(null);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(departments.length <= FEW ? departments.map(({ id }) => id) : pathOf(departments, at ?? '').map(({ id }) => id)));
  const branches = useMemo(() => departmentBranches(departments), [departments]);
  const chosen = departments.find(({ id }) => id === at);
  const choose = (id: string | undefined) => void navigate({ search: (before) => ({ ...before, at: id }), replace: true });
  const toggle = (id: string, isOpen: boolean) => setOpen(new Set(isOpen ? [...open, id] : [...open].filter((other) => other !== id)));
  const add = canChange ? (
    <Button icon="plus" onClick={() => setLayer({ kind: 'form', department: null, below: null })}>
      {t('department.new')}
    </Button>
  ) : undefined;
  return (
    <>
      {departments.length === 0 ? (
        <Empty icon="schema" title={t('department.none')} text={t('department.noneText')} action={add} />
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(260px,2fr)_minmax(0,3fr)]">
          <Card isFlush title={t('department.title')} action={add}>
            <Tree
              label={t('department.title')}
              className="h-[60vh] py-1 max-lg:h-[40vh]"
              branches={branches}
              open={open}
              selected={at ?? null}
              onToggle={toggle}
              onSelect={(node) => choose(node.id)}
              onEnter={(node) => choose(node.id)}
              onMore={() => undefined}
              render={({ department }) => <Label department={department} />}
            />
          </Card>
          {chosen ? <Detail organisation={organisation} department={chosen} canChange={canChange} onAct={setLayer} /> : <Empty icon="schema" title={t('department.choose')} />}
        </div>
      )}
      {layer?.kind === 'form' ? (
        <DepartmentForm
          departments={departments}
          department={layer.department}
          below={layer.below}
          onClose={() => setLayer(null)}
          onSaved={(id) => {
            if (layer.below) toggle(layer.below, true);
            setLayer(null);
            choose(id);
          }}
        />
      ) : null}
      {layer?.kind === 'delete' ? (
        <DeleteDialog
          name={layer.department.name}
          text={t('department.deleteText')}
          remove={() => gql(DeleteDepartmentDoc, { id: layer.department.id })}
          onClose={() => setLayer(null)}
          onDeleted={() => choose(layer.department.parent ?? undefined)}
        />
      ) : null}
    </>
  );
}

function Label({ department }: { readonly department: Department }) {
  const format = useFormat();
  return (
    <>
      <span className="min-w-0 flex-1 truncate">{department.name}</span>
      {department.members.length > 0 ? (
        <span className="flex shrink-0 items-center gap-1 text-12 text-muted tabular-nums">
          <Icon name="user" size={12} />
          {format.number(department.members.length)}
        </span>
      ) : null}
    </>
  );
}

function Detail({ organisation, department, canChange, onAct }: { readonly organisation: Organisation; readonly department: Department; readonly canChange: boolean; readonly onAct: (layer: Layer) => void }) {
  const { t } = useTranslation('rights');
  const above = pathOf(organisation.departments, department.id).slice(0, -1);
  const teams = organisation.teams.filter((team) => team.department === department.id);
  return (
    <Card title={department.name}>
      <div className="flex flex-col gap-4">
        {canChange ? (
          <div className="-mx-2 -mt-2 flex flex-wrap gap-1">
            <Button size="small" tone="quiet" icon="plus" onClick={() => onAct({ kind: 'form', department: null, below: department.id })}>
              {t('department.addBelow')}
            </Button>
            <Button size="small" tone="quiet" icon="edit" onClick={() => onAct({ kind: 'form', department, below: null })}>
              {t('change')}
            </Button>
            <Button size="small" tone="quiet" icon="trash" onClick={() => onAct({ kind: 'delete', department })}>
              {t('delete')}
            </Button>
          </div>
        ) : null}
        {above.length > 0 ? <p className="text-13 text-muted">{above.map(({ name }) => name).join(' › ')}</p> : null}
        <section>
          <h3 className="mb-1.5 text-13 font-semibold">{t('people.title')}</h3>
          <PeopleList people={department.members} />
        </section>
        <section>
          <h3 className="mb-1.5 text-13 font-semibold">{t('team.title')}</h3>
          {teams.length === 0 ? (
            <p className="text-13 text-muted">{t('team.noneHere')}</p>
          ) : (
            <ul className="text-13">
              {teams.map((team) => (
                <li key={team.id} className="py-0.5">
                  {team.name} <span className="text-muted">{t('people.count', { count: team.members.length })}</span>
                </li>
              ))}
            </ul>
          )}
        </section>
      </div>
    </Card>
  );
}
