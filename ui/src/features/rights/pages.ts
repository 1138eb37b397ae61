// The three pages in one file to fetch: who works on one goes on to the next, and they share most of it.
export { Page as Organisation } from './organisation.page';
export { Page as Policies } from './policies.page';
export { Page as Roles } from './roles.page';
