import { describe, expect, test } from 'vitest';
import { fromSearch, toSearch, withFocus } from './address';
import { collapsed, decodeSteps, encodeSteps, expandedBy, FIRST_STATE, type LineageState, piecesOf, toggled } from './state';

const FULL: LineageState = {
  up: 3,
  down: 0,
  fan: 100,
  view: 'impact',
  selection: { kind: 'column', node: 'n1', column: 'c1' },
  steps: [
    { node: 'n1', side: 'down', pages: 4, text: '' },
    { node: 'n2', side: 'up', pages: 1, text: '订单 ~!%' },
  ],
  open: ['n1', 'n2'],
  group: 'schema',
  spread: ['g1'],
  moment: '41',
  against: 'before',
};

describe('address of the explorer', () => {
  test('holds the whole state', () => {
    expect(fromSearch(toSearch(FULL))).toEqual(FULL);
  });

  test('says nothing of what is as at first', () => {
    expect(Object.values(toSearch(FIRST_STATE)).filter((value) => value !== undefined)).toEqual([]);
    expect(fromSearch({})).toEqual(FIRST_STATE);
  });

  test('loses what was found, not how to look, with another focus', () => {
    const next = fromSearch(withFocus({ focus: 'a', ...toSearch({ ...FULL, selection: null }) }, 'b'));
    expect(next).toEqual({ ...FULL, selection: null, steps: [], open: [], spread: [] });
  });

  test('that somebody wrote by hand is read as far as it makes sense', () => {
    expect(decodeSteps('d~n1~2!x~n2~1!u~~1!u~n3~0!u~n4~999!u~n5~1~%E0')).toEqual([
      { node: 'n1', side: 'down', pages: 2, text: '' },
      { node: 'n5', side: 'up', pages: 1, text: '' },
    ]);
    expect(fromSearch({ fan: 26 }).fan).toBe(25);
    expect(encodeSteps([])).toBeUndefined();
  });
});

describe('expansion', () => {
  test('goes on page by page, each search by itself', () => {
    const once = expandedBy([], 'n', 'down');
    const twice = expandedBy(once, 'n', 'down');
    expect(expandedBy(twice, 'n', 'down', 'ord')).toEqual([
      { node: 'n', side: 'down', pages: 2, text: '' },
      { node: 'n', side: 'down', pages: 1, text: 'ord' },
    ]);
    expect(collapsed(twice, 'n')).toEqual([]);
  });

  test('that an address brought along is fetched in few requests, and what is added page by page', () => {
    expect(piecesOf(80, 82)).toEqual([500, 500, 500, 500, 25, 25]);
    expect(piecesOf(1, 3)).toEqual([25, 25, 25]);
    expect(piecesOf(21, 21)).toEqual([500, 25]);
  });

  test('ends where an address is full', () => {
    let steps = expandedBy([], 'n0', 'up');
    for (let count = 1; count < 100; count += 1) steps = expandedBy(steps, `n${count}`, 'up');
    expect(steps).toHaveLength(40);
  });

  test('list takes in and gives back', () => {
    expect(toggled(toggled(['a'], 'b'), 'a')).toEqual(['b']);
  });
});
