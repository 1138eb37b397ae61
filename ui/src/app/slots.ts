// Parts of one feature that appear inside another. A feature never imports another
// one; what they share is mounted through here, and loaded only when it is shown.
import { lazy } from 'react';
import { loadTexts } from './i18n';

/** The lineage of one asset, for the lineage tab. */
export const LineageSlot = lazy(async () => {
  const [{ LineageView }] = await Promise.all([import('../features/lineage/view'), loadTexts('lineage')]);
  return { default: LineageView };
});

/** Asking for access, from wherever somebody may not go on. */
export const AskAccessSlot = lazy(async () => {
  const [{ AskDialog }] = await Promise.all([import('../features/requests/ask'), loadTexts('requests')]);
  return { default: AskDialog };
});

/** What to know before anything else of an asset: its deprecation, and announcements. */
export const NewsSlot = lazy(async () => {
  const [{ AssetNews }] = await Promise.all([import('../features/notices/pages'), loadTexts('notices')]);
  return { default: AssetNews };
});

/** What a steward says about an asset as a whole. */
export const CareMenuSlot = lazy(async () => {
  const [{ CareMenu }] = await Promise.all([import('../features/notices/pages'), loadTexts('notices')]);
  return { default: CareMenu };
});

/** What people say about an asset, for the discussion tab. */
export const DiscussionSlot = lazy(async () => {
  const [{ DiscussionView }] = await Promise.all([import('../features/discussion/view'), loadTexts('discussion')]);
  return { default: DiscussionView };
});

/** Proposing something to the owners of an asset. */
export const ProposeSlot = lazy(async () => {
  const [{ ProposeDialog }] = await Promise.all([import('../features/tasks/propose'), loadTexts('tasks')]);
  return { default: ProposeDialog };
});

/** Follows an asset, on its page. */
export const FollowSlot = lazy(async () => {
  const [{ FollowButton }] = await Promise.all([import('../features/notify/follow-button'), loadTexts('notify')]);
  return { default: FollowButton };
});

/** Where the reader is signed in, for the account page. */
export const MySessionsSlot = lazy(async () => {
  const [{ MySessions }] = await Promise.all([import('../features/sessions/mine'), loadTexts('sessions')]);
  return { default: MySessions };
});

/** Who may what with one asset, and why, for those who manage policies. */
export const ExplainSlot = lazy(async () => {
  const [{ ExplainDialog }] = await Promise.all([import('../features/rights/explain'), loadTexts('rights')]);
  return { default: ExplainDialog };
});

/** A cron expression with its next firings, for whatever has a schedule. */
export const CronSlot = lazy(async () => {
  const [{ CronFields }] = await Promise.all([import('../features/sources/parts/cron-fields'), loadTexts('sources')]);
  return { default: CronFields };
});

/** The checks of an asset, for the quality tab. */
export const QualitySlot = lazy(async () => {
  const [{ AssetQuality }] = await Promise.all([import('../features/quality/pages'), loadTexts('quality')]);
  return { default: AssetQuality };
});

/** What was measured of a table, for the profile tab. */
export const ProfileSlot = lazy(async () => {
  const [{ AssetProfile }] = await Promise.all([import('../features/quality/pages'), loadTexts('quality')]);
  return { default: AssetProfile };
});

/** How healthy an asset is, in the head of its page; that it is looked at is counted with it. */
export const HealthSlot = lazy(async () => {
  const [{ HealthChip }] = await Promise.all([import('../features/worth/asset'), loadTexts('worth')]);
  return { default: HealthChip };
});

/** The KPIs that matter most now, for the home page. */
export const KpiStripSlot = lazy(async () => {
  const [{ KpiStrip }] = await Promise.all([import('../features/worth/asset'), loadTexts('worth')]);
  return { default: KpiStrip };
});
