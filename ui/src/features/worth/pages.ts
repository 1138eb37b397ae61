// The pages in one file to fetch: they share most of it.
export { Page as Board } from './board.page';
export { Page as Cost } from './cost.page';
export { Page as Health } from './health.page';
export { Page as Insights } from './insights.page';
export { Page as OneKpi } from './kpi.page';
