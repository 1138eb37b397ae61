/*
 * Gestures: pointer, wheel and pinch turned into pan, zoom, hover and press. What
 * they mean is the stage's business.
 */

export interface GestureTarget {
  pan(dx: number, dy: number): void;
  zoom(point: { x: number; y: number }, factor: number): void;
  hover(point: { x: number; y: number } | null): void;
  /** A press on the background that was not a drag. */
  press(point: { x: number; y: number }): void;
  doublePress(point: { x: number; y: number }): void;
  /** Turns the wheel over an opened card; `true` if it used the turn. */
  scrollColumns(target: EventTarget | null, rows: number): boolean;
}

/** A press that moves less than this is no drag. */
const SLOP = 4;

/** Listens on `host` until the answer is called. */
export function listen(host: HTMLElement, target: GestureTarget): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  const pointers = new Map<number, { x: number; y: number }>();
  let origin: { x: number; y: number } | null = null;
  let isDrag = false;
  const local = (event: MouseEvent): { x: number; y: number } => {
    const box = host.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const isOnCard = (event: Event): boolean => event.target instanceof Element && event.target.closest('.lineage-card') !== null;

  host.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || isOnTools(event)) return;
    pointers.set(event.pointerId, local(event));
    origin = local(event);
    isDrag = false;
  }, { signal });

  host.addEventListener('pointermove', (event) => {
    const before = pointers.get(event.pointerId);
    const now = local(event);
    if (before === undefined || origin === null) {
      if (event.pointerType !== 'touch') target.hover(now);
      return;
    }
    if (!isDrag && Math.hypot(now.x - origin.x, now.y - origin.y) < SLOP) return;
    if (!isDrag) {
      isDrag = true;
      host.setPointerCapture(event.pointerId);
      target.hover(null);
    }
    if (pointers.size === 2) pinch(pointers, event.pointerId, now, target);
    else target.pan(now.x - before.x, now.y - before.y);
    pointers.set(event.pointerId, now);
  }, { signal });

  const release = (event: PointerEvent): void => {
    const wasDown = pointers.delete(event.pointerId);
    if (wasDown && !isDrag && event.type === 'pointerup' && !isOnCard(event)) target.press(local(event));
    if (pointers.size === 0) origin = null;
  };
  host.addEventListener('pointerup', release, { signal });
  host.addEventListener('pointercancel', release, { signal });
  host.addEventListener('pointerleave', () => target.hover(null), { signal });
  // A drag that began on a card must not press its button at the end.
  host.addEventListener('click', (event) => {
    if (!isDrag) return;
    isDrag = false;
    event.stopPropagation();
    event.preventDefault();
  }, { signal, capture: true });
  host.addEventListener('dblclick', (event) => target.doublePress(local(event)), { signal });
  host.addEventListener('wheel', (event) => {
    event.preventDefault();
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    if (!event.ctrlKey && !event.metaKey && target.scrollColumns(event.target, Math.sign(event.deltaY) * 3)) return;
    if (event.shiftKey) target.pan(-(event.deltaX + event.deltaY) * unit, 0);
    else target.zoom(local(event), Math.exp(-Math.max(-240, Math.min(240, event.deltaY * unit)) / 400));
  }, { signal, passive: false });
  return () => controller.abort();
}

function isOnTools(event: Event): boolean {
  return event.target instanceof Element && event.target.closest('.lineage-tools') !== null;
}

function pinch(pointers: ReadonlyMap<number, { x: number; y: number }>, moved: number, now: { x: number; y: number }, target: GestureTarget): void {
  const before = pointers.get(moved);
  const other = [...pointers].find(([id]) => id !== moved)?.[1];
  if (before === undefined || other === undefined) return;
  const was = Math.hypot(before.x - other.x, before.y - other.y);
  const is = Math.hypot(now.x - other.x, now.y - other.y);
  if (was > 0) target.zoom({ x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 }, is / was);
}
