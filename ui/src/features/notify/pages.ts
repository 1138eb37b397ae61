// All pages in one file to fetch: they are small and share most of what they need.
export { Page as Inbox } from './inbox.page';
export { Page as Settings } from './settings.page';
export { Page as Webhook } from './webhook.page';
export { Page as Webhooks } from './webhooks.page';
