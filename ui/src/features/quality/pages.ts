// The pages in one file to fetch, and the tab of assets with them: they share most of it.
export { Page as Home } from './home.page';
export { Page as Incidents } from './incidents.page';
export { Page as OneIncident } from './incident.page';
export { Page as OneCheck } from './check.page';
export { Page as Suites } from './suites.page';
export { Page as OneSuite } from './suite.page';
export { Page as Contracts } from './contracts.page';
export { Page as OneContract } from './contract.page';
export { AssetProfile } from './asset-profile';
export { AssetQuality } from './asset-quality';
