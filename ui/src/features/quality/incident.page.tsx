// One incident: what fails, what was done about it, where it may come from and what it spoils.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/gql';
import type { IncidentQuery } from '../../gql/types';
import { Ago, Card, Failure, Page as Frame, Skeleton, StateChip, TagChip, useFormat } from '../../kit';
import { INCIDENT_LOOKS, splitNote, stateOf } from './model';
import { IncidentActions } from './parts/incident-actions';
import { AssetLink, SeverityChip, useIncidentName } from './parts/links';
import { OutcomeChip, Strip, useTallyWords } from './parts/tally';
import { IncidentDoc } from './queries';
import { useSaid } from './words';

const route = getRouteApi('/shell/quality/incidents/$id');
export type Incident = IncidentQuery['incident'];

export function Page() {
  const { t } = useTranslation('quality');
  const { id } = route.useParams();
  const nameOf = useIncidentName();
  const answer = useQuery(ask(IncidentDoc, { id }));
  if (answer.isPending) return <Skeleton lines={8} />;
  if (answer.isError) return <Failure isPage error={answer.error} onRetry={() => void answer.refetch()} />;
  const { incident } = answer.data;
  return (
    <Frame title={nameOf(incident)} lead={t('incident.lead')} actions={<IncidentActions incident={incident} />}>
      <div className="mb-4 flex flex-wrap items-center gap-3 text-13">
        <StateChip state={INCIDENT_LOOKS[incident.state]}>{t(`state.${incident.state}`)}</StateChip>
        <SeverityChip severity={incident.severity} />
        <AssetLink asset={incident.asset} />
        {incident.assignee ? <TagChip icon="user">{incident.assignee}</TagChip> : null}
        {incident.reason ? <span className="text-muted">{t(`reason.${incident.reason}`)}</span> : null}
      </div>
      <div className="grid grid-cols-[minmax(0,3fr)_minmax(0,2fr)] items-start gap-4 max-lg:grid-cols-1">
        <div className="flex flex-col gap-4">
          <Failing incident={incident} />
          <Story entries={incident.entries} />
        </div>
        <div className="flex flex-col gap-4">
          <Suspects incident={incident} />
          <AtRisk incident={incident} />
        </div>
      </div>
    </Frame>
  );
}

function Failing({ incident }: { readonly incident: Incident }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const said = useSaid();
  const { check } = incident;
  return (
    <Card
      title={t('incident.failing')}
      action={
        check ? (
          <Link to="/quality/checks/$id" params={{ id: check.id }} className="text-13 text-brand hover:underline">
            {t('incident.toCheck')}
          </Link>
        ) : null
      }
    >
      <div className="flex flex-col gap-2 text-13">
        {check?.last ? (
          <>
            <p className="flex flex-wrap items-center gap-2">
              <OutcomeChip outcome={check.last.outcome} />
              <Ago at={check.last.at} />
            </p>
            <p className="wrap-anywhere">{said(check.last.message)}</p>
          </>
        ) : null}
        {check ? <Strip moments={check.strip} /> : <p className="text-muted">{t('unknownCheck')}</p>}
        <p className="text-12 text-muted">
          {t('failures', { count: incident.failures, shown: format.number(incident.failures) })} · {t('incident.opened')} <Ago at={incident.openedAt} /> · {t('incident.last')} <Ago at={incident.lastAt} />
        </p>
      </div>
    </Card>
  );
}

function Story({ entries }: { readonly entries: Incident['entries'] }) {
  const { t } = useTranslation('quality');
  return (
    <Card title={t('incident.story')}>
      <ol className="flex flex-col gap-3 border-l-3 border-line pl-4">
        {entries.map(({ at, actor, what, note }, place) => {
          const { subject, words } = splitNote(what, note);
          const shown = what === 'resolved' && subject !== '' ? t(`reason.${subject.toUpperCase()}`, { defaultValue: subject }) : subject;
          return (
            <li key={`${at} ${String(place)}`} className="text-13">
              <p>
                <span className="font-medium">{actor === 'system' ? t('system') : actor}</span> {t(`did.${what}`, { defaultValue: what })}
                {shown === '' ? null : <span className="font-medium"> {shown}</span>}
                <span className="ml-2 text-12 text-muted">
                  <Ago at={at} />
                </span>
              </p>
              {words === '' ? null : <p className="mt-0.5 whitespace-pre-line text-muted wrap-anywhere">{words}</p>}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

function Suspects({ incident }: { readonly incident: Incident }) {
  const { t } = useTranslation('quality');
  const words = useTallyWords();
  const { suspects, asset } = incident;
  return (
    <Card
      title={t('incident.suspects')}
      action={
        asset ? (
          <Link to="/lineage" search={{ focus: asset.id } as never} className="text-13 text-brand hover:underline">
            {t('incident.lineage')}
          </Link>
        ) : null
      }
    >
      <p className="mb-2 text-12 text-muted">{t(suspects.length > 0 ? 'incident.suspectsText' : 'incident.noSuspects')}</p>
      <ul className="flex flex-col gap-2">
        {suspects.map(({ asset: suspect, depth, tally }, place) => (
          <li key={suspect.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 text-13">
            <AssetLink asset={suspect} />
            {place === 0 ? <StateChip state="bad">{t('incident.likeliest')}</StateChip> : <StateChip state={stateOf(tally)}>{words(tally)}</StateChip>}
            <span className="text-12 text-muted">{t('steps', { count: depth })}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function AtRisk({ incident }: { readonly incident: Incident }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const { assets, total } = incident.atRisk;
  const hidden = total - assets.length;
  return (
    <Card title={t('incident.atRisk', { shown: format.number(total) })}>
      {total === 0 ? <p className="text-13 text-muted">{t('incident.noRisk')}</p> : null}
      <ul className="flex max-h-96 flex-col gap-2 overflow-y-auto">
        {assets.map(({ asset, depth }) => (
          <li key={asset.id} className="flex flex-wrap items-center gap-x-3 text-13">
            <AssetLink asset={asset} />
            <span className="text-12 text-muted">{t('steps', { count: depth })}</span>
          </li>
        ))}
      </ul>
      {hidden > 0 ? <p className="mt-2 text-12 text-muted">{t('incident.hidden', { shown: format.number(hidden) })}</p> : null}
    </Card>
  );
}
