// Words and choices of telling, without anything to show.
import type { EventKind, Shape, WebhookFieldsFragment } from '../../gql/types';

export const STATES = ['WAITING', 'DELIVERED', 'DEAD', 'WITHHELD'] as const;
export type DeliveryState = (typeof STATES)[number];

export const SHAPES: readonly Shape[] = ['CLOUD_EVENTS', 'FEISHU', 'DING_TALK', 'WE_COM', 'SLACK', 'TEAMS'];

/** The icon of an event. */
export function iconOf(kind: EventKind): string {
  if (kind.startsWith('ASSET_LINEAGE')) return 'lineage';
  if (kind === 'ASSET_REMOVED' || kind === 'RUN_FAILED' || kind === 'WEBHOOK_DISABLED') return 'error';
  if (kind.endsWith('DEPRECATED') || kind === 'HOLD_OPENED' || kind.startsWith('KPI_')) return 'warning';
  if (kind.startsWith('ACCESS_')) return 'key';
  if (kind.startsWith('TASK_') || kind.startsWith('TERM_')) return 'task';
  if (kind.startsWith('COMMENT_')) return 'topic';
  return kind.startsWith('ASSET_') ? 'history' : 'info';
}

/** How a webhook is doing: `off` when somebody switched it off, `bad` when it was switched off for its failures. */
export function healthOf(webhook: Pick<WebhookFieldsFragment, 'isEnabled' | 'trouble' | 'counts'>): 'good' | 'warn' | 'bad' | 'unknown' {
  if (!webhook.isEnabled) return webhook.trouble ? 'bad' : 'unknown';
  return webhook.counts.dead > 0 ? 'warn' : 'good';
}

/** `kinds` with one more or one less, in the order of `all`. */
export function toggled(kinds: readonly EventKind[], kind: EventKind, isOn: boolean, all: readonly EventKind[]): EventKind[] {
  return all.filter((one) => (one === kind ? isOn : kinds.includes(one)));
}
