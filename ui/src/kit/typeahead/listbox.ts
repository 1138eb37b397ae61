// The keyboard of a text field with a list below it (APG combobox, list
// autocomplete): arrows move, Enter chooses, Escape closes. Focus stays in the
// field. Enter never counts while an input method is composing Chinese.
import { useId, useState } from 'react';
import type { KeyboardEvent } from 'react';

interface Options {
  readonly count: number;
  /** -1 when nothing is marked. */
  readonly onChoose: (index: number) => void;
  readonly onEscape?: () => void;
  readonly onBackspace?: () => void;
}

/** Moves `active` by `step` in a ring that also has the place "nothing" (-1). */
export function moved(active: number, step: 1 | -1, count: number): number {
  if (count === 0) return -1;
  const next = active + step;
  if (next < -1) return count - 1;
  return next >= count ? -1 : next;
}

export function useListbox({ count, onChoose, onEscape, onBackspace }: Options) {
  const listId = useId();
  const [marked, setActive] = useState(-1);
  const active = marked < count ? marked : -1;
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setActive(moved(active, event.key === 'ArrowDown' ? 1 : -1, count));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      onChoose(active);
    } else if (event.key === 'Escape' && onEscape) {
      event.stopPropagation();
      onEscape();
    } else if (event.key === 'Backspace' && event.currentTarget.value === '') {
      onBackspace?.();
    }
  };
  const optionId = (index: number) => `${listId}-${index}`;
  return {
    active,
    setActive,
    listId,
    optionId,
    inputProps: {
      'aria-autocomplete': 'list' as const,
      'aria-activedescendant': active >= 0 ? optionId(active) : undefined,
      autoComplete: 'off',
      spellCheck: false,
      onKeyDown,
    },
  };
}
