// What the page of data standards works with. Pure.
import type { CodeListInput, StandardCodesQuery, StandardColumnQuery, StandardColumnsQuery, StandardQuery, StandardValuesQuery, TypeClass } from '../../gql/types';

export type Standard = NonNullable<StandardQuery['asset']>;
export type BoundColumn = StandardColumnsQuery['standardColumns']['nodes'][number];
export type ColumnDetail = NonNullable<StandardColumnQuery['standardColumn']>;
export type Value = NonNullable<StandardValuesQuery['standardColumn']>['values']['nodes'][number];
export type Code = Extract<NonNullable<StandardCodesQuery['asset']>['details'], { __typename: 'CodeListDetails' }>['codes']['nodes'][number];

/** The facts of a standard; those of an empty one while it is something else. */
export function factsOf(standard: Standard | null): { standard: string; expectedClass: TypeClass | ''; maxLength: string; pattern: string; codeCount: number } {
  const details = standard?.details;
  if (details?.__typename !== 'CodeListDetails') return { standard: '', expectedClass: '', maxLength: '', pattern: '', codeCount: 0 };
  return {
    standard: details.standard ?? '',
    expectedClass: details.expectedClass ?? '',
    maxLength: details.maxLength ? String(details.maxLength) : '',
    pattern: details.pattern ?? '',
    codeCount: details.codeCount,
  };
}

export interface Draft {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly standard: string;
  readonly expectedClass: TypeClass | '';
  readonly maxLength: string;
  readonly pattern: string;
}

export function draftOf(standard: Standard | null): Draft {
  const { codeCount: _, ...facts } = factsOf(standard);
  return {
    name: standard?.name ?? '',
    displayName: standard && standard.displayName !== standard.name ? standard.displayName : '',
    description: standard?.curatedDescription ?? '',
    ...facts,
  };
}

const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

/** What is written; a length that is no number becomes 0, which the server refuses at its field. */
export function inputOf(draft: Draft, standard: Standard | null): CodeListInput {
  const length = Number(draft.maxLength);
  return {
    ...(standard ? { id: standard.id, expectedVersion: { major: standard.version.major, minor: standard.version.minor } } : {}),
    name: draft.name.trim(),
    displayName: orNull(draft.displayName),
    description: orNull(draft.description),
    standard: orNull(draft.standard),
    expectedClass: draft.expectedClass === '' ? null : draft.expectedClass,
    maxLength: draft.maxLength.trim() === '' ? null : Number.isInteger(length) ? length : 0,
    pattern: draft.pattern === '' ? null : draft.pattern,
  };
}

/** What is said by accepting every suggestion. */
export function suggested(values: readonly Value[]): { value: string; code: string }[] {
  return values.flatMap(({ value, code, suggestion }) => (suggestion && (code === null || code === undefined) ? [{ value, code: suggestion.code }] : []));
}

/** A value as it is read aloud: one that is nothing but blanks would not be seen. */
export function visible(value: string): string {
  return value.trim() === value && value !== '' ? value : `“${value}”`;
}

/** A cell of a row that is shown. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return '∅';
  if (typeof value === 'object') return 'bytes' in value && typeof value.bytes === 'number' ? `${value.bytes} B` : JSON.stringify(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
