// A new source: choose a connector, then fill in its form.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/gql';
import { Failure, Icon, LinkButton, Page as Frame, Skeleton } from '../../kit';
import { SourceForm } from './parts/source-form';
import { connectorList } from './queries';

const route = getRouteApi('/shell/sources/new');

export function Page() {
  const { t, i18n } = useTranslation('sources');
  const { connector: chosen } = route.useSearch();
  const answer = useQuery({ ...ask(connectorList, {}), staleTime: 5 * 60_000 });
  const connector = answer.data?.connectors.find(({ name }) => name === chosen);
  const titleOf = (known: { titleEn: string; titleZh: string }) => (i18n.language.startsWith('zh') ? known.titleZh : known.titleEn);
  if (connector) {
    return (
      <Frame
        title={t('new.titleOf', { connector: titleOf(connector) })}
        actions={
          <LinkButton to="/sources/new" tone="quiet" icon="collapse">
            {t('new.other')}
          </LinkButton>
        }
      >
        <SourceForm key={connector.name} connector={connector} />
      </Frame>
    );
  }
  return (
    <Frame title={t('new.title')} lead={t('new.lead')}>
      {answer.isPending ? <Skeleton shape="card" /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(220px,1fr))] gap-3">
        {answer.data?.connectors.map((known) => (
          <li key={known.name}>
            <Link to="/sources/new" search={{ connector: known.name }} className="flex h-full items-center gap-3 rounded-card border border-line bg-surface p-4 hover:border-brand hover:bg-brand-soft">
              <Icon name="database" size={22} className="text-brand" />
              <span className="min-w-0">
                <span className="block text-14 font-semibold">{titleOf(known)}</span>
                <code className="font-mono text-12 text-muted">{known.name}</code>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Frame>
  );
}
