// Both pages in one file to fetch: who reads the one often reads the other, and they share most of it.
export { Page as Audit } from './audit.page';
export { Page as Exceptions } from './exceptions.page';
