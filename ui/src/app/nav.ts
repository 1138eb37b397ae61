// What the left navigation lists, with the second key of its `g` sequence.
// A page that belongs in the menu adds one line here.

export interface NavEntry {
  readonly to: string;
  /** Key below `nav` in the app texts. */
  readonly label: string;
  readonly icon: string;
  readonly key: string;
  readonly needs?: 'administer' | 'edit';
}

export const NAV: readonly (readonly NavEntry[])[] = [
  [
    { to: '/', label: 'home', icon: 'home', key: 'h' },
    { to: '/browse', label: 'browse', icon: 'browse', key: 'b' },
    { to: '/search', label: 'search', icon: 'search', key: 'f' },
    { to: '/lineage', label: 'lineage', icon: 'lineage', key: 'l' },
    { to: '/what-if', label: 'whatIf', icon: 'branch', key: 'w' },
  ],
  [
    { to: '/sources', label: 'sources', icon: 'source', key: 's' },
    { to: '/runs', label: 'runs', icon: 'activity', key: 'r' },
    { to: '/pipelines', label: 'pipelines', icon: 'pipeline', key: 'p' },
    { to: '/sql', label: 'sql', icon: 'query', key: 'q' },
    { to: '/changes', label: 'changes', icon: 'history', key: 'c' },
    { to: '/held', label: 'held', icon: 'warning', key: 'd', needs: 'administer' },
  ],
  [
    { to: '/admin/users', label: 'users', icon: 'admin', key: 'u', needs: 'administer' },
    { to: '/admin/sessions', label: 'sessions', icon: 'key', key: 'o', needs: 'administer' },
    { to: '/admin/audit', label: 'audit', icon: 'history', key: 'a', needs: 'administer' },
    { to: '/admin/exceptions', label: 'exceptions', icon: 'error', key: 'x', needs: 'administer' },
  ],
];
