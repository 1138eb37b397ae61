// Checks a configuration against its schema before it is sent. The
// server checks again; this only says sooner what is wrong, and in which field.
import { type OutputUnit, Validator } from '@cfworker/json-schema';
import { asObject, type FieldSpec, type Json } from './schema';

/** What is wrong with a field: a key of the texts and what it tells. */
export interface Problem {
  readonly key: 'required' | 'number' | 'integer' | 'minimum' | 'maximum' | 'tooShort' | 'tooLong' | 'pattern' | 'choice' | 'invalid';
  readonly limit?: number;
}

/** Problems by field; secrets in `kept` are on the server and need not be given. */
export function check(schema: unknown, fields: readonly FieldSpec[], config: Json, kept: ReadonlySet<string>): Map<string, Problem> {
  const problems = new Map<string, Problem>();
  for (const field of fields) {
    if (field.isRequired && !(field.name in config) && !kept.has(field.name)) problems.set(field.name, { key: 'required' });
  }
  const withoutRequired = { ...asObject(schema), required: [] };
  const { errors } = new Validator(withoutRequired, '2020-12', false).validate(config);
  const properties = asObject(asObject(schema)['properties']);
  for (const error of errors) {
    const name = /^#\/([^/]+)/.exec(error.instanceLocation)?.[1];
    if (name === undefined || problems.has(name) || !(name in properties)) continue;
    const problem = problemOf(error, asObject(properties[name]), config[name]);
    if (problem !== null) problems.set(name, problem);
  }
  return problems;
}

function problemOf(error: OutputUnit, property: Json, value: unknown): Problem | null {
  const limit = (key: string): { limit?: number } => (typeof property[key] === 'number' ? { limit: property[key] } : {});
  switch (error.keyword) {
    case 'properties':
    case 'additionalProperties':
      // These only repeat that something below them is wrong.
      return null;
    case 'type':
      return { key: typeof value === 'string' || property['type'] === 'integer' ? (property['type'] === 'integer' && typeof value === 'number' ? 'integer' : 'number') : 'invalid' };
    case 'minimum':
    case 'exclusiveMinimum':
      return { key: 'minimum', ...limit('minimum') };
    case 'maximum':
    case 'exclusiveMaximum':
      return { key: 'maximum', ...limit('maximum') };
    case 'minLength':
      return { key: 'tooShort', ...limit('minLength') };
    case 'maxLength':
      return { key: 'tooLong', ...limit('maxLength') };
    case 'pattern':
    case 'format':
      return { key: 'pattern' };
    case 'enum':
    case 'const':
    case 'oneOf':
    case 'anyOf':
      return { key: 'choice' };
    default:
      return { key: 'invalid' };
  }
}
