// What people sort data by: the glossary, domains, data products, classifications. One page, four places.
import { createRoute } from '@tanstack/react-router';
import { page, text } from '../../app/page';
import { shellRoute } from '../../app/root';

export interface PlaceSearch {
  /** What is looked at. */
  readonly at?: string | undefined;
}

const validateSearch = (search: Record<string, unknown>): PlaceSearch => ({ at: text(search['at']) });

const glossary = createRoute({
  getParentRoute: () => shellRoute,
  path: '/glossary',
  validateSearch,
  ...page('vocabulary', () => import('./page').then(({ Glossary }) => ({ Page: Glossary })), 'READ_CATALOG'),
});

const domains = createRoute({
  getParentRoute: () => shellRoute,
  path: '/domains',
  validateSearch,
  ...page('vocabulary', () => import('./page').then(({ Domains }) => ({ Page: Domains })), 'READ_CATALOG'),
});

const products = createRoute({
  getParentRoute: () => shellRoute,
  path: '/products',
  validateSearch,
  ...page('vocabulary', () => import('./page').then(({ Products }) => ({ Page: Products })), 'READ_CATALOG'),
});

const tags = createRoute({
  getParentRoute: () => shellRoute,
  path: '/tags',
  validateSearch,
  ...page('vocabulary', () => import('./page').then(({ Tags }) => ({ Page: Tags })), 'READ_CATALOG'),
});

export const vocabularyRoutes = [glossary, domains, products, tags] as const;
