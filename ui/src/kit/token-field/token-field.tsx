// A field for several names (owners, tags): chips, and a list to choose from or a
// new name typed in (APG combobox; Backspace takes the last chip away).
import { useId, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../cx';
import { Icon } from '../icon/icon';
import { useListbox } from '../typeahead/listbox';

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** What tells it from others that are called the same. */
  readonly note?: string;
}

interface Props {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly values: readonly string[];
  readonly choices: readonly Choice[];
  readonly onChange: (values: string[]) => void;
  readonly onSearch: (text: string) => void;
  /** Whether a name outside of the choices may be added. */
  readonly isOpenEnded?: boolean;
  /** What values are called that are no choice at present. */
  readonly nameOf?: (value: string) => string;
  /** Whether the choices are what `onSearch` found, by whatever it looks at: all of them are offered. */
  readonly isSearched?: boolean;
  readonly error?: ReactNode;
}

const MOST_SHOWN = 8;

/** What the list offers: choices that match and are not chosen yet, then the text itself. */
export function offers(text: string, choices: readonly Choice[], values: readonly string[], isOpenEnded: boolean, isSearched = false): Choice[] {
  const wanted = text.trim().toLowerCase();
  const matching = choices
    .filter((choice) => !values.includes(choice.value) && (isSearched || choice.value.toLowerCase().includes(wanted) || choice.label.toLowerCase().includes(wanted)))
    .slice(0, MOST_SHOWN);
  const isNew = isOpenEnded && wanted !== '' && !values.includes(text.trim()) && !choices.some((choice) => choice.value === text.trim());
  return isNew ? [...matching, { value: text.trim(), label: text.trim() }] : matching;
}

/** What was searched for is known by an identifier, which says nothing to people. */
function Beside({ choice, isSearched }: { readonly choice: Choice; readonly isSearched: boolean }) {
  if (choice.note) {
    return (
      <span className="min-w-0 truncate text-12 text-muted" title={choice.note}>
        {choice.note}
      </span>
    );
  }
  return isSearched || choice.label === choice.value ? null : <span className="text-12 text-muted">{choice.value}</span>;
}

export function TokenField({ label, hint, values, choices, onChange, onSearch, isOpenEnded = false, nameOf: otherName, isSearched = false, error }: Props) {
  const { t } = useTranslation('kit');
  const id = useId();
  const [text, setText] = useState('');
  const [isOpen, setOpen] = useState(false);
  const list = isOpen ? offers(text, choices, values, isOpenEnded, isSearched) : [];
  const add = (value: string) => {
    onChange([...values, value]);
    setText('');
    onSearch('');
  };
  const listbox = useListbox({
    count: list.length,
    onChoose(index) {
      const choice = list[index] ?? (text.trim() === '' ? undefined : list[0]);
      if (choice) add(choice.value);
    },
    onEscape: () => setOpen(false),
    onBackspace: () => onChange(values.slice(0, -1)),
  });
  const nameOf = (value: string) => choices.find((choice) => choice.value === value)?.label ?? otherName?.(value) ?? value;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-13 font-medium">
        {label}
      </label>
      <div className="relative">
        <div className="flex min-h-8 flex-wrap items-center gap-1 rounded-control border border-field bg-surface px-1.5 py-0.75 focus-within:outline-2 focus-within:outline-brand">
          {values.map((value) => (
            <span key={value} className="inline-flex items-center rounded-chip border border-line bg-sunken pl-1.5 text-12">
              {nameOf(value)}
              <button type="button" aria-label={t('tokens.remove', { name: nameOf(value) })} onClick={() => onChange(values.filter((other) => other !== value))} className="flex size-6 items-center justify-center text-muted hover:text-bad">
                <Icon name="close" size={12} />
              </button>
            </span>
          ))}
          <input
            {...listbox.inputProps}
            role="combobox"
            aria-controls={listbox.listId}
            id={id}
            aria-expanded={list.length > 0}
            aria-describedby={[hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean).join(' ') || undefined}
            aria-invalid={error ? true : undefined}
            value={text}
            onFocus={() => setOpen(true)}
            onBlur={() => setOpen(false)}
            onChange={(event) => {
              setOpen(true);
              setText(event.target.value);
              onSearch(event.target.value);
              listbox.setActive(-1);
            }}
            className="h-6 min-w-24 flex-1 bg-transparent px-1 text-13 outline-none"
          />
        </div>
        <div id={listbox.listId} role="listbox" aria-label={label} hidden={list.length === 0} className="absolute inset-x-0 top-full z-10 mt-1 rounded-control border border-line bg-surface py-1 shadow-float">
          {list.map((choice, index) => (
            // The keyboard of an option is that of the field, which keeps the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={choice.value}
              id={listbox.optionId(index)}
              role="option"
              aria-selected={listbox.active === index}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => add(choice.value)}
              className={cx('flex min-h-8 min-w-0 cursor-pointer items-center gap-2 px-2.5 text-13 hover:bg-brand-soft', listbox.active === index && 'bg-brand-soft')}
            >
              <span className={choice.note ? 'max-w-[60%] shrink-0 truncate' : 'wrap-anywhere'}>{choice.label}</span>
              <Beside choice={choice} isSearched={isSearched} />
            </div>
          ))}
        </div>
      </div>
      {hint ? (
        <p id={`${id}-hint`} className="text-12 text-muted">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${id}-error`} role="alert" className="text-12 text-bad">
          {error}
        </p>
      ) : null}
    </div>
  );
}
