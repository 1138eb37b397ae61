import { describe, expect, test } from 'vitest';
import { cronWords } from '../../kit/cron/cron';
import { check } from '../../kit/schema-form/check';
import { fieldsOf, isSet, toConfig, valuesOf } from '../../kit/schema-form/schema';

/** The shape that schemars writes for a connector. */
const SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  additionalProperties: false,
  required: ['host', 'user'],
  properties: {
    user: { type: 'string', title: 'Account', minLength: 1, 'x-order': 3, 'x-title-zh': '账号' },
    host: { type: 'string', title: 'Host', minLength: 1, 'x-order': 1, 'x-title-zh': '主机', description: 'The server.', 'x-description-zh': '服务器。' },
    port: { type: 'integer', format: 'uint16', minimum: 1, maximum: 65_535, default: 5432, title: 'Port', 'x-order': 2 },
    password: { type: 'string', title: 'Password', writeOnly: true, default: '', 'x-order': 4 },
    include_tables: { type: 'array', items: { type: 'string' }, default: [], title: 'Include tables', 'x-order': 9 },
    tls: { oneOf: [{ const: 'disable', title: 'Off', 'x-title-zh': '不加密' }, { const: 'prefer', title: 'If offered' }], default: 'prefer', title: 'Encryption', 'x-order': 11 },
    ca_file: { type: ['string', 'null'], default: null, title: 'Authority file', 'x-order': 12 },
    verify: { type: 'boolean', default: false, title: 'Verify', 'x-order': 13 },
  },
};
const FIELDS = fieldsOf(SCHEMA, 'en');
const GIVEN = { host: 'db', port: '5433', user: ' ana ', password: ' s3cret ', include_tables: 'orders*\n\n public.x ', tls: 'disable', ca_file: '', verify: false };

describe('fields of a schema', () => {
  test('come in the order of the connector, with their kinds', () => {
    expect(FIELDS.map(({ name, kind }) => `${name}:${kind}`)).toEqual(['host:text', 'port:number', 'user:text', 'password:secret', 'include_tables:list', 'tls:choice', 'ca_file:text', 'verify:switch']);
  });

  test('are grouped into connection, scope and the rest', () => {
    expect(FIELDS.map(({ group }) => group)).toEqual(['connection', 'connection', 'connection', 'connection', 'scope', 'advanced', 'advanced', 'advanced']);
  });

  test('speak the reader’s language where the connector does', () => {
    const chinese = fieldsOf(SCHEMA, 'zh-CN');
    expect(chinese[0]).toMatchObject({ title: '主机', description: '服务器。' });
    expect(chinese.find(({ name }) => name === 'tls')?.choices.map(({ label }) => label)).toEqual(['不加密', 'If offered']);
    expect(chinese.find(({ name }) => name === 'port')?.title).toBe('Port');
  });

  test('of something that is no schema are none', () => {
    expect(fieldsOf('nonsense', 'en')).toEqual([]);
  });

  test('optional value written as a choice with null keeps its own kind', () => {
    expect(fieldsOf({ properties: { limit: { anyOf: [{ type: 'integer' }, { type: 'null' }] } } }, 'en')[0]?.kind).toBe('number');
  });
});

describe('configuration', () => {
  test('has numbers, lists and trimmed texts, leaves out what is empty, and never trims a secret', () => {
    expect(toConfig(FIELDS, GIVEN)).toEqual({ host: 'db', port: 5433, user: 'ana', password: ' s3cret ', include_tables: ['orders*', 'public.x'], tls: 'disable', verify: false });
  });

  test('stored secret is shown as set and never as a value', () => {
    const values = valuesOf(FIELDS, { host: 'db', password: { set: true }, include_tables: ['a', 'b'] }, SCHEMA);
    expect(values).toMatchObject({ host: 'db', port: '5432', password: '', include_tables: 'a\nb', tls: 'prefer' });
    expect(isSet({ set: true })).toBe(true);
    expect(isSet('secret')).toBe(false);
  });

  test('survives the way into the form and back', () => {
    const config = { host: 'db', port: 1, user: 'u', include_tables: ['a'], tls: 'disable', verify: true };
    expect(toConfig(FIELDS, valuesOf(FIELDS, config, SCHEMA))).toEqual(config);
  });
});

