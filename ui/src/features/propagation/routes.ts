// The rules by which tags follow column lineage. The router joins the page below the shell.
import { createRoute } from '@tanstack/react-router';
import { page, text } from '../../app/page';
import { shellRoute } from '../../app/root';

const rules = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/propagation',
  validateSearch: (search: Record<string, unknown>): { readonly rule?: string | undefined } => ({ rule: text(search['rule']) }),
  ...page('propagation', () => import('./rules.page'), 'MANAGE_GOVERNANCE'),
});

export const propagationRoutes = [rules] as const;
