// A suite as its form holds it, and as it is sent.
import type { CheckSeverity, CheckTypesQuery, SuggestedChecksQuery, SuiteFactsFragment, SuiteInput, SuiteItemInput } from '../../gql/types';
import { check, type FieldSpec, fieldsOf, type FormValues, type Problem, toConfig, valuesOf } from '../../kit';

export type CheckType = CheckTypesQuery['checkTypes'][number];
export type Suggested = SuggestedChecksQuery['suggestedChecks'][number];
export type Table = SuiteFactsFragment['assets'][number];

export interface ItemDraft {
  /** Tells items of the form apart; the server does not know it. */
  readonly key: string;
  /** Its identifier on the server, which keeps its history. */
  readonly id: string | null;
  readonly kind: string;
  readonly columns: string;
  readonly values: FormValues;
  /** Settings as they are kept, of a type that this server does not know. */
  readonly kept: unknown;
  readonly condition: string;
  readonly groupBy: string;
  readonly toleratedErrors: string;
  /** In percent, as people say it. */
  readonly toleratedPercent: string;
  readonly severity: CheckSeverity;
  readonly title: string;
  readonly isResolvedByPassing: boolean;
}

export interface Draft {
  readonly name: string;
  readonly description: string;
  readonly assets: readonly Table[];
  readonly query: string;
  readonly isScheduled: boolean;
  readonly cron: string;
  readonly timezone: string;
  readonly isAfterCrawl: boolean;
  readonly isAfterRun: boolean;
  readonly isEnabled: boolean;
  readonly items: readonly ItemDraft[];
}

/** What can be checked: tables, and files and folders that are read as such. */
export const CHECKED: readonly string[] = ['TABLE', 'CONTAINER', 'FILE'];

/** What is wrong with a field: a key of the kit's or of our own texts. */
export type Wrong = Problem | { readonly key: 'share' | 'column' | 'selection'; readonly limit?: number };

export const fieldsFor = (type: CheckType | undefined, language: string): FieldSpec[] => fieldsOf(type?.schema, language);

export function firstDraft(assets: readonly Table[], timezone: string): Draft {
  return { name: '', description: '', assets, query: '', isScheduled: false, cron: '0 2 * * *', timezone, isAfterCrawl: false, isAfterRun: false, isEnabled: true, items: [] };
}

export function draftOf(suite: SuiteFactsFragment, types: readonly CheckType[], timezone: string): Draft {
  return {
    name: suite.name,
    description: suite.description,
    assets: suite.assets,
    query: suite.query ?? '',
    isScheduled: suite.cron != null,
    cron: suite.cron ?? '0 2 * * *',
    timezone: suite.timezone ?? timezone,
    isAfterCrawl: suite.isAfterCrawl,
    isAfterRun: suite.isAfterRun,
    isEnabled: suite.isEnabled,
    items: suite.items.map((item) => {
      const type = types.find(({ name }) => name === item.kind);
      return {
        key: item.id,
        id: item.id,
        kind: item.kind,
        columns: item.columns ?? '',
        values: valuesOf(fieldsFor(type, 'en'), item.settings, type?.schema),
        kept: item.settings,
        condition: item.condition ?? '',
        groupBy: item.groupBy ?? '',
        toleratedErrors: item.toleratedErrors == null ? '' : String(item.toleratedErrors),
        toleratedPercent: item.toleratedShare == null ? '' : String(Number((item.toleratedShare * 100).toFixed(6))),
        severity: item.severity,
        title: item.title ?? '',
        isResolvedByPassing: item.isResolvedByPassing,
      };
    }),
  };
}

/** An item of a type, as it is before anything is filled in. */
export function itemOf(type: CheckType, key: string): ItemDraft {
  return {
    key,
    id: null,
    kind: type.name,
    columns: '',
    values: valuesOf(fieldsFor(type, 'en'), {}, type.schema),
    kept: {},
    condition: '',
    groupBy: '',
    toleratedErrors: '',
    toleratedPercent: '',
    severity: 'WARNING',
    title: '',
    isResolvedByPassing: true,
  };
}

/** What a profile suggests, as an item. */
export function suggestedItem({ column, settings }: Suggested, type: CheckType, key: string): ItemDraft {
  return { ...itemOf(type, key), columns: column ?? '', values: valuesOf(fieldsFor(type, 'en'), settings, type.schema), kept: settings };
}

/** Suggestions of known types that no item asks for yet, whatever its settings. */
export function unusedSuggestions(found: readonly Suggested[], items: readonly ItemDraft[], types: readonly CheckType[]): Suggested[] {
  const asked = new Set(items.map(({ kind, columns }) => `${kind} ${columns.trim()}`));
  return found.filter(({ kind, column }) => types.some(({ name }) => name === kind) && !asked.has(`${kind} ${column ?? ''}`));
}

