// The OpenLineage events that told of a run, as they came; asked for when somebody
// wants to see them.
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { Button, Card, Code, Failure, Skeleton, useFormat } from '../../../kit';
import { eventType } from '../model';
import { pipelineRunEvents } from '../queries';

export function Events({ run }: { readonly run: string }) {
  const { t } = useTranslation('pipelines');
  const [isOpen, setOpen] = useState(false);
  return (
    <Card
      title={t('events.title')}
      action={
        <Button size="small" tone="quiet" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {t(isOpen ? 'events.hide' : 'events.show')}
        </Button>
      }
    >
      {isOpen ? <List run={run} /> : <p className="text-13 text-muted">{t('events.text')}</p>}
    </Card>
  );
}

function List({ run }: { readonly run: string }) {
  const { t } = useTranslation('pipelines');
  const format = useFormat();
  const answer = useInfiniteQuery({
    queryKey: ['pipelineRunEvents', run],
    queryFn: ({ pageParam, signal }) => gql(pipelineRunEvents, { run, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ pipelineRunEvents: { pageInfo } }) => (pageInfo.hasNextPage ? pageInfo.endCursor : null),
  });
  if (answer.isPending) return <Skeleton lines={4} />;
  if (answer.isError) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  const events = answer.data.pages.flatMap((page) => page.pipelineRunEvents.nodes);
  if (events.length === 0) return <p className="text-13 text-muted">{t('events.none')}</p>;
  return (
    <>
      <ol className="flex flex-col gap-3">
        {events.map((event, place) => (
          <li key={`${event.at} ${String(place)}`}>
            <p className="mb-1 text-12 text-muted tabular-nums">
              <span className="font-semibold text-ink">{eventType(event.body) || t('events.untyped')}</span> {format.dateTime(event.at)}
            </p>
            <Code text={JSON.stringify(event.body, null, 2)} language="json" />
          </li>
        ))}
      </ol>
      {answer.hasNextPage ? (
        <Button className="mt-3" isBusy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
          {t('events.more')}
        </Button>
      ) : null}
    </>
  );
}
