// The JSON Schema of a connector or a check as the fields of a form, and a form's
// values as a configuration. Only what those use is understood: an object of texts,
// numbers, switches, choices, lists, and values of any sort; what is deeper is written
// as JSON. `writeOnly` marks a secret. Checking is the validator's; see check.ts.

export type FieldKind = 'text' | 'secret' | 'number' | 'switch' | 'choice' | 'list' | 'value' | 'json';

export interface FieldSpec {
  readonly name: string;
  readonly kind: FieldKind;
  readonly title: string;
  readonly description: string;
  readonly isRequired: boolean;
  readonly choices: readonly { readonly value: string; readonly label: string; readonly description: string }[];
  /** What holds where nothing is filled in, as people read it. */
  readonly fallback: string;
  readonly isInteger: boolean;
  /** Of a list, whether an item is a text whatever it looks like. */
  readonly isOfTexts: boolean;
  /** Whether it is written on several lines. */
  readonly isLong: boolean;
  readonly group: Group;
}

/** Where a field stands: how to connect, what to read, and what few people change. */
export type Group = 'connection' | 'scope' | 'advanced';

export type Json = Record<string, unknown>;
/** What a form holds: texts as typed, lists by line, switches as booleans. */
export type FormValues = Readonly<Record<string, string | boolean>>;

