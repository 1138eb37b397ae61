// The KPIs: what is reached, what is late, what it saves, and where each of them goes. Made to be shown and printed.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { asApiError, gql } from '../../app/gql';
import { useMay } from '../../app/session';
import type { KpiStanding } from '../../gql/types';
import { Button, cx, Empty, Failure, LinkButton, Page as Frame, Select, Skeleton, toast, useFormat } from '../../kit';
import { groupOf, type Kpi, METRIC_GROUPS, type MetricGroup, savingsOf, STANDINGS } from './model';
import { Download, Figure } from './parts/figures';
import { ByKind } from './parts/by-kind';
import { KpiCard } from './parts/kpi-card';
import { EvaluateKpisDoc, KpisDoc } from './queries';
import type { BoardSearch } from './routes';

const route = getRouteApi('/shell/kpis');
/** A board of more than this many hundred is no board; what is beyond is not read. */
const MOST_PAGES = 10;

/** All KPIs: sums over a part of them would be wrong. */
async function allKpis(signal: AbortSignal): Promise<Kpi[]> {
  const found: Kpi[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    // Each page begins where the one before it ended.
    // oxlint-disable-next-line no-await-in-loop
    const { kpis }: { kpis: { nodes: Kpi[]; pageInfo: { hasNextPage: boolean; endCursor?: string | null } } } = await gql(KpisDoc, { after }, signal);
    found.push(...kpis.nodes);
    if (!kpis.pageInfo.hasNextPage) break;
    after = kpis.pageInfo.endCursor ?? null;
  }
  return found;
}

export function Page() {
  const { t } = useTranslation('worth');
  const may = useMay();
  const answer = useQuery({ queryKey: ['Kpis'], queryFn: ({ signal }) => allKpis(signal) });
  const kpis = answer.data ?? [];
  const make = may('MANAGE_KPIS') ? (
    <LinkButton to="/kpis/new" tone="primary" icon="plus">
      {t('board.new')}
    </LinkButton>
  ) : null;
  const actions = (
    <span className="contents print:hidden">
      <Download href="/api/report.html" name="report.html" text={t('board.report')} />
      <Download href="/api/kpis.csv" name="kpis.csv" text={t('csv')} />
      {kpis.length > 0 ? (
        <Button icon="file" className="print:hidden" onClick={() => window.print()}>
          {t('board.print')}
        </Button>
      ) : null}
      {may('MANAGE_KPIS') && kpis.length > 0 ? <Evaluate /> : null}
      {kpis.length > 0 ? make : null}
    </span>
  );
  return (
    <Frame title={t('board.title')} lead={t('board.lead')} actions={actions}>
      {answer.isPending ? <Skeleton lines={10} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && kpis.length === 0 ? <Empty icon="metric" title={t('board.none')} text={t(make ? 'board.noneText' : 'board.noneAsk')} action={make} /> : null}
      {kpis.length > 0 ? <BoardOf kpis={kpis} /> : null}
      {answer.isSuccess ? <ByKind /> : null}
    </Frame>
  );
}

function Evaluate() {
  const { t } = useTranslation('worth');
  const client = useQueryClient();
  const act = useMutation({
    mutationFn: () => gql(EvaluateKpisDoc, {}),
    async onSuccess() {
      await client.invalidateQueries();
      toast('good', t('board.evaluated'));
    },
    onError: (error) => toast('bad', asApiError(error).message),
  });
  return (
    <Button icon="refresh" className="print:hidden" isBusy={act.isPending} onClick={() => act.mutate()}>
      {t('board.evaluate')}
    </Button>
  );
}