const filled = (text: string): string | null => (text.trim() === '' ? null : text.trim());
const number = (text: string): number | null => (text.trim() === '' ? null : Number(text));

export function itemInput(item: ItemDraft, type: CheckType | undefined): SuiteItemInput {
  const percent = number(item.toleratedPercent);
  return {
    ...(item.id === null ? {} : { id: item.id }),
    kind: item.kind,
    columns: type?.level === 'TABLE' ? null : filled(item.columns),
    settings: type ? toConfig(fieldsFor(type, 'en'), item.values) : item.kept,
    condition: filled(item.condition),
    groupBy: filled(item.groupBy),
    toleratedErrors: number(item.toleratedErrors),
    toleratedShare: percent === null ? null : percent / 100,
    severity: item.severity,
    title: filled(item.title),
    isResolvedByPassing: item.isResolvedByPassing,
  };
}

export function suiteInput(draft: Draft, types: readonly CheckType[]): SuiteInput {
  return {
    name: draft.name.trim(),
    description: draft.description,
    assets: draft.assets.map(({ id }) => id),
    query: filled(draft.query),
    cron: draft.isScheduled ? draft.cron.trim() : null,
    timezone: draft.timezone,
    isAfterCrawl: draft.isAfterCrawl,
    isAfterRun: draft.isAfterRun,
    isEnabled: draft.isEnabled,
    items: draft.items.map((item) => itemInput(item, types.find(({ name }) => name === item.kind))),
  };
}

/** What is wrong with one item, by field as the server names it. */
export function itemProblems(item: ItemDraft, type: CheckType | undefined): Map<string, Wrong> {
  const problems = new Map<string, Wrong>();
  if (type?.level === 'COLUMN' && item.columns.trim() === '') problems.set('columns', { key: 'column' });
  const errors = number(item.toleratedErrors);
  if (errors !== null && (!Number.isInteger(errors) || errors < 0)) problems.set('toleratedErrors', { key: 'integer' });
  const percent = number(item.toleratedPercent);
  if (percent !== null && !(percent >= 0 && percent <= 100)) problems.set('toleratedShare', { key: 'share' });
  if (!type) return problems;
  const fields = fieldsFor(type, 'en');
  for (const [name, problem] of check(type.schema, fields, toConfig(fields, item.values), new Set())) problems.set(`settings.${name}`, problem);
  return problems;
}

/** What is wrong with a suite, by field as the server names it, such as `checks.0.settings.min`. */
export function suiteProblems(draft: Draft, types: readonly CheckType[]): Map<string, Wrong> {
  const problems = new Map<string, Wrong>();
  if (draft.name.trim() === '') problems.set('name', { key: 'required' });
  if (draft.assets.length === 0 && draft.query.trim() === '') problems.set('selection', { key: 'selection' });
  if (draft.isScheduled && draft.cron.trim() === '') problems.set('cron', { key: 'required' });
  draft.items.forEach((item, place) => {
    const type = types.find(({ name }) => name === item.kind);
    for (const [field, problem] of itemProblems(item, type)) problems.set(`checks.${place}.${field}`, problem);
  });
  return problems;
}

/** A field of the server by the name that it has in the form; null when it is none of the form's. */
export function formField(field: string | undefined, draft: Draft): string | null {
  const bare = (field ?? '').replace(/^input\./, '').replace(/^items\./, 'checks.').replace(/group_by$/, 'groupBy').replace(/tolerated_?errors$/i, 'toleratedErrors').replace(/tolerated_?share$/i, 'toleratedShare');
  if (['name', 'description', 'selection', 'cron', 'timezone'].includes(bare)) return bare;
  if (bare === 'selection.query' || bare === 'query') return 'query';
  const place = /^checks\.(\d+)(\.|$)/.exec(bare)?.[1];
  return place !== undefined && Number(place) < draft.items.length ? bare : null;
}

/** The problems of the item at `place`, by its own fields. */
export function problemsAt(problems: ReadonlyMap<string, string>, place: number): ReadonlyMap<string, string> {
  const start = `checks.${place}`;
  return new Map([...problems].flatMap(([field, problem]) => (field === start || field.startsWith(`${start}.`) ? [[field.slice(start.length + 1), problem] as const] : [])));
}

/** Types that a search finds, by name, title in any language, or what other tools call them. */
export function findTypes(types: readonly CheckType[], text: string): CheckType[] {
  const words = text.trim().toLowerCase().split(/\s+/);
  const textOf = ({ name, title, aliases }: CheckType): string => [name, title.en, title.zh, ...aliases].join(' ').toLowerCase();
  return types.filter((type) => words.every((word) => textOf(type).includes(word)));
}
