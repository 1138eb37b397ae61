// What the pages of KPIs, cost, health and insights work out by themselves.
import type { AssetKind, KpiFactsFragment, KpiInput, KpiMetric, KpiStanding, KpiUnit } from '../../gql/types';
import type { State } from '../../tokens/states';

export type Kpi = KpiFactsFragment;

/** The library of metrics, in the groups in which they are offered. */
export const METRICS = {
  care: ['DESCRIBED', 'OWNED', 'TIERED', 'IN_DOMAIN', 'CLASSIFIED'],
  trust: ['PASS_RATE', 'FRESH', 'WITH_CHECKS', 'WITH_CONTRACT', 'WITH_LINEAGE', 'OPEN_INCIDENTS', 'HOURS_TO_RESOLVE'],
  use: ['USED', 'UNUSED', 'UNUSED_BYTES', 'ASSETS'],
  money: ['COST'],
  own: ['FORMULA'],
} as const satisfies Readonly<Record<string, readonly KpiMetric[]>>;
export type MetricGroup = keyof typeof METRICS;
export const METRIC_GROUPS = Object.keys(METRICS) as readonly MetricGroup[];

/** The group of a metric; one that the page does not know yet is a formula to it. */
export function groupOf(metric: KpiMetric): MetricGroup {
  return METRIC_GROUPS.find((group) => (METRICS[group] as readonly KpiMetric[]).includes(metric)) ?? 'own';
}

const NUMBER_ONLY: readonly KpiMetric[] = ['OPEN_INCIDENTS', 'HOURS_TO_RESOLVE', 'ASSETS'];

/** The units in which a metric can be measured, the usual one first. */
export function unitsOf(metric: KpiMetric): readonly KpiUnit[] {
  if (metric === 'COST') return ['PERCENTAGE', 'MONEY'];
  return NUMBER_ONLY.includes(metric) ? ['NUMBER'] : ['PERCENTAGE', 'NUMBER'];
}

/** Whether a metric asks how long ago something was read. */
export function asksForDays(metric: KpiMetric): boolean {
  return metric === 'USED' || metric === 'UNUSED' || metric === 'UNUSED_BYTES';
}

/** Whether less of a metric is usually better. */
export function isUsuallyLess(metric: KpiMetric): boolean {
  return ['COST', 'UNUSED', 'UNUSED_BYTES', 'OPEN_INCIDENTS', 'HOURS_TO_RESOLVE'].includes(metric);
}

/** Whether assets stand behind a metric, those that count and those that do not. */
export function hasAssets(metric: KpiMetric): boolean {
  return metric !== 'FORMULA';
}

export const STANDINGS = ['IN_PROGRESS', 'MET_EARLY', 'MET', 'OVERDUE'] as const satisfies readonly KpiStanding[];

/** How a KPI looks: nothing is known of one without a result. */
export function lookOf(kpi: Pick<Kpi, 'standing' | 'latest'>): State {
  if (kpi.standing === 'OVERDUE') return 'bad';
  if (!kpi.latest) return 'unknown';
  return kpi.standing === 'IN_PROGRESS' ? 'active' : 'good';
}

/** What the form of a KPI holds: all of it as it is typed. */
export type Draft = { readonly [Name in keyof KpiInput]-?: string } & { readonly metric: KpiMetric; readonly unit: KpiUnit; readonly direction: KpiInput['direction'] };

/** A KPI as `draft` says; what means nothing to its metric is left out. */
export function inputOf(draft: Draft): KpiInput {
  const said = (text: string) => (text.trim() === '' ? null : text.trim());
  const hasCosts = draft.metric === 'COST' || draft.unit === 'PERCENTAGE';
  return {
    name: draft.name.trim(),
    description: draft.description.trim(),
    metric: draft.metric,
    unit: draft.unit,
    direction: draft.direction,
    formula: draft.metric === 'FORMULA' ? said(draft.formula) : null,
    days: asksForDays(draft.metric) && /^\d+$/.test(draft.days.trim()) ? Number(draft.days) : null,
    scope: draft.scope.trim(),
    team: said(draft.team),
    domain: said(draft.domain),
    baseline: said(draft.baseline),
    baselineCost: hasCosts && !(draft.metric === 'COST' && draft.unit === 'MONEY') ? said(draft.baselineCost) : null,
    currency: hasCosts ? said(draft.currency) : null,
    target: draft.target.trim(),
    from: draft.from,
    until: draft.until,
    owner: said(draft.owner),
  };
}

/** A day in UTC, `ahead` days from `now`. */
export function dayAt(now: number, ahead = 0): string {
  return new Date(now + ahead * 86_400_000).toISOString().slice(0, 10);
}

/** An empty form: the quarter that begins today. */
export function firstDraft(now: number): Draft {
  return { name: '', description: '', metric: 'DESCRIBED', unit: 'PERCENTAGE', direction: 'INCREASE', formula: '', days: '', scope: '', team: '', domain: '', baseline: '', baselineCost: '', currency: '', target: '', from: dayAt(now), until: dayAt(now, 90), owner: '' };
}

