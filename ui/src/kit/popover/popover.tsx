// A panel below its button (APG disclosure; focus goes in, Escape and a press
// outside close it). It stays inside the window.
import { cloneElement, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';

interface Props {
  readonly trigger: ReactElement<Record<string, unknown>>;
  readonly title: string;
  readonly children: ReactNode;
  readonly isOpen?: boolean;
  readonly onOpenChange?: (isOpen: boolean) => void;
}

const MARGIN_PX = 8;
const FOCUSABLE = 'input, select, textarea, button, a[href]';

export function Popover({ trigger, title, children, isOpen, onOpenChange }: Props) {
  const id = useId();
  const [isOwnOpen, setOwnOpen] = useState(false);
  const isShown = isOpen ?? isOwnOpen;
  const box = useRef<HTMLSpanElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const set = (next: boolean) => {
    setOwnOpen(next);
    onOpenChange?.(next);
  };
  const latest = useRef(set);
  useEffect(() => {
    latest.current = set;
  });
  useLayoutEffect(() => {
    const element = panel.current;
    if (!isShown || !element) return;
    const { left, right } = element.getBoundingClientRect();
    const overhang = right + MARGIN_PX - document.documentElement.clientWidth;
    if (overhang > 0) element.style.transform = `translateX(${-Math.min(overhang, left - MARGIN_PX)}px)`;
    element.querySelector<HTMLElement>(FOCUSABLE)?.focus();
  }, [isShown]);
  useEffect(() => {
    if (!isShown) return;
    const onPointer = (event: PointerEvent) => {
      if (event.target instanceof Node && !box.current?.contains(event.target)) latest.current(false);
    };
    document.addEventListener('pointerdown', onPointer);
    return () => document.removeEventListener('pointerdown', onPointer);
  }, [isShown]);
  return (
    // Only Escape is heard here, for whatever inside has the focus.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <span
      ref={box}
      className="relative inline-flex"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isShown) return;
        event.stopPropagation();
        set(false);
        box.current?.querySelector<HTMLElement>('[aria-expanded]')?.focus();
      }}
    >
      {cloneElement(trigger, { 'aria-expanded': isShown, 'aria-controls': isShown ? id : undefined, onClick: () => set(!isShown) })}
      {isShown ? (
        <div ref={panel} id={id} role="group" aria-label={title} className="absolute top-full left-0 z-40 mt-1.5 w-80 max-w-[90vw] animate-fade rounded-card border border-line bg-surface p-3 text-left shadow-float">
          <p className="mb-2 text-13 font-semibold">{title}</p>
          {children}
        </div>
      ) : null}
    </span>
  );
}
