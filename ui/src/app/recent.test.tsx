import { expect, test } from 'vitest';
import { recentVisits, withVisit } from './recent';

const visit = (id: string) => ({ id, kind: 'table', name: id, fullName: id });

test('a second visit moves to the front and is not doubled', () => {
  expect(withVisit([visit('a'), visit('b')], visit('b')).map((each) => each.id)).toEqual(['b', 'a']);
});

test('eight visits are kept', () => {
  const many = Array.from({ length: 20 }, (_, index) => visit(String(index))).reduce<ReturnType<typeof visit>[]>(withVisit, []);
  expect(many.map((each) => each.id)).toEqual(['19', '18', '17', '16', '15', '14', '13', '12']);
});

test('a damaged store is no visits', () => {
  localStorage.setItem('cadastre.recent', '[{"id":1},null,"x"]');
  expect(recentVisits()).toEqual([]);
  localStorage.setItem('cadastre.recent', '{');
  expect(recentVisits()).toEqual([]);
});
