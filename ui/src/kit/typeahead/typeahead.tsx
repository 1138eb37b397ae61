// A search field with suggestions in groups (APG combobox, list autocomplete).
import { useRef, useState } from 'react';
import type { ReactNode, Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { cx } from '../cx';
import { Icon } from '../icon/icon';
import { useListbox } from './listbox';

export interface TypeaheadItem {
  readonly id: string;
  readonly content: ReactNode;
  readonly onChoose: () => void;
}

export interface TypeaheadGroup {
  readonly label: string;
  readonly items: readonly TypeaheadItem[];
}

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly groups: readonly TypeaheadGroup[];
  /** Enter without a marked suggestion. */
  readonly onSubmit: (text: string) => void;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly size?: 'normal' | 'large';
  /** `inline` shows the list below in the page, as the palette does. */
  readonly layout?: 'float' | 'inline';
  readonly hint?: ReactNode;
}

export function Typeahead({ label, value, onChange, groups, onSubmit, inputRef, size = 'normal', layout = 'float', hint }: Props) {
  const { t } = useTranslation('kit');
  const [isOpen, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const items = groups.flatMap((group) => group.items);
  const isShown = layout === 'inline' || (isOpen && items.length > 0);
  const choose = (index: number) => {
    const item = items[index];
    setOpen(false);
    if (item) item.onChoose();
    else onSubmit(value);
  };
  const listbox = useListbox({ count: isShown ? items.length : 0, onChoose: choose, ...(layout === 'float' ? { onEscape: () => setOpen(false) } : {}) });
  // Options are numbered through all groups.
  const starts = groups.map((_, at) => groups.slice(0, at).reduce((sum, group) => sum + group.items.length, 0));
  return (
    <div
      ref={box}
      className="relative w-full"
      onBlur={(event) => {
        if (!box.current?.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <Icon name="search" size={size === 'large' ? 18 : 15} className={cx('pointer-events-none absolute text-muted', size === 'large' ? 'top-3.25 left-3.5' : 'top-2.25 left-2.5')} />
      <input
        {...listbox.inputProps}
        role="combobox"
        aria-controls={listbox.listId}
        ref={inputRef}
        type="text"
        enterKeyHint="search"
        aria-label={label}
        aria-expanded={isShown}
        placeholder={label}
        value={value}
        onFocus={() => setOpen(true)}
        onClick={() => setOpen(true)}
        onChange={(event) => {
          listbox.setActive(-1);
          setOpen(true);
          onChange(event.target.value);
        }}
        className={cx(
          'w-full rounded-control border border-field bg-surface text-ink focus-visible:-outline-offset-1',
          size === 'large' ? 'h-11 pr-12 pl-10.5 text-16' : 'h-8 pr-9 pl-8 text-13',
        )}
      />
      {hint ? <span className={cx('pointer-events-none absolute right-2.5', size === 'large' ? 'top-2.75' : 'top-1.25')}>{hint}</span> : null}
      <div
        id={listbox.listId}
        role="listbox"
        aria-label={t('suggestions')}
        hidden={!isShown}
        className={layout === 'float' ? 'absolute top-full right-0 left-0 z-40 mt-1 max-h-[70vh] overflow-y-auto rounded-control border border-line bg-surface py-1 shadow-float' : 'mt-2 max-h-[50vh] overflow-y-auto'}
      >
        {groups.map((group, groupAt) =>
          group.items.length === 0 ? null : (
            <div key={group.label} role="group" aria-label={group.label}>
              <div aria-hidden className="px-3 pt-1.5 pb-0.5 text-12 text-muted">
                {group.label}
              </div>
              {group.items.map((item, itemAt) => {
                const at = (starts[groupAt] ?? 0) + itemAt;
                return (
                  // The keyboard of an option is that of the field, which keeps the focus.
                  // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
                  <div
                    key={item.id}
                    id={listbox.optionId(at)}
                    role="option"
                    aria-selected={listbox.active === at}
                    onPointerMove={() => listbox.setActive(at)}
                    onPointerDown={(event) => event.preventDefault()}
                    onClick={() => choose(at)}
                    className={cx('flex min-h-9 cursor-pointer items-center gap-2 px-3 text-13', listbox.active === at && 'bg-brand-soft')}
                  >
                    {item.content}
                  </div>
                );
              })}
            </div>
          ),
        )}
      </div>
    </div>
  );
}