/** Narrows anything to a JSON object. */
export function asObject(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

/** The fields of a schema in the order the connector gives them. */
export function fieldsOf(schema: unknown, language: string): FieldSpec[] {
  const root = asObject(schema);
  const required = new Set(Array.isArray(root['required']) ? root['required'] : []);
  const entries = Object.entries(asObject(root['properties'])).map(([name, raw]) => ({ name, property: unwrap(asObject(raw), root) }));
  entries.sort((left, right) => order(left.property) - order(right.property));
  const firstList = Math.min(...entries.filter(({ property }) => typesOf(property).includes('array')).map(({ property }) => order(property)));
  return entries.map(({ name, property }) => {
    const kind = kindOf(property);
    const isRequired = required.has(name);
    return {
      name,
      kind,
      title: localized(property, 'title', language) || name,
      description: localized(property, 'description', language),
      isRequired,
      choices: choicesOf(property, language),
      fallback: shownDefault(property),
      isInteger: typesOf(property).includes('integer'),
      isOfTexts: typesOf(asObject(property['items'])).includes('string'),
      isLong: name === 'sql',
      group: kind === 'list' ? 'scope' : isRequired || kind === 'secret' || order(property) < firstList ? 'connection' : 'advanced',
    };
  });
}

/** An optional value is written as a choice between it and null; null is simply left out. A reference is followed once. */
function unwrap(written: Json, root: Json): Json {
  const property = { ...referred(written, root), ...written };
  for (const key of ['anyOf', 'oneOf']) {
    const options = property[key];
    if (!Array.isArray(options)) continue;
    const real = options.map(asObject).filter((option) => option['type'] !== 'null');
    if (real.length === 1 && options.length === 2) return { ...referred(real[0] ?? {}, root), ...real[0], ...property, [key]: undefined };
  }
  return property;
}

function referred(property: Json, root: Json): Json {
  const written = property['$ref'];
  const name = typeof written === 'string' ? /^#\/\$defs\/(.+)$/.exec(written)?.[1] : undefined;
  return name === undefined ? {} : asObject(asObject(root['$defs'])[name]);
}

function typesOf(property: Json): readonly string[] {
  const type = property['type'];
  return (Array.isArray(type) ? type : [type]).filter((name): name is string => typeof name === 'string' && name !== 'null');
}

function kindOf(property: Json): FieldKind {
  if (property['writeOnly'] === true) return 'secret';
  if (optionsOf(property).length > 0) return 'choice';
  const [type] = typesOf(property);
  if (type === 'integer' || type === 'number') return 'number';
  if (type === 'boolean') return 'switch';
  if (type === 'array') return ['object', 'array'].includes(typesOf(asObject(property['items']))[0] ?? '') || '$ref' in asObject(property['items']) ? 'json' : 'list';
  if (type === 'object') return 'json';
  return type === undefined ? 'value' : 'text';
}

function optionsOf(property: Json): readonly Json[] {
  if (Array.isArray(property['enum'])) return property['enum'].filter((value) => value !== null).map((value) => ({ const: value }));
  const options = property['oneOf'] ?? property['anyOf'];
  return Array.isArray(options) ? options.map(asObject).filter((option) => 'const' in option) : [];
}

function choicesOf(property: Json, language: string): FieldSpec['choices'] {
  return optionsOf(property).map((option) => ({
    value: String(option['const']),
    label: localized(option, 'title', language) || String(option['const']),
    description: localized(option, 'description', language),
  }));
}

function localized(property: Json, key: string, language: string): string {
  const own = language.startsWith('zh') ? property[`x-${key}-zh`] : undefined;
  const text = own ?? property[key];
  return typeof text === 'string' ? text : '';
}

function order(property: Json): number {
  return typeof property['x-order'] === 'number' ? property['x-order'] : 1_000;
}

function shownDefault(property: Json): string {
  const value = property['default'];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** Whether the server keeps a secret for this field; it says so instead of the value. */
export function isSet(value: unknown): boolean {
  return asObject(value)['set'] === true;
}

/** What a form shows for a stored configuration, or for none at all. */
export function valuesOf(fields: readonly FieldSpec[], config: unknown, schema: unknown): FormValues {
  const stored = asObject(config);
  const properties = asObject(asObject(schema)['properties']);
  return Object.fromEntries(
    fields.map(({ name, kind, isOfTexts }) => {
      const value = stored[name] ?? asObject(properties[name])['default'];
      if (kind === 'secret') return [name, ''];
      if (kind === 'switch') return [name, value === true];
      if (kind === 'list') return [name, Array.isArray(value) ? value.map((item) => (isOfTexts ? String(item) : writeValue(item))).join('\n') : ''];
      if (kind === 'value') return [name, value === undefined || value === null ? '' : writeValue(value)];
      if (kind === 'json') return [name, value === undefined || value === null ? '' : JSON.stringify(value, null, 2)];
      return [name, typeof value === 'string' || typeof value === 'number' ? String(value) : ''];
    }),
  );
}

/** The configuration that a form says. What is empty is left out; an empty secret keeps its value. */
export function toConfig(fields: readonly FieldSpec[], values: FormValues): Json {
  const config: Json = {};
  for (const field of fields) {
    const value = values[field.name];
    if (typeof value === 'boolean') {
      config[field.name] = value;
    } else if (field.kind === 'list') {
      const items = (value ?? '').split('\n').map((item) => item.trim()).filter((item) => item !== '');
      if (items.length > 0) config[field.name] = field.isOfTexts ? items : items.map(readValue);
    } else if (value !== undefined && value !== '') {
      // A secret may begin or end with a blank; nothing else may.
      const text = field.kind === 'secret' ? value : value.trim();
      const number = Number(text);
      if (text === '') continue;
      if (field.kind === 'value') config[field.name] = readValue(text);
      else if (field.kind === 'json') config[field.name] = parsed(text) ?? text;
      else config[field.name] = field.kind === 'number' && Number.isFinite(number) ? number : text;
    }
  }
  return config;
}

/** A value as a person writes it: numbers, true and false are what they look like, unless they are in quotes. */
export function readValue(text: string): unknown {
  const value = parsed(text);
  return ['number', 'boolean', 'string'].includes(typeof value) ? value : text;
}

/** The same the other way: a text that looks like something else is put in quotes. */
export function writeValue(value: unknown): string {
  if (typeof value === 'string') return readValue(value) === value ? value : JSON.stringify(value);
  return JSON.stringify(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
