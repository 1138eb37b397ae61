// Tabs (APG tabs, manual activation: the arrow keys move, Enter or Space chooses,
// because choosing may load). The marker is the 3 px kind edge.
import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly count?: string;
}

interface Props {
  readonly label: string;
  readonly tabs: readonly Tab[];
  readonly value: string;
  readonly onChange: (id: string) => void;
  readonly children: ReactNode;
}

export function Tabs({ label, tabs, value, onChange, children }: Props) {
  return (
    <Base.Root value={value} onValueChange={(next: string) => onChange(next)}>
      <Base.List activateOnFocus={false} aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map((tab) => (
          <Base.Tab
            key={tab.id}
            value={tab.id}
            className="-mb-px inline-flex h-10 shrink-0 items-center gap-1.5 border-b-3 border-transparent px-3 text-13 text-muted hover:text-ink data-active:border-brand data-active:font-semibold data-active:text-ink focus-visible:-outline-offset-2"
          >
            {tab.label}
            {tab.count ? <span className="rounded-chip bg-sunken px-1.5 text-12 font-normal text-muted tabular-nums">{tab.count}</span> : null}
          </Base.Tab>
        ))}
      </Base.List>
      <Base.Panel value={value} className="pt-4">
        {children}
      </Base.Panel>
    </Base.Root>
  );
}
