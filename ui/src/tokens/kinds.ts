// The look of asset kinds: a colour token and an icon name. A kind is always
// shown as icon + label + colour, never by colour alone.

export type Tone = 'table' | 'view' | 'topic' | 'pipeline' | 'dashboard' | 'metric' | 'model' | 'file';

export interface KindLook {
  readonly tone: Tone;
  readonly icon: string;
}

const LOOKS: Record<string, KindLook> = {
  database: { tone: 'file', icon: 'database' },
  schema: { tone: 'file', icon: 'schema' },
  table: { tone: 'table', icon: 'table' },
  view: { tone: 'view', icon: 'view' },
  materialized_view: { tone: 'view', icon: 'view' },
  column: { tone: 'table', icon: 'column' },
  procedure: { tone: 'pipeline', icon: 'procedure' },
  user_type: { tone: 'file', icon: 'type' },
  query: { tone: 'pipeline', icon: 'query' },
  topic: { tone: 'topic', icon: 'topic' },
  container: { tone: 'file', icon: 'folder' },
  file: { tone: 'file', icon: 'file' },
  dashboard: { tone: 'dashboard', icon: 'dashboard' },
  chart: { tone: 'dashboard', icon: 'chart' },
  bi_dataset: { tone: 'dashboard', icon: 'dataset' },
  pipeline: { tone: 'pipeline', icon: 'pipeline' },
  task: { tone: 'pipeline', icon: 'task' },
  ml_model: { tone: 'model', icon: 'model' },
  notebook: { tone: 'model', icon: 'notebook' },
  api_collection: { tone: 'topic', icon: 'api' },
  api_endpoint: { tone: 'topic', icon: 'api' },
  metric: { tone: 'metric', icon: 'metric' },
  semantic_model: { tone: 'metric', icon: 'semantics' },
  domain: { tone: 'file', icon: 'domain' },
  data_product: { tone: 'dashboard', icon: 'product' },
  glossary: { tone: 'model', icon: 'book' },
  term: { tone: 'model', icon: 'term' },
  classification: { tone: 'metric', icon: 'classification' },
  user: { tone: 'file', icon: 'user' },
  team: { tone: 'file', icon: 'users' },
  tag: { tone: 'metric', icon: 'tag' },
  code_list: { tone: 'metric', icon: 'standard' },
};

const UNKNOWN: KindLook = { tone: 'file', icon: 'asset' };

/** Brings `TABLE`, `MlModel` and `ml-model` to the one spelling used as a key: `ml_model`. */
export function kindKey(kind: string): string {
  return kind
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/-/g, '_')
    .toLowerCase();
}

/** Returns the look of `kind`; a kind that the UI does not know yet gets a neutral one. */
export function kindLook(kind: string): KindLook {
  return LOOKS[kindKey(kind)] ?? UNKNOWN;
}

/**
 * The key of the look of an asset: a table that is a view looks (and is called)
 * different, although its kind is table.
 */
export function lookKey(kind: string, tableType?: string | null): string {
  const key = kindKey(kind);
  if (key !== 'table' || !tableType) return key;
  const type = kindKey(tableType);
  return type === 'view' || type === 'materialized_view' ? type : key;
}

/** The kinds that have a translated name. */
export const KNOWN_KINDS: readonly string[] = Object.keys(LOOKS);

// Whole class names, because Tailwind finds classes by reading the source.
export const TONE_TEXT: Record<Tone, string> = {
  table: 'text-kind-table',
  view: 'text-kind-view',
  topic: 'text-kind-topic',
  pipeline: 'text-kind-pipeline',
  dashboard: 'text-kind-dashboard',
  metric: 'text-kind-metric',
  model: 'text-kind-model',
  file: 'text-kind-file',
};

export const TONE_EDGE: Record<Tone, string> = {
  table: 'border-l-kind-table',
  view: 'border-l-kind-view',
  topic: 'border-l-kind-topic',
  pipeline: 'border-l-kind-pipeline',
  dashboard: 'border-l-kind-dashboard',
  metric: 'border-l-kind-metric',
  model: 'border-l-kind-model',
  file: 'border-l-kind-file',
};

/** The CSS variable of a tone, for canvases that cannot use classes. */
export function toneVariable(tone: Tone): string {
  return `--kind-${tone}`;
}
