// A hint on hover and focus. Never the only place of a fact: it repeats or explains.
import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';

interface Props {
  readonly text: string;
  readonly side?: 'top' | 'right' | 'bottom' | 'left';
  readonly children: ReactElement<Record<string, unknown>>;
}

export function Tooltip({ text, side = 'bottom', children }: Props) {
  return (
    <Base.Root>
      <Base.Trigger render={children} delay={350} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} className="z-50">
          <Base.Popup className="max-w-80 animate-fade rounded-chip bg-ink px-2 py-1 text-12 text-bg">{text}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
