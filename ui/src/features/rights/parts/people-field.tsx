// Who is in something: those who are, each with a way out, and a field that finds more.
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { usePaused } from '../../../app/suggestions';
import { Icon, IconButton, Refusal, Typeahead, useFormat } from '../../../kit';
import type { Person } from '../model';
import { MembersDoc } from '../queries';

interface Props {
  readonly label: string;
  readonly hint?: string;
  readonly error?: string | undefined;
  readonly people: readonly Person[];
  readonly onChange: (people: readonly Person[]) => void;
}

/** More are not drawn; typing narrows the list. */
const MOST_SHOWN = 100;

export function PeopleField({ label, hint, error, people, onChange }: Props) {
  const { t } = useTranslation('rights');
  const format = useFormat();
  const id = useId();
  const [text, setText] = useState('');
  const wanted = usePaused(text.trim());
  const found = useQuery({ ...ask(MembersDoc, { text: wanted }), enabled: wanted !== '', placeholderData: (before) => before });
  const isIn = new Set(people.map((person) => person.id));
  const hits = wanted === '' ? [] : (found.data?.people ?? []).filter((person) => !isIn.has(person.id));
  const items = hits.map((person) => ({
    id: person.id,
    content: (
      <>
        <Icon name="plus" size={14} className="text-muted" />
        <span className="truncate font-medium">{person.displayName}</span>
        <span className="truncate font-mono text-12 text-muted">{person.name}</span>
      </>
    ),
    onChoose() {
      setText('');
      onChange([...people, { id: person.id, name: person.name }].sort((a, b) => a.name.localeCompare(b.name)));
    },
  }));
  const matching = people.filter((person) => person.name.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <div role="group" aria-labelledby={id} className="flex flex-col gap-1">
      <p id={id} className="text-13 font-medium">
        {label} <span className="font-normal text-muted tabular-nums">{format.number(people.length)}</span>
      </p>
      {/* Below the field and not floating: a dialog cuts off what floats. */}
      <Typeahead layout="inline" label={t('people.find')} value={text} onChange={setText} groups={items.length > 0 ? [{ label: t('people.add'), items }] : []} onSubmit={() => items[0]?.onChoose()} />
      {hint ? <p className="text-12 text-muted">{hint}</p> : null}
      <Refusal error={found.error} />
      {error ? (
        <p role="alert" className="text-12 text-bad">
          {error}
        </p>
      ) : null}
      {matching.length > 0 ? (
        <ul className="max-h-44 overflow-y-auto rounded-control border border-line">
          {matching.slice(0, MOST_SHOWN).map((person) => (
            <li key={person.id} className="flex min-h-8 items-center gap-2 border-b border-line pr-1 pl-2.5 text-13 last:border-b-0">
              <Icon name="user" size={13} className="text-muted" />
              <span className="min-w-0 flex-1 truncate">{person.name}</span>
              <IconButton icon="close" label={t('people.remove', { name: person.name })} onClick={() => onChange(people.filter((other) => other.id !== person.id))} className="size-7" />
            </li>
          ))}
        </ul>
      ) : null}
      {matching.length > MOST_SHOWN ? <p className="text-12 text-muted">{t('people.more', { count: matching.length - MOST_SHOWN })}</p> : null}
    </div>
  );
}

/** The same people, only to be read. */
export function PeopleList({ people }: { readonly people: readonly Person[] }) {
  const { t } = useTranslation('rights');
  if (people.length === 0) return <p className="text-13 text-muted">{t('people.none')}</p>;
  return (
    <>
      <ul className="flex flex-wrap gap-1.5">
        {people.slice(0, MOST_SHOWN).map((person) => (
          <li key={person.id} className="inline-flex h-6 max-w-60 items-center gap-1 rounded-chip border border-line bg-surface px-1.5 text-12">
            <Icon name="user" size={12} className="text-muted" />
            <span className="truncate">{person.name}</span>
          </li>
        ))}
      </ul>
      {people.length > MOST_SHOWN ? <p className="mt-1 text-12 text-muted">{t('people.others', { count: people.length - MOST_SHOWN })}</p> : null}
    </>
  );
}
