import { expect, test } from 'vitest';
import { ApiError } from '../../app/gql';
import { ROOT } from '../../kit/tree/model';
import { departmentBranches, fieldErrors, inTreeOrder, pathOf, withAction, withoutMenu } from './model';
import type { Menu } from './model';

const department = (id: string, parent: string | null = null) => ({ id, name: id, parent });
const ALL = [department('sales'), department('inside', 'sales'), department('east', 'inside'), department('legal'), department('lost', 'gone')];

test('departments stand below each other, those below nothing that is there at the top', () => {
  const branches = departmentBranches(ALL);
  expect(branches.get(ROOT)?.nodes.map(({ id, isLeaf }) => [id, isLeaf])).toEqual([['sales', false], ['legal', true], ['lost', true]]);
  expect(branches.get('sales')?.nodes.map(({ id }) => id)).toEqual(['inside']);
});

test('a list of departments is in the order of the tree and leaves out one with all below it', () => {
  expect(inTreeOrder(ALL).map(({ one, depth }) => [one.id, depth])).toEqual([['sales', 0], ['inside', 1], ['east', 2], ['legal', 0], ['lost', 0]]);
  expect(inTreeOrder(ALL, 'inside').map(({ one }) => one.id)).toEqual(['sales', 'legal', 'lost']);
});

test('the path to a department ends with it, even where departments go in a circle', () => {
  expect(pathOf(ALL, 'east').map(({ id }) => id)).toEqual(['sales', 'inside', 'east']);
  expect(pathOf([department('a', 'b'), department('b', 'a')], 'a').map(({ id }) => id)).toEqual(['b', 'a']);
});

const menu = (code: string, needs: Menu['needs'], ...buttons: Menu['needs'][]): Menu => ({
  code,
  path: `/${code}`,
  titleEn: code,
  titleZh: code,
  needs,
  buttons: buttons.map((button) => ({ code: `${code}:${button}`, titleEn: button, titleZh: button, needs: button })),
});
const MENUS = [menu('catalog', 'READ_CATALOG', 'EDIT_CATALOG'), menu('sources', 'READ_SOURCES', 'RUN_CRAWLS', 'DELETE_SOURCES'), menu('account', 'READ_CATALOG', 'MANAGE_OWN_TOKENS')];

test('a button brings its menu along, and a menu that goes takes its buttons with it', () => {
  expect(withAction([], MENUS[1]!, 'RUN_CRAWLS')).toEqual(['READ_SOURCES', 'RUN_CRAWLS']);
  expect(withoutMenu(['READ_CATALOG', 'READ_SOURCES', 'RUN_CRAWLS'], MENUS, MENUS[1]!)).toEqual(['READ_CATALOG']);
  expect(withoutMenu(['READ_CATALOG', 'EDIT_CATALOG', 'MANAGE_OWN_TOKENS', 'READ_SOURCES'], MENUS, MENUS[2]!)).toEqual(['READ_SOURCES']);
});

test('a refusal is shown at its field, one of a name that is taken at the name, and any other below', () => {
  const invalid = fieldErrors(new ApiError('INVALID', 'is below it', undefined, 'parent'), ['name', 'parent'], 'name');
  expect([invalid.of('parent'), invalid.of('name'), invalid.rest]).toEqual(['is below it', undefined, null]);
  const taken = fieldErrors(new ApiError('CONFLICT', 'is taken'), ['name'], 'name');
  expect([taken.of('name'), taken.rest]).toEqual(['is taken', null]);
  const other = new ApiError('FORBIDDEN', 'no');
  expect(fieldErrors(other, ['name'], 'name').rest).toBe(other);
  const elsewhere = new ApiError('INVALID', 'bad', undefined, 'id');
  expect(fieldErrors(elsewhere, ['name'], 'name').rest).toBe(elsewhere);
});
