import { createRoute } from '@tanstack/react-router';
import { page } from '../../app/page';
import { shellRoute } from '../../app/root';

const users = createRoute({ getParentRoute: () => shellRoute, path: '/admin/users', ...page('admin', () => import('./users.page'), 'MANAGE_USERS') });

export const adminRoutes = [users] as const;
