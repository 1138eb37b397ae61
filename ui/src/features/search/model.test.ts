import { expect, test } from 'vitest';
import { chosenCount, readParams, shownValues, toggled, toInput, withoutFacets } from './model';

test('an address is read leniently: one value is a list, nonsense is nothing', () => {
  expect(readParams({ q: 'orders', kind: 'table', owner: ['ana', 'bob'], sort: 'LOUDEST', tier: '' })).toEqual({ q: 'orders', kind: ['table'], owner: ['ana', 'bob'] });
});

test('a number in the address is a word of the query', () => {
  expect(readParams({ q: 2024 })).toEqual({ q: '2024' });
});

test('a facet value goes in and out again', () => {
  const once = toggled({ q: 'x' }, 'tag', 'pii');
  expect(once).toEqual({ q: 'x', tag: ['pii'] });
  expect(toggled(once, 'tag', 'pii')).toEqual({ q: 'x' });
});

test('the input names kinds as the API does and always has a query', () => {
  expect(toInput({ kind: ['ml_model'] })).toMatchObject({ query: '', kinds: ['ML_MODEL'], sort: 'RELEVANCE' });
});

test('domains, terms and properties are filters like the others', () => {
  const params = readParams({ domain: 'Commerce.Orders', term: ['Finance.Revenue'], property: 'level=gold' });
  expect(toInput(params)).toMatchObject({ domains: ['Commerce.Orders'], terms: ['Finance.Revenue'], properties: ['level=gold'] });
});

test('clearing filters keeps the words and the order', () => {
  const params = { q: 'x', sort: 'NAME' as const, tag: ['a', 'b'], kind: ['table'] };
  expect(chosenCount(params)).toBe(3);
  expect(withoutFacets(params)).toEqual({ q: 'x', sort: 'NAME' });
});

test('a chosen value stays in sight when nothing matches it', () => {
  const values = [
    { value: 'a', label: 'A', count: 9 },
    { value: 'b', label: 'B', count: 3 },
  ];
  expect(shownValues(values, ['z', 'b'], 3).map((value) => [value.value, value.count])).toEqual([['z', 0], ['b', 3], ['a', 9]]);
});
