// Who answers for a KPI, and who sees it.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { useMay } from '../../../app/session';
import { Card, Select, TokenField } from '../../../kit';
import { KpiGroupsDoc, KpiPeopleDoc } from '../queries';
import type { FieldsProps } from './kpi-form';
import { Labelled } from './measure-fields';

export function PeopleFields({ draft, problems, onChange }: FieldsProps) {
  const { t } = useTranslation('worth');
  const may = useMay();
  const [text, setText] = useState('');
  const people = useQuery({ ...ask(KpiPeopleDoc, { text }), placeholderData: (before) => before });
  const groups = useQuery(ask(KpiGroupsDoc, { withTeams: may('READ_ORGANISATION') }));
  const teams = [...new Set([...(groups.data?.organisation?.teams.map(({ name }) => name) ?? []), ...(draft.team === '' ? [] : [draft.team])])];
  const domains = [...new Set([...(groups.data?.search.hits.map(({ asset }) => asset.displayName) ?? []), ...(draft.domain === '' ? [] : [draft.domain])])];
  const wanted = text.toLowerCase();
  const choices = [...(people.data?.people.map(({ name, displayName }) => ({ value: name, label: displayName })) ?? []), ...teams.filter((name) => name.toLowerCase().includes(wanted)).map((name) => ({ value: `team:${name}`, label: t('edit.team', { name }) }))];
  const options = (names: readonly string[]) => [{ value: '', label: t('fact.everybody') }, ...names.map((name) => ({ value: name, label: name }))];
  return (
    <Card title={t('edit.people')}>
      <div className="grid grid-cols-3 gap-4 max-md:grid-cols-1">
        <TokenField label={t('edit.owner')} hint={t('edit.ownerHint')} values={draft.owner === '' ? [] : [draft.owner]} choices={choices} isSearched error={problems.get('owner')} onSearch={setText} onChange={(values) => onChange({ owner: values.at(-1) ?? '' })} />
        <Labelled label={t('edit.onlyTeam')} error={problems.get('team')}>
          {(id) => <Select id={id} label={t('edit.onlyTeam')} value={draft.team} options={options(teams)} onChange={(team) => onChange({ team })} />}
        </Labelled>
        <Labelled label={t('edit.onlyDomain')} error={problems.get('domain')}>
          {(id) => <Select id={id} label={t('edit.onlyDomain')} value={draft.domain} options={options(domains)} onChange={(domain) => onChange({ domain })} />}
        </Labelled>
      </div>
      <p className="mt-2 text-12 text-muted">{t('edit.onlyHint')}</p>
    </Card>
  );
}
