// The newest commits: who did what, when.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { CommitNames, useCommitNames } from '../../../app/commit-names';
import { useSummary } from '../../../app/commit-summary';
import type { HomeQuery } from '../../../gql/types';
import { Ago, Card, Empty, Icon, useFormat } from '../../../kit';

const ICONS: Record<string, string> = { CRAWL: 'source', REPORT: 'api', PERSON: 'user', REVERT: 'undo', IMPORT: 'download' };

export function RecentChanges({ commits }: { readonly commits: HomeQuery['commits']['nodes'] }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const summarised = useSummary();
  const names = useCommitNames(commits[0]?.id);
  return (
    <Card
      isFlush
      title={t('changes.title')}
      action={
        <Link to="/changes" className="text-13 text-brand hover:underline">
          {t('changes.all')}
        </Link>
      }
    >
      {commits.length === 0 ? (
        <Empty icon="history" title={t('changes.none')} text={t('changes.noneText')} />
      ) : (
        <ul>
          {commits.map((commit) => (
            <li key={commit.id} className="border-b border-line last:border-b-0">
              <Link to="/changes" search={{ commit: commit.id }} className="flex items-center gap-3 px-4 py-2 hover:bg-bg focus-visible:-outline-offset-2">
                <Icon name={ICONS[commit.origin] ?? 'history'} className="text-muted" />
                <span className="min-w-0 flex-1">
                  <span className="block truncate text-13">{names.get(commit.id) ? <CommitNames names={names.get(commit.id)} /> : summarised(commit.summary)}</span>
                  <span className="block truncate text-12 text-muted">
                    {names.has(commit.id) ? `${summarised(commit.summary)} · ` : ''}
                    {t(`origin.${commit.origin}`)} · {commit.actor}
                  </span>
                </span>
                <span className="shrink-0 text-right text-12 text-muted">
                  <span className="block">
                    <Ago at={commit.at} />
                  </span>
                  <span className="block tabular-nums">{t('changes.count', { count: commit.last - commit.first + 1, shown: format.number(commit.last - commit.first + 1) })}</span>
                </span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
