// What people say about an asset: threads, newest first; each is opened to read and to answer.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../app/gql';
import { useMay } from '../../app/session';
import type { ThreadRowFragment } from '../../gql/types';
import { Button, Checkbox, Empty, Failure, Skeleton, StateChip, toast } from '../../kit';
import { Comment } from './parts/comment';
import { Composer } from './parts/composer';
import { BeginThreadDoc, CommentsDoc, ReplyDoc, ResolveThreadDoc, ThreadsDoc } from './queries';

export function DiscussionView({ assetId }: { readonly assetId: string }) {
  const { t } = useTranslation('discussion');
  const may = useMay();
  const client = useQueryClient();
  const [withResolved, setWithResolved] = useState(false);
  const answer = useInfiniteQuery({
    queryKey: ['Threads', assetId, withResolved],
    queryFn: ({ pageParam, signal }) => gql(ThreadsDoc, { asset: assetId, isResolved: withResolved ? null : false, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.threads.pageInfo.hasNextPage ? (last.threads.pageInfo.endCursor ?? null) : null),
  });
  const threads = answer.data?.pages.flatMap((part) => part.threads.nodes) ?? [];
  const begin = async (body: string) => {
    await gql(BeginThreadDoc, { asset: assetId, body });
    await client.invalidateQueries({ queryKey: ['Threads', assetId] });
  };
  return (
    <div className="flex max-w-[860px] flex-col gap-4">
      {may('DISCUSS') ? <Composer label={t('begin.label')} action={t('begin.action')} onSend={begin} /> : null}
      <Checkbox label={t('withResolved')} checked={withResolved} onChange={setWithResolved} />
      {answer.isPending ? <Skeleton lines={6} /> : null}
      {answer.isError && threads.length === 0 ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && threads.length === 0 ? <Empty icon="topic" title={t('none')} text={t('noneText')} /> : null}
      <ul className="flex flex-col gap-3">
        {threads.map((thread) => (
          <Thread key={thread.id} thread={thread} />
        ))}
      </ul>
      {answer.hasNextPage ? (
        <Button className="self-center" isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
    </div>
  );
}

function Thread({ thread }: { readonly thread: ThreadRowFragment }) {
  const { t } = useTranslation('discussion');
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const resolve = useMutation({
    mutationFn: () => gql(ResolveThreadDoc, { id: thread.id, resolved: thread.resolvedAt == null }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['Threads'] }),
    onError: () => toast('bad', t('resolve.failed')),
  });
  const answers = thread.commentCount - 1;
  return (
    <li className="rounded-card border border-line bg-surface px-4 py-3">
      {isOpen ? <Comments thread={thread} /> : <Comment comment={thread.firstComment} />}
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <Button size="small" tone="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t('close') : t('answers', { count: answers })}
        </Button>
        {thread.mayResolve ? (
          <Button size="small" tone="quiet" icon={thread.resolvedAt ? 'undo' : 'check'} isBusy={resolve.isPending} onClick={() => resolve.mutate()}>
            {t(thread.resolvedAt ? 'resolve.reopen' : 'resolve.action')}
          </Button>
        ) : null}
        {thread.resolvedBy ? <StateChip state="good">{t('resolve.by', { name: thread.resolvedBy.displayName })}</StateChip> : null}
      </div>
    </li>
  );
}

function Comments({ thread }: { readonly thread: ThreadRowFragment }) {
  const { t } = useTranslation('discussion');
  const may = useMay();
  const client = useQueryClient();
  const answer = useInfiniteQuery({
    queryKey: ['Comments', thread.id],
    queryFn: ({ pageParam, signal }) => gql(CommentsDoc, { thread: thread.id, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.comments.pageInfo.hasNextPage ? (last.comments.pageInfo.endCursor ?? null) : null),
  });
  const comments = answer.data?.pages.flatMap((part) => part.comments.nodes) ?? [];
  const reply = async (body: string) => {
    await gql(ReplyDoc, { thread: thread.id, body });
    await client.invalidateQueries({ queryKey: ['Comments', thread.id] });
    await client.invalidateQueries({ queryKey: ['Threads'] });
  };
  return (
    <div className="flex flex-col gap-3">
      {answer.isPending ? <Skeleton lines={4} /> : null}
      {answer.isError && comments.length === 0 ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {comments.map((comment) => (
        <Comment key={comment.id} comment={comment} />
      ))}
      {answer.hasNextPage ? (
        <Button size="small" className="self-start" isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
          {t('more')}
        </Button>
      ) : null}
      {may('DISCUSS') ? <Composer label={t('reply.label')} action={t('reply.action')} onSend={reply} /> : null}
    </div>
  );
}
