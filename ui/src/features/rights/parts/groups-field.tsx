// Groups of elsewhere whose members count as those of a team or role, and who that is now.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { useMay } from '../../../app/session';
import { usePaused } from '../../../app/suggestions';
import { TokenField } from '../../../kit';
import type { Person } from '../model';
import { OutsideGroupsDoc } from '../queries';
import { PeopleList } from './people-field';

interface Props {
  readonly groups: readonly string[];
  /** Who is in one of them now. */
  readonly fed: readonly Person[];
  readonly error: string | undefined;
  readonly onChange: (groups: readonly string[]) => void;
}

export function GroupsField({ groups, fed, error, onChange }: Props) {
  const { t } = useTranslation('rights');
  const mayFind = useMay()('MANAGE_ORGANISATION');
  const [text, setText] = useState('');
  const found = useQuery({ ...ask(OutsideGroupsDoc, { text: usePaused(text.trim()) }), enabled: mayFind, placeholderData: (before) => before });
  const choices = (found.data?.outsideGroups ?? []).map((value) => ({ value, label: value }));
  return (
    <div className="flex flex-col gap-1.5">
      <TokenField label={t('groups.title')} hint={t('groups.hint')} values={groups} choices={choices} onChange={onChange} onSearch={setText} error={error} isOpenEnded />
      {fed.length > 0 ? (
        <div>
          <p className="mb-1 text-12 text-muted">{t('groups.fed')}</p>
          <PeopleList people={fed} />
        </div>
      ) : null}
    </div>
  );
}
