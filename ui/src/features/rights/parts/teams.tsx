// The teams: people who own and do things together, whatever department they are in.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { Button, DataTable, Empty, IconButton, useFormat } from '../../../kit';
import type { Column } from '../../../kit';
import type { Organisation, Team } from '../model';
import { DeleteTeamDoc } from '../queries';
import { DeleteDialog } from './delete-dialog';
import { TeamForm } from './team-form';

type Layer = { readonly kind: 'form'; readonly team: Team | null } | { readonly kind: 'delete'; readonly team: Team } | null;

export function Teams({ organisation, canChange }: { readonly organisation: Organisation; readonly canChange: boolean }) {
  const { t } = useTranslation('rights');
  const format = useFormat();
  const [layer, setLayer] = useState<Layer>(null);
  const departments = new Map(organisation.departments.map((department) => [department.id, department.name]));
  const columns: Column<Team>[] = [
    { id: 'name', title: t('name'), width: 'minmax(140px, 1fr)', cell: (team) => <span className="truncate font-medium">{team.name}</span> },
    { id: 'department', title: t('team.department'), width: 'minmax(120px, 1fr)', cell: (team) => <span className="truncate">{team.department ? departments.get(team.department) : ''}</span> },
    { id: 'people', title: t('people.title'), width: '90px', align: 'right', cell: (team) => format.number(new Set([...team.members, ...team.fed].map(({ id }) => id)).size) },
    { id: 'description', title: t('description'), width: 'minmax(160px, 2fr)', cell: (team) => <span className="truncate text-muted" title={team.description}>{team.description}</span> },
    ...(canChange
      ? [
          {
            id: 'actions',
            title: t('actions'),
            width: '90px',
            align: 'right' as const,
            cell: (team: Team) => (
              <>
                <IconButton icon="edit" label={t('team.change', { name: team.name })} onClick={() => setLayer({ kind: 'form', team })} className="size-7" />
                <IconButton icon="trash" label={t('deleteOne', { name: team.name })} onClick={() => setLayer({ kind: 'delete', team })} className="size-7" />
              </>
            ),
          },
        ]
      : []),
  ];
  const add = canChange ? (
    <Button icon="plus" onClick={() => setLayer({ kind: 'form', team: null })}>
      {t('team.new')}
    </Button>
  ) : undefined;
  return (
    <>
      {organisation.teams.length === 0 ? (
        <Empty icon="users" title={t('team.none')} text={t('team.noneText')} action={add} />
      ) : (
        <>
          {add ? <div className="mb-3 flex justify-end">{add}</div> : null}
          <DataTable label={t('team.title')} columns={columns} rows={organisation.teams} rowKey={(team) => team.id} />
        </>
      )}
      {layer?.kind === 'form' ? <TeamForm departments={organisation.departments} team={layer.team} onClose={() => setLayer(null)} /> : null}
      {layer?.kind === 'delete' ? <DeleteDialog name={layer.team.name} text={t('team.deleteText')} remove={() => gql(DeleteTeamDoc, { id: layer.team.id })} onClose={() => setLayer(null)} /> : null}
    </>
  );
}
