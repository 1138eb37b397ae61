import { createRoute } from '@tanstack/react-router';
import { page } from '../../app/page';
import { shellRoute } from '../../app/root';

const me = createRoute({ getParentRoute: () => shellRoute, path: '/me', ...page('account', () => import('./page')) });

export const accountRoutes = [me] as const;
