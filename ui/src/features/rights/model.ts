// What follows from the organisation, roles and policies as the server gives them. Pure.
import { ApiError } from '../../app/gql';
import type { Action, OrganisationQuery, RolesQuery } from '../../gql/types';
import { ROOT } from '../../kit/tree/model';
import type { Branch, TreeNode } from '../../kit/tree/model';

export type Organisation = OrganisationQuery['organisation'];
export type Department = Organisation['departments'][number];
export type Team = Organisation['teams'][number];
export type Role = RolesQuery['organisation']['roles'][number];
export type Menu = RolesQuery['menus'][number];

/** Somebody, as far as lists of members need it. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

interface Placed {
  readonly id: string;
  readonly name: string;
  readonly parent?: string | null;
}

export type DepartmentNode<One extends Placed> = TreeNode & { readonly department: One };

/** The departments by what they are directly below; one below nothing that is there is at the top. */
function byParent<One extends Placed>(departments: readonly One[]): Map<string, One[]> {
  const known = new Set(departments.map(({ id }) => id));
  const children = new Map<string, One[]>([[ROOT, []]]);
  for (const one of departments) {
    const parent = one.parent && known.has(one.parent) ? one.parent : ROOT;
    const below = children.get(parent);
    if (below) below.push(one);
    else children.set(parent, [one]);
  }
  return children;
}

/** The branches of the tree of departments. */
export function departmentBranches<One extends Placed>(departments: readonly One[]): Map<string, Branch<DepartmentNode<One>>> {
  const children = byParent(departments);
  const node = (department: One) => ({ id: department.id, isLeaf: !children.has(department.id), department });
  return new Map([...children].map(([parent, below]) => [parent, { nodes: below.map(node), hasMore: false, state: 'ready' as const }]));
}

/** Every department in the order of the tree, with how deep it is; `without` leaves one out with all below it. */
export function inTreeOrder<One extends Placed>(departments: readonly One[], without?: string): { readonly one: One; readonly depth: number }[] {
  const children = byParent(departments);
  const found: { one: One; depth: number }[] = [];
  const open = (children.get(ROOT) ?? []).map((one) => ({ one, depth: 0 })).toReversed();
  const seen = new Set<string>();
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.one.id === without || seen.has(next.one.id)) continue;
    seen.add(next.one.id);
    found.push(next);
    const { depth } = next;
    open.push(...(children.get(next.one.id) ?? []).map((one) => ({ one, depth: depth + 1 })).toReversed());
  }
  return found;
}

/** A department and what it is below, the highest first. */
export function pathOf<One extends Placed>(departments: readonly One[], id: string): One[] {
  const known = new Map(departments.map((one) => [one.id, one]));
  const path: One[] = [];
  for (let at = known.get(id); at && !path.includes(at); at = at.parent ? known.get(at.parent) : undefined) path.unshift(at);
  return path;
}

/** What a button or a menu stands for is permitted: a button brings the menu it is on along. */
export function withAction(permits: readonly Action[], menu: Menu, action: Action): Action[] {
  return [...new Set([...permits, menu.needs, action])];
}

/** A menu is no longer permitted, and with it what is on its pages only. */
export function withoutMenu(permits: readonly Action[], menus: readonly Menu[], menu: Menu): Action[] {
  const gone = new Set<Action>(menus.filter((other) => other.needs === menu.needs).flatMap((other) => [other.needs, ...other.buttons.map((button) => button.needs)]));
  return permits.filter((action) => !gone.has(action));
}

/** Splits a refusal: what belongs to a field of the form, and what to none of them. */
export function fieldErrors(error: unknown, fields: readonly string[], conflictAt?: string): { readonly of: (field: string) => string | undefined; readonly rest: unknown } {
  if (!(error instanceof ApiError)) return { of: () => undefined, rest: error };
  const at = error.field ?? (error.code === 'CONFLICT' ? conflictAt : undefined);
  return { of: (field) => (field === at ? error.message : undefined), rest: at && fields.includes(at) ? null : error };
}
