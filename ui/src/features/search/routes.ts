import { createRoute } from '@tanstack/react-router';
import { page } from '../../app/page';
import { shellRoute } from '../../app/root';
import { readParams } from './model';

const search = createRoute({ getParentRoute: () => shellRoute, path: '/search', validateSearch: readParams, ...page('search', () => import('./page'), 'READ_CATALOG') });

export const searchRoutes = [search] as const;
