// How healthy the data is: what passes, how much is checked at all, what fails and whose it is.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/gql';
import { useMay } from '../../app/session';
import type { QualityHomeQuery } from '../../gql/types';
import { Card, cx, Empty, Failure, LinkButton, Meter, Page as Frame, Select, Skeleton, useFormat, useTierName } from '../../kit';
import { STATE_SHAPE, STATE_TEXT } from '../../tokens/states';
import { type Group, GROUP_NAMES, GROUPS, stateOf } from './model';
import { AssetLink, IncidentRow } from './parts/links';
import { Legend, TallyRow, useTallyWords } from './parts/tally';
import { TrendCard } from './parts/trend-card';
import { QualityByDoc, QualityHomeDoc } from './queries';

const route = getRouteApi('/shell/quality');
type Summary = QualityHomeQuery['qualitySummary'];

export function Page() {
  const { t } = useTranslation('quality');
  const may = useMay();
  const answer = useQuery(ask(QualityHomeDoc, {}));
  const make = may('MANAGE_QUALITY') ? (
    <LinkButton to="/quality/suites/new" tone="primary" icon="plus">
      {t('suites.new')}
    </LinkButton>
  ) : null;
  const actions = (
    <>
      <LinkButton to="/quality/suites" icon="rows">
        {t('suites.title')}
      </LinkButton>
      <LinkButton to="/quality/contracts" icon="check">
        {t('contracts.title')}
      </LinkButton>
      <LinkButton to="/quality/incidents" icon="warning">
        {t('incidents.title')}
      </LinkButton>
      {answer.data && !isEmpty(answer.data) ? make : null}
    </>
  );
  return (
    <Frame title={t('title')} lead={t('lead')} actions={actions}>
      {answer.isPending ? <Skeleton lines={10} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess ? <Health data={answer.data} make={make} /> : null}
    </Frame>
  );
}

/** Whether nothing was ever checked. */
function isEmpty({ qualitySummary, incidents }: QualityHomeQuery): boolean {
  return qualitySummary.tally.total === 0 && incidents.nodes.length === 0;
}

function Health({ data, make }: { readonly data: QualityHomeQuery; readonly make: React.ReactNode }) {
  const { t } = useTranslation('quality');
  const { qualitySummary: summary, incidents } = data;
  if (isEmpty(data)) {
    return <Empty icon="metric" title={t('empty.title')} text={t(make ? 'empty.text' : 'empty.ask')} action={make ?? <LinkButton to="/quality/suites">{t('suites.title')}</LinkButton>} />;
  }
  return (
    <div className="flex flex-col gap-4">
      <Figures summary={summary} />
      <TrendCard />
      <div className="grid grid-cols-2 items-start gap-4 max-lg:grid-cols-1">
        <Card title={t('byDimension')} action={<Legend />}>
          <ul>
            {summary.byDimension.map(({ dimension, tally }) => (
              <TallyRow key={dimension} name={t(`dimension.${dimension}`)} label={t(`dimension.${dimension}`)} tally={tally} />
            ))}
          </ul>
        </Card>
        <Groups />
        <Worst tables={summary.worst} />
        <Card
          isFlush
          title={t('openIncidents')}
          action={
            <Link to="/quality/incidents" className="text-13 text-brand hover:underline">
              {t('incidents.all')}
            </Link>
          }
        >
          {incidents.nodes.length === 0 ? <p className="p-4 text-13 text-muted">{t('incidents.noneOpen')}</p> : null}
          <ul>
            {incidents.nodes.map((incident) => (
              <IncidentRow key={incident.id} incident={incident} />
            ))}
          </ul>
        </Card>
      </div>
    </div>
  );
}

