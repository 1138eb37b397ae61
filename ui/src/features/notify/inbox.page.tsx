// What somebody was told, newest first, and whether they have read it.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { asApiError, gql } from '../../app/gql';
import { currentLocale } from '../../app/i18n';
import type { InboxQuery, Locale } from '../../gql/types';
import { Ago, Button, Checkbox, cx, Empty, Failure, Icon, LinkButton, Page as Frame, Skeleton, TagChip, toast } from '../../kit';
import { iconOf } from './model';
import { InboxDoc, MarkInboxDoc, MarkInboxUntilDoc } from './queries';

const route = getRouteApi('/shell/inbox');
const PAGE_SIZE = 50;

type Item = InboxQuery['inbox']['nodes'][number];

/** The reader's language, as the server names it. */
export function useServerLocale(): Locale {
  useTranslation('notify');
  return currentLocale() === 'zh' ? 'ZH' : 'EN';
}

function useRefresh(): () => void {
  const client = useQueryClient();
  return () => {
    void client.invalidateQueries({ queryKey: ['Inbox'] });
    void client.invalidateQueries({ queryKey: ['UnreadCount'] });
  };
}

function Row({ item }: { readonly item: Item }) {
  const { t } = useTranslation('notify');
  const refresh = useRefresh();
  const mark = useMutation({
    mutationFn: (isRead: boolean) => gql(MarkInboxDoc, { numbers: [item.number], isRead }),
    onError: (error) => toast('bad', asApiError(error).message),
    onSettled: refresh,
  });
  const isUnread = item.readAt === null;
  return (
    <li className={cx('flex gap-3 rounded-card border border-line px-4 py-3 text-13', isUnread ? 'bg-surface' : 'bg-bg')}>
      <Icon name={iconOf(item.kind)} className="mt-0.5 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <Link to={item.path} onClick={() => isUnread && mark.mutate(true)} className={cx('wrap-anywhere hover:underline', isUnread ? 'font-semibold' : 'text-muted')}>
            {item.title}
          </Link>
          {isUnread ? <span className="sr-only">{t('inbox.unread')}</span> : null}
        </p>
        <ul className="mt-1 text-12 text-muted">
          {item.lines.map((line, at) => (
            <li key={`${at}-${line}`} className="wrap-anywhere">
              {line}
            </li>
          ))}
        </ul>
      </div>
      <div className="flex shrink-0 flex-col items-end gap-1 text-12 text-muted">
        <Ago at={item.at} />
        <TagChip>{t(`reason.${item.reason}`)}</TagChip>
        <Button size="small" tone="quiet" isBusy={mark.isPending} onClick={() => mark.mutate(isUnread)}>
          {t(isUnread ? 'inbox.markRead' : 'inbox.markUnread')}
        </Button>
      </div>
    </li>
  );
}

export function Page() {
  const { t } = useTranslation('notify');
  const { show } = route.useSearch();
  const navigate = useNavigate({ from: '/inbox' });
  const locale = useServerLocale();
  const refresh = useRefresh();
  const unreadOnly = show === 'unread';
  const answer = useInfiniteQuery({
    queryKey: ['Inbox', unreadOnly, locale],
    queryFn: ({ pageParam, signal }) => gql(InboxDoc, { unreadOnly, first: PAGE_SIZE, after: pageParam, locale }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.inbox.pageInfo.hasNextPage ? (last.inbox.pageInfo.endCursor ?? null) : null),
  });
  const items = answer.data?.pages.flatMap((part) => part.inbox.nodes) ?? [];
  const newest = items[0]?.number;
  const markAll = useMutation({
    mutationFn: (number: number) => gql(MarkInboxUntilDoc, { number }),
    onSuccess: ({ markInboxUntil }) => toast('good', t('inbox.marked', { count: markInboxUntil })),
    onError: (error) => toast('bad', asApiError(error).message),
    onSettled: refresh,
  });
  return (
    <Frame
      title={t('inbox.title')}
      lead={t('inbox.lead')}
      width="form"
      actions={
        <>
          <Button disabled={newest === undefined} isBusy={markAll.isPending} onClick={() => newest !== undefined && markAll.mutate(newest)}>
            {t('inbox.markAll')}
          </Button>
          <LinkButton to="/inbox/settings" icon="settings">
            {t('settings.title')}
          </LinkButton>
        </>
      }
    >
      <Checkbox className="mb-3" label={t('inbox.unreadOnly')} checked={unreadOnly} onChange={(isOn) => void navigate({ search: isOn ? { show: 'unread' } : {}, replace: true })} />
      {answer.isPending ? <Skeleton shape="rows" lines={6} /> : null}
      {answer.isError && items.length === 0 ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && items.length === 0 ? <Empty icon="check" title={t(unreadOnly ? 'inbox.allRead' : 'inbox.empty')} text={t('inbox.emptyText')} action={<LinkButton to="/inbox/settings">{t('settings.title')}</LinkButton>} /> : null}
      <ul className="flex flex-col gap-2">
        {items.map((item) => (
          <Row key={item.number} item={item} />
        ))}
      </ul>
      {answer.hasNextPage ? (
        <div className="py-4 text-center">
          <Button isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </Frame>
  );
}
