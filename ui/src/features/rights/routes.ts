// Who may what: the organisation, its roles, the policies over assets. The router joins the pages below the shell.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text } from '../../app/page';
import { shellRoute } from '../../app/root';

const PARTS = ['departments', 'teams'] as const;

export interface OrganisationSearch {
  readonly tab?: (typeof PARTS)[number] | undefined;
  /** The department that is looked at. */
  readonly at?: string | undefined;
}

const organisation = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/organisation',
  validateSearch: (search: Record<string, unknown>): OrganisationSearch => ({ tab: oneOf(search['tab'], PARTS), at: text(search['at']) }),
  ...page('rights', () => import('./pages').then(({ Organisation }) => ({ Page: Organisation })), 'READ_ORGANISATION'),
});

const roles = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/roles',
  validateSearch: (search: Record<string, unknown>): { readonly role?: string | undefined } => ({ role: text(search['role']) }),
  ...page('rights', () => import('./pages').then(({ Roles }) => ({ Page: Roles })), 'MANAGE_ROLES'),
});

export interface PoliciesSearch {
  /** The policy that is looked at; `new` for one to be made. */
  readonly policy?: string | undefined;
  /** The account that policies are tried as. */
  readonly as?: string | undefined;
  /** What they search for. */
  readonly q?: string | undefined;
}

const policies = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/policies',
  validateSearch: (search: Record<string, unknown>): PoliciesSearch => ({ policy: text(search['policy']), as: text(search['as']), q: text(search['q']) }),
  ...page('rights', () => import('./pages').then(({ Policies }) => ({ Page: Policies })), 'MANAGE_POLICIES'),
});

export const rightsRoutes = [organisation, roles, policies] as const;
