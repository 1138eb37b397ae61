import { expect, test } from 'vitest';
import { offers } from './token-field';

const people = [
  { value: 'ana', label: 'Ana 安娜' },
  { value: 'li.wei', label: '李伟' },
];

test('a choice is found by its name or its label', () => {
  expect(offers('wei', people, [], false)).toEqual([people[1]]);
  expect(offers('李', people, [], false)).toEqual([people[1]]);
});

test('what is chosen already is not offered', () => {
  expect(offers('', people, ['ana'], false)).toEqual([people[1]]);
});

test('an unknown name is offered only where new names are allowed', () => {
  expect(offers(' bob ', people, [], true)).toEqual([{ value: 'bob', label: 'bob' }]);
  expect(offers('bob', people, [], false)).toEqual([]);
});

test('a name that exists is not offered twice', () => {
  expect(offers('ana', people, [], true)).toEqual([people[0]]);
});
