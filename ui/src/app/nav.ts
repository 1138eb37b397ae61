// What the left navigation lists, with the second key of its `g` sequence.
// A page that belongs in the menu adds one line here.

import type { Action } from '../gql/types';

export interface NavEntry {
  readonly to: string;
  /** Key below `nav` in the app texts. */
  readonly label: string;
  readonly icon: string;
  readonly key: string;
  /** What it takes to open the page; anybody may where nothing is said. */
  readonly needs?: Action;
}

export const NAV: readonly (readonly NavEntry[])[] = [
  [
    { to: '/', label: 'home', icon: 'home', key: 'h' },
    { to: '/inbox', label: 'inbox', icon: 'bell', key: 'i', needs: 'READ_CATALOG' },
    { to: '/browse', label: 'browse', icon: 'browse', key: 'b', needs: 'READ_CATALOG' },
    { to: '/search', label: 'search', icon: 'search', key: 'f', needs: 'READ_CATALOG' },
    { to: '/lineage', label: 'lineage', icon: 'lineage', key: 'l', needs: 'READ_CATALOG' },
    { to: '/what-if', label: 'whatIf', icon: 'branch', key: 'w', needs: 'READ_CATALOG' },
  ],
  [
    { to: '/glossary', label: 'glossary', icon: 'book', key: 'v', needs: 'READ_CATALOG' },
    { to: '/domains', label: 'domains', icon: 'domain', key: 'm', needs: 'READ_CATALOG' },
    { to: '/products', label: 'products', icon: 'product', key: 'j', needs: 'READ_CATALOG' },
    { to: '/tags', label: 'tags', icon: 'classification', key: 'k', needs: 'READ_CATALOG' },
    { to: '/standards', label: 'standards', icon: 'standard', key: '2', needs: 'READ_CATALOG' },
    { to: '/quality', label: 'quality', icon: 'metric', key: '3', needs: 'READ_CATALOG' },
    { to: '/kpis', label: 'kpis', icon: 'target', key: '5', needs: 'READ_CATALOG' },
    { to: '/cost', label: 'cost', icon: 'cost', key: '6', needs: 'READ_CATALOG' },
    { to: '/health', label: 'health', icon: 'health', key: '7', needs: 'READ_CATALOG' },
    { to: '/insights', label: 'insights', icon: 'trend', key: '8', needs: 'READ_CATALOG' },
  ],
  [
    { to: '/sources', label: 'sources', icon: 'source', key: 's', needs: 'READ_SOURCES' },
    { to: '/runs', label: 'runs', icon: 'activity', key: 'r', needs: 'READ_SOURCES' },
    { to: '/pipelines', label: 'pipelines', icon: 'pipeline', key: 'p', needs: 'READ_CATALOG' },
    { to: '/sql', label: 'sql', icon: 'query', key: 'q', needs: 'READ_CATALOG' },
    { to: '/changes', label: 'changes', icon: 'history', key: 'c', needs: 'READ_CATALOG' },
    { to: '/requests', label: 'requests', icon: 'token', key: 'z', needs: 'REQUEST_ACCESS' },
    { to: '/tasks', label: 'tasks', icon: 'task', key: '1', needs: 'DISCUSS' },
    { to: '/held', label: 'held', icon: 'warning', key: 'd', needs: 'REVERT_CHANGES' },
  ],
  [
    { to: '/admin/organisation', label: 'organisation', icon: 'users', key: 't', needs: 'READ_ORGANISATION' },
    { to: '/admin/users', label: 'users', icon: 'account', key: 'u', needs: 'MANAGE_USERS' },
    { to: '/admin/roles', label: 'roles', icon: 'task', key: 'e', needs: 'MANAGE_ROLES' },
    { to: '/admin/policies', label: 'policies', icon: 'policy', key: 'y', needs: 'MANAGE_POLICIES' },
    { to: '/admin/propagation', label: 'propagation', icon: 'tag', key: 'n', needs: 'MANAGE_GOVERNANCE' },
    { to: '/admin/properties', label: 'properties', icon: 'semantics', key: '6', needs: 'MANAGE_GOVERNANCE' },
    { to: '/admin/spreadsheet', label: 'spreadsheet', icon: 'rows', key: '7', needs: 'EDIT_CATALOG' },
    { to: '/admin/announcements', label: 'announcements', icon: 'info', key: '8', needs: 'EDIT_CATALOG' },
    { to: '/admin/namespaces', label: 'namespaces', icon: 'link', key: '9', needs: 'MANAGE_SOURCES' },
    { to: '/admin/sessions', label: 'sessions', icon: 'key', key: 'o', needs: 'MANAGE_USERS' },
    { to: '/admin/webhooks', label: 'webhooks', icon: 'api', key: 'g', needs: 'MANAGE_WEBHOOKS' },
    { to: '/admin/audit', label: 'audit', icon: 'history', key: 'a', needs: 'READ_AUDIT' },
    { to: '/admin/exceptions', label: 'exceptions', icon: 'error', key: 'x', needs: 'OPERATE' },
  ],
];

/** The entries that somebody sees who may what `may` says. */
export function shownEntries(may: (action: Action) => boolean): NavEntry[][] {
  return NAV.map((group) => group.filter((entry) => !entry.needs || may(entry.needs))).filter((group) => group.length > 0);
}
