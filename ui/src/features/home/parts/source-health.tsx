// Whether the sources are read as planned.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { HomeQuery, SourceHealth as Health } from '../../../gql/types';
import { sourcePage, SOURCES } from '../../../app/places';
import { Ago, Card, Empty, LinkButton, StateChip } from '../../../kit';
import type { State } from '../../../tokens/states';

const STATES: Record<Health, State> = { NEVER_RUN: 'unknown', HEALTHY: 'good', PARTIAL: 'warn', FAILING: 'bad', RUNNING: 'active', PAUSED: 'unknown' };

interface Props {
  readonly sources: NonNullable<HomeQuery['sources']>['nodes'];
  readonly hasMore: boolean;
}

export function SourceHealth({ sources, hasMore }: Props) {
  const { t } = useTranslation('home');
  return (
    <Card
      isFlush
      title={t('sources.title')}
      action={
        <Link to={SOURCES} className="text-13 text-brand hover:underline">
          {hasMore ? t('sources.all') : t('sources.open')}
        </Link>
      }
    >
      {sources.length === 0 ? (
        <Empty icon="source" title={t('sources.none')} text={t('sources.noneText')} action={<LinkButton to={SOURCES}>{t('sources.open')}</LinkButton>} />
      ) : (
        <ul>
          {sources.map((source) => {
            const at = source.lastRun?.endedAt ?? source.lastRun?.startedAt;
            return (
              <li key={source.id} className="border-b border-line last:border-b-0">
                <Link to={sourcePage(source.id)} className="flex min-h-11 items-center gap-3 px-4 py-1.5 hover:bg-bg focus-visible:-outline-offset-2">
                  <span className="min-w-0 flex-1">
                    <span className="block truncate text-13 font-medium">{source.name}</span>
                    <span className="block truncate text-12 text-muted">
                      {source.connector}
                      {at ? (
                        <>
                          {' · '}
                          <Ago at={at} />
                        </>
                      ) : null}
                    </span>
                  </span>
                  <StateChip state={STATES[source.health]}>{t(`health.${source.health}`)}</StateChip>
                </Link>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
