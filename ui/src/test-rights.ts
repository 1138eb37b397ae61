// What the built-in roles permit, for tests: the application itself is told by the server.
import type { Role } from './app/session';
import type { Action } from './gql/types';

const MEMBER: readonly Action[] = ['REQUEST_ACCESS'];
const VIEWER: readonly Action[] = [...MEMBER, 'DISCUSS', 'READ_CATALOG', 'READ_SOURCES', 'READ_ORGANISATION', 'MANAGE_OWN_TOKENS'];
const EDITOR: readonly Action[] = [...VIEWER, 'EDIT_CATALOG', 'MANAGE_GOVERNANCE', 'RUN_CRAWLS', 'REPORT', 'MANAGE_QUALITY'];
const ADMIN: readonly Action[] = [
  ...EDITOR,
  'MANAGE_SOURCES',
  'DELETE_SOURCES',
  'REVERT_CHANGES',
  'MANAGE_USERS',
  'MANAGE_ORGANISATION',
  'MANAGE_ROLES',
  'MANAGE_POLICIES',
  'USE_GRAPHIQL',
  'OPERATE',
  'READ_AUDIT',
  'MANAGE_WEBHOOKS',
  'PROVISION',
];

export const RIGHTS: Readonly<Record<Role, readonly Action[]>> = { ADMIN, EDITOR, VIEWER, MEMBER };
