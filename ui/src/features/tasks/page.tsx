// Tasks and proposals: what waits for me, and what I have asked others for.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { gql } from '../../app/gql';
import type { TaskRowFragment } from '../../gql/types';
import { Ago, Button, Empty, Failure, KindIcon, Page as Frame, SafeHtml, Skeleton, StateChip, Tabs, TagChip, toast } from '../../kit';
import { changesOf, type List, LISTS, TONES, WHICH } from './model';
import { Decision } from './parts/decision';
import { TasksDoc, WithdrawTaskDoc } from './queries';

const route = getRouteApi('/shell/tasks');

export function Page() {
  const { t } = useTranslation('tasks');
  const { list = 'todo' } = route.useSearch();
  const navigate = useNavigate({ from: '/tasks' });
  return (
    <Frame title={t('title')} lead={t('lead')}>
      <Tabs label={t('title')} value={list} tabs={LISTS.map((id) => ({ id, label: t(`list.${id}`) }))} onChange={(next) => void navigate({ search: next === 'todo' ? {} : { list: next as List } })}>
        <Tasks key={list} list={list} />
      </Tabs>
    </Frame>
  );
}

function Tasks({ list }: { readonly list: List }) {
  const { t } = useTranslation('tasks');
  const answer = useInfiniteQuery({
    queryKey: ['Tasks', list],
    queryFn: ({ pageParam, signal }) => gql(TasksDoc, { which: WHICH[list], after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => (last.tasks.pageInfo.hasNextPage ? (last.tasks.pageInfo.endCursor ?? null) : null),
  });
  const tasks = answer.data?.pages.flatMap((part) => part.tasks.nodes) ?? [];
  return (
    <>
      {answer.isPending ? <Skeleton shape="rows" lines={6} /> : null}
      {answer.isError && tasks.length === 0 ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && tasks.length === 0 ? <Empty icon="task" title={t(`empty.${list}`)} text={t(`emptyText.${list}`)} /> : null}
      <ul className="flex flex-col gap-3">
        {tasks.map((task) => (
          <Task key={task.id} task={task} list={list} />
        ))}
      </ul>
      {answer.hasNextPage ? (
        <div className="py-4 text-center">
          <Button isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function Task({ task, list }: { readonly task: TaskRowFragment; readonly list: List }) {
  const { t } = useTranslation('tasks');
  return (
    <li className="rounded-card border border-line bg-surface px-4 py-3 text-13">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StateChip state={TONES[task.state]}>{t(`state.${task.state}`)}</StateChip>
        <TagChip>{t(`kind.${task.kind}`)}</TagChip>
        {task.asset ? (
          <Link to="/a/$id" params={{ id: task.asset.id }} className="inline-flex min-w-0 items-center gap-1.5 font-medium hover:text-brand hover:underline" title={task.asset.fullName}>
            <KindIcon kind={task.asset.kind} size={14} />
            {task.asset.displayName}
          </Link>
        ) : null}
        <span className="text-muted">
          {task.author.displayName} · <Ago at={task.at} />
        </span>
        {task.assignee ? <span className="text-muted">{t('assigned', { name: task.assignee })}</span> : null}
        <span className="ml-auto flex items-center gap-2">
          <Decision task={task} />
          {list === 'mine' && task.state === 'OPEN' ? <Withdraw task={task} /> : null}
        </span>
      </div>
      {task.bodyHtml === '' ? null : <SafeHtml html={task.bodyHtml} className="mt-2" />}
      <Changes task={task} />
      {task.note ? <p className="mt-2 text-12 text-muted">{t('declinedBy', { name: task.decidedBy?.displayName ?? '', note: task.note })}</p> : null}
    </li>
  );
}

function Changes({ task }: { readonly task: TaskRowFragment }) {
  const { t } = useTranslation('tasks');
  const changes = changesOf(task);
  if (changes.length === 0) return null;
  return (
    <dl className="mt-2 flex flex-col gap-2">
      {changes.map(({ field, before, after }) => (
        <div key={field}>
          <dt className="text-12 text-muted">{t(`field.${field}`)}</dt>
          <dd className="grid gap-2 sm:grid-cols-2">
            <p className="rounded-control bg-bad-soft px-2 py-1 whitespace-pre-line">
              <span className="sr-only">{t('before')}</span>
              {before === '' ? t('nothing') : before}
            </p>
            <p className="rounded-control bg-good-soft px-2 py-1 whitespace-pre-line">
              <span className="sr-only">{t('after')}</span>
              {after === '' ? t('nothing') : after}
            </p>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Withdraw({ task }: { readonly task: TaskRowFragment }) {
  const { t } = useTranslation('tasks');
  const client = useQueryClient();
  const withdraw = useMutation({
    mutationFn: () => gql(WithdrawTaskDoc, { id: task.id }),
    onSuccess: () => toast('good', t('withdraw.done')),
    onError: () => toast('bad', t('withdraw.failed')),
    onSettled: () => void client.invalidateQueries({ queryKey: ['Tasks'] }),
  });
  return (
    <Button size="small" isBusy={withdraw.isPending} onClick={() => withdraw.mutate()} aria-label={t('withdraw.of', { name: task.asset?.displayName ?? '' })}>
      {t('withdraw.action')}
    </Button>
  );
}
