// A hint on hover and focus (APG tooltip). Never the only place of a fact: it
// repeats or explains. Own code, because it is on the first screen and the
// positioning library of the other layers is not.
import { cloneElement, useEffect, useId, useState } from 'react';
import type { CSSProperties, ReactElement } from 'react';
import { createPortal } from 'react-dom';

interface Props {
  readonly text: string;
  readonly side?: 'right' | 'bottom';
  readonly children: ReactElement<Record<string, unknown>>;
}

const DELAY_MS = 350;
const GAP_PX = 6;
const MARGIN_PX = 4;

/** Places a box of `width` × `height` beside `anchor`, inside a window of `windowWidth` × `windowHeight`. */
export function place(anchor: DOMRect, box: { width: number; height: number }, side: 'right' | 'bottom', view: { width: number; height: number }): { left: number; top: number } {
  const clamp = (value: number, most: number) => Math.max(MARGIN_PX, Math.min(value, most - MARGIN_PX));
  if (side === 'right') {
    return { left: clamp(anchor.right + GAP_PX, view.width - box.width), top: clamp(anchor.top + anchor.height / 2 - box.height / 2, view.height - box.height) };
  }
  const isBelow = anchor.bottom + GAP_PX + box.height + MARGIN_PX <= view.height;
  return {
    left: clamp(anchor.left + anchor.width / 2 - box.width / 2, view.width - box.width),
    top: isBelow ? anchor.bottom + GAP_PX : anchor.top - GAP_PX - box.height,
  };
}

/** One pending action; starting another forgets it. */
class Delay {
  private timer: ReturnType<typeof setTimeout> | undefined;

  start(milliseconds: number, run: () => void): void {
    this.stop();
    this.timer = setTimeout(run, milliseconds);
  }

  stop(): void {
    clearTimeout(this.timer);
  }
}

function Popup({ text, id, anchor, side }: { readonly text: string; readonly id: string; readonly anchor: DOMRect; readonly side: 'right' | 'bottom' }) {
  const [style, setStyle] = useState<CSSProperties>({ visibility: 'hidden', left: 0, top: 0 });
  return createPortal(
    <div
      ref={(element) => {
        if (!element || style.visibility !== 'hidden') return;
        setStyle(place(anchor, element.getBoundingClientRect(), side, { width: innerWidth, height: innerHeight }));
      }}
      role="tooltip"
      id={id}
      style={style}
      className="pointer-events-none fixed z-50 max-w-80 animate-fade rounded-chip bg-ink px-2 py-1 text-12 text-bg"
    >
      {text}
    </div>,
    document.body,
  );
}

export function Tooltip({ text, side = 'bottom', children }: Props) {
  const id = useId();
  const [anchor, setAnchor] = useState<DOMRect | null>(null);
  const [delay] = useState(() => new Delay());
  const open = (event: { currentTarget: Element }, milliseconds: number) => {
    const element = event.currentTarget;
    delay.start(milliseconds, () => element.isConnected && setAnchor(element.getBoundingClientRect()));
  };
  const close = () => {
    delay.stop();
    setAnchor(null);
  };
  useEffect(() => () => delay.stop(), [delay]);
  useEffect(() => {
    if (!anchor) return;
    const onKey = (event: KeyboardEvent) => event.key === 'Escape' && setAnchor(null);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [anchor]);
  const given = children.props;
  const both = (name: string, own: (event: never) => void) => (event: never) => {
    (given[name] as ((event: never) => void) | undefined)?.(event);
    own(event);
  };
  return (
    <>
      {cloneElement(children, {
        ...(anchor ? { 'aria-describedby': id } : {}),
        onPointerEnter: both('onPointerEnter', (event: React.PointerEvent) => event.pointerType === 'mouse' && open(event, DELAY_MS)),
        onPointerLeave: both('onPointerLeave', close),
        onPointerDown: both('onPointerDown', close),
        onFocus: both('onFocus', (event: React.FocusEvent) => event.currentTarget.matches(':focus-visible') && open(event, 0)),
        onBlur: both('onBlur', close),
      })}
      {anchor ? <Popup text={text} id={id} anchor={anchor} side={side} /> : null}
    </>
  );
}
