// Every announcement that the reader may know of: those that hold, those to come, and those that are over.
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../app/gql';
import { useMay } from '../../app/session';
import { Button, DataTable, Empty, Failure, IconButton, KindIcon, LevelMark, Page as Frame, Select, Skeleton, StateChip, useFormat } from '../../kit';
import type { Column } from '../../kit';
import type { State } from '../../tokens/states';
import { phaseOf } from './model';
import type { Announcement, Phase } from './model';
import { AnnouncementDialog, DeleteAnnouncement } from './parts/announcement-dialog';
import { AnnouncementsDoc } from './queries';

const route = getRouteApi('/shell/admin/announcements');
const STATES: Record<Phase, State> = { now: 'active', coming: 'unknown', over: 'unknown' };
const PHASES = ['now', 'coming', 'over'] as const;

/** Whether an announcement is shown for what is chosen. */
function fits(one: Announcement, phase: Phase | undefined, now: number): boolean {
  return phase === undefined || phaseOf(one, now) === phase;
}

function useColumns(now: number, onEdit: (one: Announcement) => void, onDelete: (one: Announcement) => void): Column<Announcement>[] {
  const { t } = useTranslation('notices');
  const format = useFormat();
  return [
    { id: 'level', title: t('list.level'), width: '110px', cell: (one) => <LevelMark level={one.level} /> },
    {
      id: 'title',
      title: t('form.subject'),
      width: 'minmax(160px, 3fr)',
      cell: (one) => (
        <span className="truncate font-medium" title={one.body || one.title}>
          {one.title}
        </span>
      ),
    },
    {
      id: 'about',
      title: t('list.about'),
      width: 'minmax(120px, 2fr)',
      cell: (one) =>
        one.asset ? (
          <Link to="/a/$id" params={{ id: one.asset.id }} className="inline-flex min-w-0 items-center gap-1.5 text-brand hover:underline">
            <KindIcon kind={one.asset.kind} size={13} />
            <span className="truncate">{one.asset.displayName}</span>
          </Link>
        ) : (
          t('list.everybody')
        ),
    },
    { id: 'phase', title: t('list.phase'), width: '110px', cell: (one) => <StateChip state={STATES[phaseOf(one, now)]}>{t(`phase.${phaseOf(one, now)}`)}</StateChip> },
    { id: 'from', title: t('form.from'), width: '190px', cell: (one) => <span className="truncate tabular-nums">{format.dateTime(one.from)}</span> },
    { id: 'until', title: t('form.until'), width: '190px', cell: (one) => <span className="truncate tabular-nums">{one.until ? format.dateTime(one.until) : t('list.ever')}</span> },
    { id: 'author', title: t('list.author'), width: 'minmax(80px, 1fr)', cell: (one) => <span className="truncate">{one.author.displayName}</span> },
    {
      id: 'actions',
      title: t('list.actions'),
      width: '80px',
      align: 'right',
      cell: (one) =>
        one.mayEdit ? (
          <>
            <IconButton icon="edit" label={t('change', { title: one.title })} onClick={() => onEdit(one)} className="size-7" />
            <IconButton icon="trash" label={t('delete', { title: one.title })} onClick={() => onDelete(one)} className="size-7" />
          </>
        ) : null,
    },
  ];
}

export function Page() {
  const { t } = useTranslation('notices');
  const { phase } = route.useSearch();
  const navigate = useNavigate({ from: '/admin/announcements' });
  const may = useMay();
  const [edited, setEdited] = useState<Announcement | 'new' | null>(null);
  const [deleted, setDeleted] = useState<Announcement | null>(null);
  const answer = useInfiniteQuery({
    queryKey: [AnnouncementsDoc.name],
    queryFn: ({ pageParam, signal }) => gql(AnnouncementsDoc, { after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ announcements: { pageInfo } }) => (pageInfo.hasNextPage ? pageInfo.endCursor : undefined),
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage, dataUpdatedAt: now } = answer;
  const all = answer.data?.pages.flatMap(({ announcements }) => announcements.nodes);
  const shown = all?.filter((one) => fits(one, phase, now));
  const columns = useColumns(now, setEdited, setDeleted);
  const add = may('MANAGE_ORGANISATION') ? (
    <Button tone="primary" icon="plus" onClick={() => setEdited('new')}>
      {t('list.new')}
    </Button>
  ) : undefined;
  return (
    <Frame title={t('list.title')} lead={t('list.lead')} actions={add}>
      {all && all.length > 0 ? (
        <Select<Phase | ''>
          className="mb-3"
          label={t('list.phase')}
          value={phase ?? ''}
          options={[{ value: '', label: t('phase.all') }, ...PHASES.map((value) => ({ value, label: t(`phase.${value}`) }))]}
          onChange={(next) => void navigate({ search: { phase: next === '' ? undefined : next } })}
        />
      ) : null}
      {answer.isPending ? <Skeleton lines={4} shape="rows" /> : null}
      {answer.isError && !all ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {all?.length === 0 ? <Empty icon="bell" title={t('list.none')} text={t('list.noneText')} action={add} /> : null}
      {all && all.length > 0 && shown?.length === 0 ? <Empty icon="bell" title={t('list.noneOfPhase')} /> : null}
      {shown && shown.length > 0 ? <DataTable label={t('list.title')} columns={columns} rows={shown} rowKey={(one) => one.id} /> : null}
      {hasNextPage ? (
        <Button className="mt-3" isBusy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('list.more')}
        </Button>
      ) : null}
      {edited ? <AnnouncementDialog about={edited === 'new' ? null : edited.asset} announcement={edited === 'new' ? null : edited} onClose={() => setEdited(null)} /> : null}
      {deleted ? <DeleteAnnouncement announcement={deleted} onClose={() => setDeleted(null)} /> : null}
    </Frame>
  );
}
