// A moment of the catalog's history in the address: a change number or a time.

/** What a query takes as `asOf`. */
export type Moment = { readonly change: number } | { readonly time: string };

/** Reads `at`: digits are a change number, an ISO time a time; all else is now (null). */
export function toAsOf(at: string | undefined): Moment | null {
  if (!at) return null;
  if (/^\d+$/.test(at)) return { change: Number(at) };
  const time = new Date(at);
  return Number.isNaN(time.getTime()) ? null : { time: time.toISOString() };
}

/** The value of a `datetime-local` field, in the reader's time zone, for an ISO time. */
export function toLocalInput(iso: string): string {
  const time = new Date(iso);
  const local = new Date(time.getTime() - time.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The ISO time of a `datetime-local` value; null when it is not one. */
export function fromLocalInput(value: string): string | null {
  const time = new Date(value);
  return value === '' || Number.isNaN(time.getTime()) ? null : time.toISOString();
}
