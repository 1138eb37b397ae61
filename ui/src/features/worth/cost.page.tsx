// What data costs, who uses it, what nobody reads, and what would be saved without it.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/gql';
import { useMay } from '../../app/session';
import type { CostGroupFactsFragment } from '../../gql/types';
import { Button, Card, Empty, Failure, Page as Frame, Select, Skeleton, useFormat } from '../../kit';
import { CostDoc } from './cost-queries';
import { GROUP_NAMES, type Grouping, GROUPINGS } from './groups';
import { CostMap } from './parts/cost-map';
import { Duplicates } from './parts/duplicates';
import { Download, Figure } from './parts/figures';
import { Plans } from './parts/plans';
import { PriceBook } from './parts/price-book';
import { Unused } from './parts/unused';
import { UseReport } from './parts/use-report';
import type { CostSearch } from './routes';

const route = getRouteApi('/shell/cost');

export function Page() {
  const { t } = useTranslation('worth');
  const may = useMay();
  const { by = 'source' }: CostSearch = route.useSearch();
  const [isPricing, setPricing] = useState(false);
  const answer = useQuery({ ...ask(CostDoc, { by: GROUP_NAMES[by] }), placeholderData: (before) => before });
  const prices = (
    <Button icon="cost" onClick={() => setPricing(true)}>
      {t('price.title')}
    </Button>
  );
  const actions = (
    <>
      <Download href={`/api/cost.csv?by=${by}`} name="cost.csv" text={t('csv')} />
      {prices}
    </>
  );
  return (
    <Frame title={t('cost.title')} lead={t('cost.lead')} actions={actions}>
      {answer.isPending ? <Skeleton lines={10} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.data ? (
        <div className="flex flex-col gap-4">
          {answer.data.costSummary.total.costs.length === 0 ? <Empty icon="cost" title={t('cost.none')} text={t(may('MANAGE_KPIS') ? 'cost.noneText' : 'cost.noneAsk')} action={may('MANAGE_KPIS') ? prices : null} /> : <Figures total={answer.data.costSummary.total} />}
          <Groups by={by} groups={answer.data.costSummary.groups} more={answer.data.costSummary.moreGroups} />
          <UseReport />
          <Unused />
          <div className="grid grid-cols-2 items-start gap-4 max-xl:grid-cols-1">
            <Plans />
            <Duplicates />
          </div>
        </div>
      ) : null}
      {isPricing ? <PriceBook mayEdit={may('MANAGE_KPIS')} onClose={() => setPricing(false)} /> : null}
    </Frame>
  );
}

function Figures({ total }: { readonly total: CostGroupFactsFragment }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  return (
    <div className="grid grid-cols-4 gap-4 max-lg:grid-cols-2 max-sm:grid-cols-1">
      <Figure label={t('cost.now')} note={t('cost.nowNote')}>
        {total.costs.map(({ amount, currency }) => (
          <span key={currency} className="block">
            {format.money(amount, currency)}
          </span>
        ))}
      </Figure>
      <Figure label={t('cost.bytes')} note={t('cost.sized', { count: total.sized, shown: format.number(total.sized) })}>
        {format.bytes(total.bytes)}
      </Figure>
      <Figure label={t('cost.unpriced')} note={t('cost.unpricedNote')}>
        {format.number(total.unpriced)}
      </Figure>
      <Figure label={t('cost.notMeasured')} note={t('cost.notMeasuredNote')}>
        {format.number(total.notMeasured)}
      </Figure>
    </div>
  );
}

function Groups({ by, groups, more }: { readonly by: Grouping; readonly groups: readonly CostGroupFactsFragment[]; readonly more: number }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const navigate = useNavigate({ from: '/cost' });
  const options = GROUPINGS.map((value) => ({ value, label: t(`by.${value}`) }));
  const go = (next: Grouping) => void navigate({ search: (before) => ({ ...before, by: next === 'source' ? undefined : next }), replace: true });
  return (
    <Card title={t('cost.groups')} action={<Select label={t('by.label')} value={by} options={options} onChange={go} />}>
      {groups.length === 0 ? <p className="text-13 text-muted">{t('cost.noGroups')}</p> : <CostMap by={by} groups={groups} />}
      {more > 0 ? <p className="mt-2 text-12 text-muted">{t('cost.moreGroups', { count: more, shown: format.number(more) })}</p> : null}
    </Card>
  );
}
