import { createRoute } from '@tanstack/react-router';
import { page } from '../../app/page';
import { shellRoute } from '../../app/root';

const held = createRoute({ getParentRoute: () => shellRoute, path: '/held', ...page('holds', () => import('./page'), 'READ_SOURCES') });

export const holdsRoutes = [held] as const;
