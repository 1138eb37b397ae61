// The pages in one file to fetch: they share most of it.
export { Page as Board } from './board.page';
export { Page as OneKpi } from './kpi.page';