/** The form of a KPI that there is. */
export function draftOf(kpi: Kpi): Draft {
  const { name, description, metric, unit, direction, scope, target, from, until } = kpi;
  const text = (value: string | null | undefined) => value ?? '';
  return { name, description, metric, unit, direction, scope, target, from, until, formula: text(kpi.formula), days: kpi.days == null ? '' : String(kpi.days), team: text(kpi.team), domain: text(kpi.domain), baseline: text(kpi.baseline), baselineCost: text(kpi.baselineCost), currency: text(kpi.currency), owner: text(kpi.owner) };
}

/** Another metric in a form, with the unit and direction that are usual for it. */
export function withMetric(draft: Draft, metric: KpiMetric): Draft {
  const units = unitsOf(metric);
  const isLess = isUsuallyLess(metric);
  return {
    ...draft,
    metric,
    unit: units.includes(draft.unit) && metric !== 'COST' ? draft.unit : (units[0] ?? 'NUMBER'),
    direction: isLess ? 'DECREASE' : 'INCREASE',
    ...(metric === 'COST' ? { baseline: draft.baseline === '' ? '100' : draft.baseline, currency: draft.currency === '' ? 'USD' : draft.currency } : {}),
  };
}

/** The problems of a refusal by field: `` `until`: is missing; `target`: is 3 ``. */
export function problemsOf(message: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const part of message.split(/;\s+(?=`[\w.]+`:)/)) {
    const match = /^`([\w.]+)`:\s*([\s\S]+)$/.exec(part);
    if (match?.[1] && match[2]) found.set(match[1], match[2]);
  }
  return found;
}

/** Amounts of one currency summed up without binary fractions; those that are no decimals of two places count nothing. */
export function sumOf(amounts: readonly string[]): string {
  const cents = amounts.reduce((sum, amount) => sum + (/^-?\d+(\.\d{1,2})?$/.test(amount) ? centsOf(amount) : 0n), 0n);
  const [sign, rest] = cents < 0n ? ['-', -cents] : ['', cents];
  return `${sign}${rest / 100n}.${String(rest % 100n).padStart(2, '0')}`;
}

function centsOf(amount: string): bigint {
  const isLess = amount.startsWith('-');
  const [whole = '0', part = ''] = amount.replace('-', '').split('.');
  const cents = BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'));
  return isLess ? -cents : cents;
}

/** What KPIs save a month, by currency; an overspend counts against it. */
export function savingsOf(kpis: readonly Kpi[]): { readonly currency: string; readonly amount: string }[] {
  const by = new Map<string, string[]>();
  for (const { currency, progress } of kpis) {
    if (currency && progress?.saved != null) by.set(currency, [...(by.get(currency) ?? []), progress.saved]);
  }
  return [...by].map(([currency, amounts]) => ({ currency, amount: sumOf(amounts) }));
}

/** What the kinds of assets are for, as reports put them together. */
export const KIND_GROUPS: Readonly<Record<string, readonly string[]>> = {
  raw: ['database', 'schema', 'table', 'procedure', 'user_type', 'container', 'file'],
  workspace: ['dashboard', 'chart', 'bi_dataset', 'notebook', 'query', 'semantic_model'],
  queue: ['topic'],
  workflow: ['pipeline', 'task'],
  learning: ['ml_model'],
};

/** What KPIs count: everything but what is inside of tables, and what describes other assets. */
export const COUNTED_KINDS: readonly AssetKind[] = ['DATABASE', 'SCHEMA', 'TABLE', 'PROCEDURE', 'USER_TYPE', 'CONTAINER', 'FILE', 'DASHBOARD', 'CHART', 'BI_DATASET', 'NOTEBOOK', 'QUERY', 'SEMANTIC_MODEL', 'TOPIC', 'PIPELINE', 'TASK', 'ML_MODEL', 'METRIC', 'API_COLLECTION', 'API_ENDPOINT'];

interface Counted {
  readonly part: number;
  readonly whole: number;
}
interface KindLine {
  readonly name?: string | null;
  readonly points: readonly (Counted & { readonly day: string })[];
}

/** The newest points of lines by kind, summed up by what the kinds are for; sums, never means of shares. */
export function byKindGroup(lines: readonly KindLine[]): { readonly group: string; readonly part: number; readonly whole: number }[] {
  const kinds = lines.flatMap(({ name, points }) => {
    const last = points.at(-1);
    return name != null && last ? [{ name: name.toLowerCase(), ...last }] : [];
  });
  const groupOf = (kind: string) => Object.keys(KIND_GROUPS).find((group) => KIND_GROUPS[group]?.includes(kind)) ?? 'other';
  const by = new Map<string, Counted>();
  for (const { name, part, whole } of kinds) {
    const before = by.get(groupOf(name)) ?? { part: 0, whole: 0 };
    by.set(groupOf(name), { part: before.part + part, whole: before.whole + whole });
  }
  const order = [...Object.keys(KIND_GROUPS), 'other'];
  return [...by].map(([group, counted]) => ({ group, ...counted })).toSorted((one, other) => order.indexOf(one.group) - order.indexOf(other.group));
}

/** Examples of what is typed; they are no language. */
export const EXAMPLES = { formula: 'count(has:owner) / count() * 100', scope: 'kind:table tier:tier1' } as const;
