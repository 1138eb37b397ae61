// Everything of deprecations and announcements, in one file of the built interface: parts of it are on the page of every asset.
export { AssetNews } from './news';
export { CareMenu } from './care-menu';
export { Page } from './list.page';
