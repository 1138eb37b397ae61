// Choose one of a few values: the platform's own list, in our frame. It needs no
// positioning library, works with every input method, and follows the theme.
import { cx } from '../cx';
import { Icon } from '../icon/icon';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** The heading that it stands under; those of one heading follow each other. */
  readonly group?: string;
}

interface Props<Value extends string> {
  /** The accessible name, unless a visible label is tied to `id`. */
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
  readonly id?: string;
  readonly isDisabled?: boolean;
  readonly isInvalid?: boolean;
  readonly describedBy?: string | undefined;
  readonly className?: string;
}

/** The options under their headings, in the order in which each heading comes first. */
function grouped<Value extends string>(options: readonly Option<Value>[]): [string | undefined, Option<Value>[]][] {
  const groups = new Map<string | undefined, Option<Value>[]>();
  for (const option of options) groups.set(option.group, [...(groups.get(option.group) ?? []), option]);
  return [...groups];
}

function Options({ options }: { readonly options: readonly Option<string>[] }) {
  return options.map((option) => (
    <option key={option.value} value={option.value} className="bg-surface text-ink">
      {option.label}
    </option>
  ));
}

export function Select<Value extends string>({ label, value, options, onChange, id, isDisabled = false, isInvalid = false, describedBy, className }: Props<Value>) {
  return (
    <span className={cx('relative inline-flex h-8 min-w-28', className)}>
      <select
        id={id}
        aria-label={id ? undefined : label}
        aria-invalid={isInvalid || undefined}
        aria-describedby={describedBy}
        value={value}
        disabled={isDisabled}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
        className="h-full w-full cursor-pointer appearance-none truncate rounded-control border border-field bg-surface pr-7 pl-2.5 text-13 text-ink hover:bg-sunken disabled:cursor-not-allowed disabled:opacity-55 aria-invalid:border-bad"
      >
        {grouped(options).map(([group, own]) =>
          group === undefined ? (
            <Options key="" options={own} />
          ) : (
            <optgroup key={group} label={group} className="bg-surface text-ink">
              <Options options={own} />
            </optgroup>
          ),
        )}
      </select>
      <Icon name="down" size={14} className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-muted" />
    </span>
  );
}
