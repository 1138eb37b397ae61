// What was done by whom, and what went wrong; the router joins both pages below the shell.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text } from '../../app/page';
import { shellRoute } from '../../app/root';
import { RESULTS, type Result } from './model';

export interface AuditSearch {
  readonly user?: string | undefined;
  readonly operation?: string | undefined;
  readonly target?: string | undefined;
  readonly result?: Result | undefined;
  /** Days, as `2026-05-01`, in the reader's own time; the last one is included. */
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

const audit = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/audit',
  validateSearch: (search: Record<string, unknown>): AuditSearch => ({
    user: text(search['user']),
    operation: text(search['operation']),
    target: text(search['target']),
    result: oneOf(search['result'], RESULTS),
    from: text(search['from']),
    until: text(search['until']),
  }),
  ...page('audit', () => import('./pages').then(({ Audit }) => ({ Page: Audit })), 'READ_AUDIT'),
});

export interface ExceptionsSearch {
  readonly q?: string | undefined;
  /** The request identifier that a client was told. */
  readonly trace?: string | undefined;
}

const exceptions = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/exceptions',
  validateSearch: (search: Record<string, unknown>): ExceptionsSearch => ({ q: text(search['q']), trace: text(search['trace']) }),
  ...page('audit', () => import('./pages').then(({ Exceptions }) => ({ Page: Exceptions })), 'OPERATE'),
});

export const auditRoutes = [audit, exceptions] as const;
