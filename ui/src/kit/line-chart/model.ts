// Where days and values lie in a drawing; nothing here knows of the page.

export interface LinePoint {
  /** A day in UTC, as `2026-01-31`. */
  readonly day: string;
  readonly value: number;
}

const DAY_MS = 86_400_000;

/** Days since 1970. */
export function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

/** Round values between `low` and `high` for the lines of a scale, at most six. */
export function ticksOf(low: number, high: number): number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step - 1e-9);
  return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, place) => Number(((first + place) * step).toPrecision(12)));
}

/** The lowest and highest value to draw, never the same; it begins at 0 where that is near, or asked for. */
export function rangeOf(values: readonly number[], isFromZero = false): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = high === low ? Math.max(1, Math.abs(high) * 0.1) : (high - low) * 0.08;
  const from = low >= 0 && (isFromZero || low - room < high * 0.35) ? 0 : low - room;
  return [from, high + room];
}
