// Which table is taken away, and what the server says about one that is brought back. Pure.
import type { CellError } from '../../app/csv';
import type { ChangedField } from '../../app/change-parts';
import type { AssetKind } from '../../gql/types';

export const TABLE = '/api/governance.csv';
export const PREVIEW = `${TABLE}/preview`;

/** The kinds that people decide most about. */
export const KINDS: readonly AssetKind[] = ['TABLE', 'COLUMN', 'DATABASE', 'SCHEMA', 'TOPIC', 'FILE', 'PIPELINE', 'DASHBOARD', 'CHART', 'ML_MODEL', 'METRIC', 'DOMAIN', 'DATA_PRODUCT', 'GLOSSARY', 'TERM', 'CLASSIFICATION', 'TAG', 'CODE_LIST'];

/** A field as REST answers spell it. */
interface Field {
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly is_breaking?: boolean;
}

export interface Line {
  readonly line: number;
  readonly asset: string;
  readonly name: string;
  readonly fields: readonly Field[];
}

export interface Outcome {
  readonly lines: number;
  readonly changed: number;
  readonly wrong: number;
  readonly changes: readonly Line[];
  readonly errors: readonly CellError[];
  readonly commit: string | null;
}

/** The kinds of the address that there are; tables where it names none. */
export function kindsOf(wanted: readonly string[] | undefined): AssetKind[] {
  const found = KINDS.filter((kind) => wanted?.includes(kind));
  return found.length > 0 ? found : ['TABLE'];
}

/** The address of the table of some kinds, of one system or of all. */
export function tableAddress(kinds: readonly AssetKind[], namespace: string): string {
  const asked = new URLSearchParams({ kinds: kinds.map((kind) => kind.toLowerCase()).join(',') });
  if (namespace.trim() !== '') asked.set('namespace', namespace.trim());
  return `${TABLE}?${asked.toString()}`;
}

export function changedFields(line: Line): ChangedField[] {
  return line.fields.map(({ field, before, after, is_breaking: isBreaking = false }) => ({ field, before, after, isBreaking }));
}
