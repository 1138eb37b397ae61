// Choose one of a few values (APG select-only combobox).
import { Select as Base } from '@base-ui/react/select';
import { cx } from '../cx';
import { Icon } from '../icon/icon';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

interface Props<Value extends string> {
  /** The accessible name; shown by the caller when a visible label is wanted. */
  readonly label: string;
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
  readonly id?: string;
  readonly isDisabled?: boolean;
  readonly className?: string;
}

export function Select<Value extends string>({ label, value, options, onChange, id, isDisabled = false, className }: Props<Value>) {
  return (
    <Base.Root items={[...options]} value={value} disabled={isDisabled} onValueChange={(next) => next !== null && onChange(next)}>
      <Base.Trigger
        id={id}
        aria-label={id ? undefined : label}
        className={cx('flex h-8 min-w-28 items-center justify-between gap-2 rounded-control border border-field bg-surface px-2.5 text-13 hover:bg-sunken data-disabled:opacity-55', className)}
      >
        <Base.Value />
        <Icon name="down" size={14} className="text-muted" />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-40">
          <Base.Popup className="max-h-80 min-w-(--anchor-width) animate-fade overflow-y-auto rounded-control border border-line bg-surface py-1 shadow-float">
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className="flex min-h-8 cursor-default items-center gap-2 px-2.5 text-13 data-highlighted:bg-brand-soft"
              >
                <span className="w-3.5">
                  <Base.ItemIndicator>
                    <Icon name="check" size={14} className="text-brand" />
                  </Base.ItemIndicator>
                </span>
                <Base.ItemText>{option.label}</Base.ItemText>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
