// Whom a policy is about: everyone, or people, teams, departments and roles by name.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { useMay } from '../../../app/session';
import { usePaused } from '../../../app/suggestions';
import { Checkbox, TokenField } from '../../../kit';
import type { Choice } from '../../../kit';
import { SUBJECT_KINDS } from '../policy';
import type { Draft, SubjectKind } from '../policy';
import { MembersDoc, SubjectsDoc } from '../queries';
import { useRoleName } from '../role-name';

interface Props {
  readonly draft: Draft;
  readonly error: string | undefined;
  readonly onChange: (part: Partial<Draft>) => void;
}

/** Names in lower case, as policies keep them, under the name that people read. */
function useChoices(search: string): Record<SubjectKind, readonly Choice[]> {
  const nameOf = useRoleName();
  const may = useMay();
  const people = useQuery({ ...ask(MembersDoc, { text: usePaused(search.trim()) }), placeholderData: (before) => before });
  const known = useQuery({ ...ask(SubjectsDoc, {}), enabled: may('READ_ORGANISATION') });
  const choice = (name: string, label = name): Choice => ({ value: name.toLowerCase(), label });
  const organisation = known.data?.organisation;
  return {
    USER: (people.data?.people ?? []).map(({ name, displayName }) => choice(name, displayName)),
    TEAM: (organisation?.teams ?? []).map(({ name }) => choice(name)),
    DEPARTMENT: (organisation?.departments ?? []).map(({ name }) => choice(name)),
    ROLE: (organisation?.roles ?? []).map((role) => choice(role.name, nameOf(role))),
  };
}

export function SubjectFields({ draft, error, onChange }: Props) {
  const { t } = useTranslation('rights');
  const [search, setSearch] = useState('');
  const choices = useChoices(search);
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 text-13 font-medium">{t('policy.whom')}</legend>
      <Checkbox label={t('subject.EVERYONE')} checked={draft.isForEveryone} onChange={(isForEveryone) => onChange({ isForEveryone })} />
      {draft.isForEveryone ? null : (
        <div className="grid gap-3 sm:grid-cols-2">
          {SUBJECT_KINDS.map((kind) => (
            <TokenField
              key={kind}
              label={t(`subject.${kind}`)}
              values={draft.named[kind]}
              choices={choices[kind]}
              onChange={(names) => onChange({ named: { ...draft.named, [kind]: names } })}
              onSearch={(text) => kind === 'USER' && setSearch(text)}
              // Whoever may not see the organisation still knows what its parts are called.
              isOpenEnded={kind !== 'USER' && choices[kind].length === 0}
            />
          ))}
        </div>
      )}
      {error ? (
        <p role="alert" className="text-12 text-bad">
          {error}
        </p>
      ) : null}
    </fieldset>
  );
}