function Figures({ summary }: { readonly summary: Summary }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const words = useTallyWords();
  const { tally, tables, allTables, failingTables, openIncidents } = summary;
  const state = stateOf(tally);
  return (
    <div className="grid grid-cols-4 gap-4 max-lg:grid-cols-2 max-sm:grid-cols-1">
      <Figure label={t('figure.passRate')} note={words(tally)}>
        <span className={STATE_TEXT[state]}>
          <span aria-hidden className="mr-2 text-16">
            {STATE_SHAPE[state]}
          </span>
          {tally.passRate == null ? '–' : format.percent(tally.passRate)}
        </span>
      </Figure>
      <div className="flex flex-col justify-center rounded-card border border-line bg-surface px-4 py-3">
        {allTables == null ? (
          <>
            <p className="text-12 text-muted">{t('figure.checked')}</p>
            <p className="text-28 font-semibold tabular-nums">{format.number(tables)}</p>
          </>
        ) : (
          <Meter label={t('figure.checked')} part={tables} whole={allTables} />
        )}
        <p className="mt-1 text-12 text-muted">{t('figure.checkedNote')}</p>
      </div>
      <Figure label={t('figure.failing')} note={t('figure.failingNote', { shown: format.number(tables) })}>
        <span className={cx(failingTables > 0 && 'text-bad')}>{format.number(failingTables)}</span>
      </Figure>
      <Figure label={t('openIncidents')} note={t(openIncidents > 0 ? 'figure.someOpen' : 'incidents.noneOpen')}>
        <Link to="/quality/incidents" className={cx('hover:underline', openIncidents > 0 && 'text-bad')}>
          {format.number(openIncidents)}
        </Link>
      </Figure>
    </div>
  );
}

function Figure({ label, note, children }: { readonly label: string; readonly note: string; readonly children: React.ReactNode }) {
  return (
    <div className="rounded-card border border-line bg-surface px-4 py-3">
      <p className="text-12 text-muted">{label}</p>
      <p className="text-28 font-semibold tabular-nums">{children}</p>
      <p className="text-12 text-muted">{note}</p>
    </div>
  );
}

/** The same by domain, owner, tier or tag, as the address says. */
function Groups() {
  const { t } = useTranslation('quality');
  const by: Group = route.useSearch().by ?? 'domain';
  const navigate = useNavigate({ from: '/quality' });
  const format = useFormat();
  const tierName = useTierName();
  const answer = useQuery({ ...ask(QualityByDoc, { group: GROUP_NAMES[by] }), placeholderData: (before) => before });
  const groups = answer.data?.qualitySummary.by ?? [];
  const nameOf = (name: string | null | undefined): string => {
    if (name == null) return t(`without.${by}`);
    return by === 'tier' ? tierName(name) : name;
  };
  const options = GROUPS.map((value) => ({ value, label: t(`by.${value}`) }));
  return (
    <Card title={t('groups')} action={<Select label={t('groupBy')} value={by} options={options} onChange={(next: Group) => void navigate({ search: (before) => ({ ...before, by: next === 'domain' ? undefined : next }), replace: true })} />}>
      {answer.isPending ? <Skeleton lines={4} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      <ul className="max-h-96 overflow-y-auto">
        {groups.map(({ name, tally, tables, openIncidents }) => (
          <TallyRow
            key={name ?? ''}
            name={nameOf(name)}
            label={nameOf(name)}
            tally={tally}
            note={[t('tables', { count: tables, shown: format.number(tables) }), ...(openIncidents > 0 ? [t('open', { count: openIncidents, shown: format.number(openIncidents) })] : [])].join(' · ')}
          />
        ))}
      </ul>
    </Card>
  );
}

function Worst({ tables }: { readonly tables: Summary['worst'] }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  return (
    <Card title={t('worst.title')}>
      {tables.length === 0 ? <p className="text-13 text-muted">{t('worst.none')}</p> : null}
      <ul>
        {tables.map(({ asset, tally, openIncidents }) => (
          <TallyRow key={asset.id} name={<AssetLink asset={asset} />} label={asset.displayName} tally={tally} note={openIncidents > 0 ? t('open', { count: openIncidents, shown: format.number(openIncidents) }) : undefined} />
        ))}
      </ul>
    </Card>
  );
}
