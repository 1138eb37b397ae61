import { createRoute } from '@tanstack/react-router';
import { page } from '../../app/page';
import { shellRoute } from '../../app/root';

const sessions = createRoute({ getParentRoute: () => shellRoute, path: '/admin/sessions', ...page('sessions', () => import('./page'), 'MANAGE_USERS') });

export const sessionsRoutes = [sessions] as const;
