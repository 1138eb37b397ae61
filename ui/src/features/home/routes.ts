import { createRoute } from '@tanstack/react-router';
import { page } from '../../app/page';
import { shellRoute } from '../../app/root';

const home = createRoute({ getParentRoute: () => shellRoute, path: '/', ...page('home', () => import('./page')) });

export const homeRoutes = [home] as const;
