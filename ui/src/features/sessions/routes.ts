import { createRoute } from '@tanstack/react-router';
import { page } from '../../app/page';
import { shellRoute } from '../../app/root';

const sessions = createRoute({ getParentRoute: () => shellRoute, path: '/admin/sessions', ...page('sessions', () => import('./page')) });

export const sessionsRoutes = [sessions] as const;
