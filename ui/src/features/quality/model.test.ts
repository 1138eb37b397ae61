import { describe, expect, test } from 'vitest';
import type { SuiteFactsFragment } from '../../gql/types';
import { type CheckType, draftOf, findTypes, firstDraft, formField, itemOf, problemsAt, suiteInput, suiteProblems } from './draft';
import { drawnOf, extentOf, lineOf, partsOf, splitNote, stateOf, type Tally } from './model';

const tally = (some: Partial<Tally>): Tally => ({ passed: 0, failed: 0, errors: 0, noData: 0, total: 0, passRate: null, ...some });

const BETWEEN: CheckType = {
  name: 'between',
  level: 'COLUMN',
  dimension: 'VALIDITY',
  title: { en: 'Values are in a range', zh: '取值在范围内' },
  description: { en: '', zh: '' },
  aliases: ['columnValuesToBeBetween'],
  schema: {
    type: 'object',
    additionalProperties: false,
    properties: { min: { title: 'Minimum', 'x-order': 1, default: null }, max: { title: 'Maximum', 'x-order': 2, default: null } },
  },
  examples: [],
};
const ROWS: CheckType = {
  name: 'row_count',
  level: 'TABLE',
  dimension: 'VOLUME',
  title: { en: 'Number of rows', zh: '行数在范围内' },
  description: { en: '', zh: '' },
  aliases: [],
  schema: { type: 'object', properties: { min: { type: ['number', 'null'], title: 'Minimum' } } },
  examples: [],
};
const TYPES = [BETWEEN, ROWS];
const ORDERS = { id: 'a1', kind: 'TABLE' as const, displayName: 'orders', fullName: 'shop.orders' };

describe('f1 tallies', () => {
  test('are drawn without what did not happen, passed first', () => {
    expect(partsOf(tally({ failed: 1, passed: 3, total: 4 }))).toEqual([
      { outcome: 'PASS', count: 3 },
      { outcome: 'FAIL', count: 1 },
    ]);
    expect(partsOf(tally({}))).toEqual([]);
  });

  test('are as bad as the worst of them, and unknown rather than good when nothing was judged', () => {
    expect([tally({ failed: 1, errors: 1 }), tally({ errors: 1, passed: 9 }), tally({ passed: 1 }), tally({ noData: 5 })].map(stateOf)).toEqual(['bad', 'warn', 'good', 'unknown']);
  });

  test('a line has the numbers only, oldest first, and a flat one is in the middle', () => {
    const results = [{ at: '3', value: 7 }, { at: '2', value: null }, { at: '1', value: 5 }, { at: null, value: 1 }];
    expect(lineOf(results).map(({ value }) => value)).toEqual([5, 7]);
    expect(extentOf([5, 7])).toEqual([5, 7]);
    const [low, high] = extentOf([5, 5]);
    expect(low < 5 && 5 < high).toBe(true);
  });
});

test('f2 a step of an incident tells whom or why apart from what was said', () => {
  expect(splitNote('assigned', 'team:data: please')).toEqual({ subject: 'team:data', words: 'please' });
  expect(splitNote('resolved', 'fixed')).toEqual({ subject: 'fixed', words: '' });
  expect(splitNote('noted', 'look: here')).toEqual({ subject: '', words: 'look: here' });
  expect(splitNote('opened', null)).toEqual({ subject: '', words: '' });
});

describe('f1 the form of a suite', () => {
  const suite: SuiteFactsFragment = {
    id: 's1',
    name: 'Orders',
    description: '',
    query: null,
    cron: '0 3 * * *',
    timezone: 'Asia/Shanghai',
    isAfterCrawl: true,
    isAfterRun: false,
    isEnabled: true,
    assets: [ORDERS],
    items: [
      { id: 'i1', kind: 'between', columns: 'amount', settings: { min: 0, max: '9' }, condition: null, groupBy: null, toleratedErrors: null, toleratedShare: 0.005, severity: 'CRITICAL', title: null, isResolvedByPassing: true },
      { id: 'i2', kind: 'of_the_future', columns: null, settings: { deep: { er: [1] } }, condition: null, groupBy: 'city', toleratedErrors: 3, toleratedShare: null, severity: 'NOTICE', title: 'Later', isResolvedByPassing: false },
    ],
  };

  test('sends back what it was given, types that it does not know included', () => {
    const { id: _, assets, ...rest } = suite;
    expect(suiteInput(draftOf(suite, TYPES, 'UTC'), TYPES)).toEqual({ ...rest, assets: assets.map(({ id }) => id) });
  });

  test('tells numbers from texts by how they are written', () => {
    const draft = draftOf(suite, TYPES, 'UTC');
    expect(draft.items[0]?.values).toEqual({ min: '0', max: '"9"' });
  });

  test('names what is missing or wrong, as the server names its fields', () => {
    const empty = firstDraft([], 'UTC');
    expect([...suiteProblems(empty, TYPES)]).toEqual([
      ['name', { key: 'required' }],
      ['selection', { key: 'selection' }],
    ]);
    const items = [
      { ...itemOf(BETWEEN, 'k1'), toleratedPercent: '101' },
      { ...itemOf(ROWS, 'k2'), values: { min: 'many' }, toleratedErrors: '1.5' },
    ];
    const found = suiteProblems({ ...empty, name: 'x', query: 'tag:pii', items }, TYPES);
    expect([...found.keys()]).toEqual(['checks.0.columns', 'checks.0.toleratedShare', 'checks.1.toleratedErrors', 'checks.1.settings.min']);
  });

  test('finds the field of the form that the server means', () => {
    const draft = { ...firstDraft([ORDERS], 'UTC'), items: [itemOf(BETWEEN, 'k1')] };
    expect(['checks.0.settings.min', 'input.name', 'checks.0.group_by', 'selection.query', 'checks.7.kind', 'elsewhere', undefined].map((field) => formField(field, draft))).toEqual(['checks.0.settings.min', 'name', 'checks.0.groupBy', 'query', null, null, null]);
    expect([...problemsAt(new Map([['checks.1.columns', 'no'], ['checks.10.columns', 'other'], ['checks.1', 'all']]), 1)]).toEqual([['columns', 'no'], ['', 'all']]);
  });

  test('finds types by name, by title in either language, and by what other tools call them', () => {
    const names = (text: string): string[] => findTypes(TYPES, text).map(({ name }) => name);
    expect([names('RANGE'), names('范围'), names('tobebetween'), names('row_c'), names('nothing such')]).toEqual([['between'], ['between', 'row_count'], ['between'], ['row_count'], []]);
  });
});

test('f1_a check that measures nothing is drawn by its wrong rows', () => {
  const result = (at: string, value: number | null, errors: number | null) => ({ at, value, errors });
  expect(drawnOf([result('b', null, 3), result('a', null, 1)])).toEqual({ isErrors: true, points: [{ at: 'a', value: 1 }, { at: 'b', value: 3 }] });
  expect(drawnOf([result('b', 0.5, 3), result('a', 0.2, 1)])).toEqual({ isErrors: false, points: [{ at: 'a', value: 0.2 }, { at: 'b', value: 0.5 }] });
  expect(drawnOf([result('a', null, 1)])).toEqual({ isErrors: false, points: [] });
});