describe('check', () => {
  const problems = (values: Record<string, string | boolean>, kept = new Set<string>()): Record<string, unknown> => Object.fromEntries(check(SCHEMA, FIELDS, toConfig(FIELDS, { ...GIVEN, ...values }), kept));

  test('finds nothing wrong with a right configuration', () => {
    expect(problems({})).toEqual({});
  });

  test('names each field and its limit', () => {
    expect(problems({ host: '', port: '70000' })).toEqual({ host: { key: 'required' }, port: { key: 'maximum', limit: 65_535 } });
    expect(problems({ port: '0' })).toEqual({ port: { key: 'minimum', limit: 1 } });
    expect(problems({ port: 'abc' })).toEqual({ port: { key: 'number' } });
    expect(problems({ port: '1.5' })).toEqual({ port: { key: 'integer' } });
    expect(problems({ tls: 'sometimes' })).toEqual({ tls: { key: 'choice' } });
  });

  test('does not ask again for a secret that the server keeps', () => {
    const schema = { ...SCHEMA, required: ['host', 'password'] };
    const fields = fieldsOf(schema, 'en');
    const config = { host: 'db' };
    expect([...check(schema, fields, config, new Set()).keys()]).toEqual(['password']);
    expect(check(schema, fields, config, new Set(['password'])).size).toBe(0);
  });
});

describe('cron in words', () => {
  const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

  test.each([
    ['*/15 * * * *', 'everyMinutes', { count: 15 }],
    ['5 * * * *', 'hourly', { minute: '05' }],
    ['0 2 * * *', 'daily', { time: '02:00' }],
    ['0 0 2 * * ?', 'daily', { time: '02:00' }],
    ['30 6 * * MON', 'weekly', { time: '06:30', day: 'Monday' }],
    ['30 6 * * 7', 'weekly', { time: '06:30', day: 'Sunday' }],
    ['0 3 15 * *', 'monthly', { time: '03:00', day: 15 }],
  ])('%s', (cron, key, values) => {
    expect(cronWords(cron, days)).toEqual({ key, values });
  });

  test.each(['', '0 2 * * 1-5', '0 2 * 1 *', '30 0 2 * * ?', 'nonsense'])('%s is left to the list of firings', (cron) => {
    expect(cronWords(cron, days)).toBeNull();
  });
});

describe('settings of checks', () => {
  const schema = {
    $defs: { Strategy: { oneOf: [{ const: 'rows', title: 'Rows' }, { const: 'value', title: 'Value' }] } },
    properties: {
      min: { title: 'Minimum', default: null },
      values: { type: 'array', items: true, title: 'Values' },
      strategy: { $ref: '#/$defs/Strategy', default: 'rows' },
      pairs: { type: 'array', items: { type: 'array', items: { type: 'string' } } },
      sql: { type: 'string' },
    },
    required: ['sql'],
  };
  const fields = fieldsOf(schema, 'en');

  test('may be values of any sort, choices that are referred to, and JSON where they are deeper', () => {
    expect(fields.map(({ name, kind }) => `${name}:${kind}`)).toEqual(['min:value', 'values:list', 'strategy:choice', 'pairs:json', 'sql:text']);
    expect(fields.find(({ name }) => name === 'sql')?.isLong).toBe(true);
  });

  test('numbers are numbers unless they are in quotes, on the way in and out', () => {
    const config = { min: 1.5, values: ['a', 2, '2', true, 'true', 'x"y'], strategy: 'value', pairs: [['a', 'b']], sql: 'SELECT 1' };
    const values = valuesOf(fields, config, schema);
    expect(values).toMatchObject({ min: '1.5', values: 'a\n2\n"2"\ntrue\n"true"\nx"y' });
    expect(toConfig(fields, values)).toEqual(config);
  });

  test('JSON that is none is left as it was typed, for the validator to refuse', () => {
    expect(toConfig(fields, { pairs: '[[', sql: 'x' })).toEqual({ pairs: '[[', sql: 'x' });
    expect([...check(schema, fields, { pairs: '[[', sql: 'x' }, new Set()).keys()]).toEqual(['pairs']);
  });
});