function BoardOf({ kpis }: { readonly kpis: readonly Kpi[] }) {
  const { t } = useTranslation('worth');
  const { group, owner, standing } = route.useSearch();
  const shown = kpis.filter((kpi) => (!group || groupOf(kpi.metric) === group) && (!owner || kpi.owner === owner) && (!standing || kpi.standing === standing));
  return (
    <div className="flex flex-col gap-4">
      <Summary kpis={kpis} />
      <Filters kpis={kpis} />
      <p role="status" className="sr-only">
        {t('board.shown', { count: shown.length })}
      </p>
      {shown.length === 0 ? <Empty icon="filter" title={t('board.noneLeft')} /> : null}
      <ul aria-label={t('board.title')} className="grid grid-cols-3 gap-4 max-2xl:grid-cols-2 max-md:grid-cols-1 print:grid-cols-2">
        {shown.map((kpi) => (
          <KpiCard key={kpi.id} kpi={kpi} />
        ))}
      </ul>
    </div>
  );
}

function Summary({ kpis }: { readonly kpis: readonly Kpi[] }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const met = kpis.filter(({ standing }) => standing === 'MET' || standing === 'MET_EARLY').length;
  const overdue = kpis.filter(({ standing }) => standing === 'OVERDUE').length;
  const going = kpis.filter(({ standing, forecast }) => standing === 'IN_PROGRESS' && forecast?.isMetAtEnd === true).length;
  const open = kpis.filter(({ standing }) => standing === 'IN_PROGRESS').length;
  const savings = savingsOf(kpis);
  return (
    <div className="grid grid-cols-4 gap-4 max-lg:grid-cols-2 max-sm:grid-cols-1">
      <Figure label={t('board.met')} note={t('board.metNote', { shown: format.number(kpis.length) })}>
        <span className={cx(met > 0 && 'text-good')}>{format.number(met)}</span>
      </Figure>
      <Figure label={t('board.going')} note={t('board.goingNote', { shown: format.number(going) })}>
        {format.number(open)}
      </Figure>
      <Figure label={t('board.overdue')} note={t('board.overdueNote')}>
        <span className={cx(overdue > 0 && 'text-bad')}>{format.number(overdue)}</span>
      </Figure>
      <Figure label={t('board.saved')} note={t('board.savedNote')}>
        {savings.length === 0 ? '–' : null}
        {savings.map(({ currency, amount }) => (
          <span key={currency} className={cx('block', amount.startsWith('-') ? 'text-bad' : 'text-good')}>
            {format.money(amount, currency)}
          </span>
        ))}
      </Figure>
    </div>
  );
}

function Filters({ kpis }: { readonly kpis: readonly Kpi[] }) {
  const { t } = useTranslation('worth');
  const search = route.useSearch();
  const navigate = useNavigate({ from: '/kpis' });
  const owners = [...new Set(kpis.flatMap(({ owner }) => owner ?? []))].toSorted();
  const go = (next: BoardSearch) => void navigate({ search: Object.fromEntries(Object.entries({ ...search, ...next }).filter(([, value]) => value)), replace: true });
  const any = { value: '' as const, label: t('filter.any') };
  return (
    <div role="group" aria-label={t('filter.label')} className="flex flex-wrap gap-3 print:hidden">
      <Choice label={t('filter.group')}>
        <Select<MetricGroup | ''> label={t('filter.group')} value={search.group ?? ''} options={[any, ...METRIC_GROUPS.map((value) => ({ value, label: t(`group.${value}`) }))]} onChange={(group) => go({ group: group || undefined })} />
      </Choice>
      <Choice label={t('filter.owner')}>
        <Select label={t('filter.owner')} value={search.owner ?? ''} options={[any, ...owners.map((value) => ({ value, label: value.replace(/^team:/, '') }))]} onChange={(owner) => go({ owner: owner || undefined })} />
      </Choice>
      <Choice label={t('filter.standing')}>
        <Select<KpiStanding | ''> label={t('filter.standing')} value={search.standing ?? ''} options={[any, ...STANDINGS.map((value) => ({ value, label: t(`standing.${value}`) }))]} onChange={(standing) => go({ standing: standing || undefined })} />
      </Choice>
    </div>
  );
}

function Choice({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <span className="flex items-center gap-1.5 text-12 text-muted">
      <span aria-hidden>{label}</span>
      {children}
    </span>
  );
}
