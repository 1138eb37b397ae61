// One person, by name.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { usePaused } from '../../../app/suggestions';
import { Icon, Typeahead } from '../../../kit';
import { MembersDoc } from '../queries';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly layout?: 'float' | 'inline';
  readonly onChoose: (name: string) => void;
}

export function PersonPicker({ label, value, layout = 'float', onChoose }: Props) {
  const { t } = useTranslation('rights');
  const [text, setText] = useState(value);
  const [chosen, setChosen] = useState(value);
  const wanted = usePaused(text.trim());
  const found = useQuery({ ...ask(MembersDoc, { text: wanted }), enabled: wanted !== '' && text !== chosen, placeholderData: (before) => before });
  const choose = (name: string) => {
    setText(name);
    setChosen(name);
    onChoose(name);
  };
  const hits = text.trim() === '' || text === chosen ? [] : (found.data?.people ?? []);
  const items = hits.map(({ id, name, displayName }) => ({
    id,
    content: (
      <>
        <Icon name="user" size={14} className="text-muted" />
        <span className="truncate font-medium">{displayName}</span>
        <span className="truncate font-mono text-12 text-muted">{name}</span>
      </>
    ),
    onChoose: () => choose(name),
  }));
  return (
    <div className="flex flex-col gap-1">
      {/* The field has its name itself; this keeps it on the screen once something is filled in. */}
      <span aria-hidden className="text-13 font-medium">
        {label}
      </span>
      <Typeahead layout={layout} label={label} value={text} onChange={setText} groups={items.length > 0 ? [{ label: t('people.title'), items }] : []} onSubmit={(name) => name.trim() !== '' && choose(name.trim())} />
    </div>
  );
}
