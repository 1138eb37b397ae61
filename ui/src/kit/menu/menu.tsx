// A button that opens a list of actions (APG menu button).
import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { Icon } from '../icon/icon';

export type MenuEntry =
  | { readonly label: string; readonly icon?: string; readonly tone?: 'danger'; readonly run: () => void; readonly isDisabled?: boolean }
  | { readonly label: string; readonly options: readonly { readonly value: string; readonly label: string }[]; readonly value: string; readonly choose: (value: string) => void }
  | 'line';

interface Props {
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly entries: readonly MenuEntry[];
  readonly head?: ReactNode;
  readonly align?: 'start' | 'end';
}

const ITEM = 'flex min-h-8 cursor-default items-center gap-2 px-3 text-13 outline-none data-highlighted:bg-brand-soft data-disabled:opacity-55';

export function Menu({ trigger, entries, head, align = 'end' }: Props) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner align={align} sideOffset={6} className="z-40">
          <Base.Popup className="min-w-48 animate-fade rounded-control border border-line bg-surface py-1 shadow-float">
            {head ? <div className="border-b border-line px-3 pt-1 pb-2">{head}</div> : null}
            {entries.map((entry, index) => {
              if (entry === 'line') return <Base.Separator key={`line-${index}`} className="my-1 h-px bg-line" />;
              if ('options' in entry) {
                return (
                  <Base.RadioGroup key={entry.label} value={entry.value} onValueChange={(value: string) => entry.choose(value)}>
                    <Base.Group>
                      <Base.GroupLabel className="px-3 pt-1.5 pb-0.5 text-12 text-muted">{entry.label}</Base.GroupLabel>
                      {entry.options.map((option) => (
                        <Base.RadioItem key={option.value} value={option.value} closeOnClick className={ITEM}>
                          <span className="w-4">
                            <Base.RadioItemIndicator>
                              <Icon name="check" size={14} className="text-brand" />
                            </Base.RadioItemIndicator>
                          </span>
                          {option.label}
                        </Base.RadioItem>
                      ))}
                    </Base.Group>
                  </Base.RadioGroup>
                );
              }
              return (
                <Base.Item key={entry.label} disabled={entry.isDisabled ?? false} onClick={entry.run} className={`${ITEM} ${entry.tone === 'danger' ? 'text-bad' : ''}`}>
                  <Icon name={entry.icon ?? 'right'} size={14} className={entry.icon ? 'text-muted' : 'invisible'} />
                  {entry.label}
                </Base.Item>
              );
            })}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
