// What somebody was told, what they follow, and where programs and chats are told; the router joins the pages.
import { createRoute } from '@tanstack/react-router';
import { oneOf, page, text } from '../../app/page';
import { shellRoute } from '../../app/root';
import { STATES, type DeliveryState } from './model';

export interface InboxSearch {
  readonly show?: 'unread' | undefined;
}

const inbox = createRoute({
  getParentRoute: () => shellRoute,
  path: '/inbox',
  validateSearch: (search: Record<string, unknown>): InboxSearch => ({ show: oneOf(search['show'], ['unread']) }),
  ...page('notify', () => import('./pages').then(({ Inbox }) => ({ Page: Inbox }))),
});

const settings = createRoute({ getParentRoute: () => shellRoute, path: '/inbox/settings', ...page('notify', () => import('./pages').then(({ Settings }) => ({ Page: Settings }))) });

const webhooks = createRoute({ getParentRoute: () => shellRoute, path: '/admin/webhooks', ...page('notify', () => import('./pages').then(({ Webhooks }) => ({ Page: Webhooks }))) });

export interface WebhookSearch {
  readonly state?: DeliveryState | undefined;
}

const webhook = createRoute({
  getParentRoute: () => shellRoute,
  path: '/admin/webhooks/$id',
  validateSearch: (search: Record<string, unknown>): WebhookSearch => ({ state: oneOf(text(search['state']), STATES) }),
  ...page('notify', () => import('./pages').then(({ Webhook }) => ({ Page: Webhook }))),
});

export const notifyRoutes = [inbox, settings, webhooks, webhook] as const;
