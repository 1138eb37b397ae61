// Savings plans: what each was to save, and what came of it by now.
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gql } from '../../../app/gql';
import { useMay } from '../../../app/session';
import type { PlanFactsFragment } from '../../../gql/types';
import { Ago, Card, Confirm, CsvButton, Failure, Icon, IconButton, Refusal, Skeleton, toast, useFormat } from '../../../kit';
import { DeleteSavingsPlanDoc, SavingsPlansDoc } from '../cost-queries';
import { byOwner, type Planned, planTable } from '../plan';
import { MoreRows } from './asset-rows';
import { PlanEdit } from './plan-edit';

export function Plans() {
  const { t } = useTranslation('worth');
  const answer = useInfiniteQuery({
    queryKey: ['SavingsPlans'],
    queryFn: ({ pageParam, signal }) => gql(SavingsPlansDoc, { after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ savingsPlans: { pageInfo } }) => (pageInfo.hasNextPage ? (pageInfo.endCursor ?? null) : null),
  });
  const plans = answer.data?.pages.flatMap(({ savingsPlans }) => savingsPlans.nodes) ?? [];
  return (
    <Card isFlush title={t('plan.title')}>
      {answer.isPending ? <Skeleton lines={3} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.isSuccess && plans.length === 0 ? <p className="p-4 text-13 text-muted">{t('plan.none')}</p> : null}
      <ul>
        {plans.map((plan) => (
          <Plan key={plan.id} plan={plan} />
        ))}
      </ul>
      {answer.hasNextPage ? <MoreRows isBusy={answer.isFetchingNextPage} onMore={() => void answer.fetchNextPage()} /> : null}
    </Card>
  );
}

function Plan({ plan }: { readonly plan: PlanFactsFragment }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const may = useMay();
  const projected = Number(plan.projected);
  const part = projected > 0 ? Math.min(1, Math.max(0, Number(plan.actual) / projected)) : 0;
  const warned = plan.assets.filter(({ warning, isGone }) => warning != null && !isGone).length;
  return (
    <li className="border-b border-line px-4 py-3 last:border-b-0">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <p className="text-13 font-semibold wrap-anywhere">{plan.name}</p>
          <p className="text-12 text-muted">
            {t('plan.of', { count: plan.assets.length, shown: format.number(plan.assets.length) })} · {plan.madeBy} · <Ago at={plan.changedAt} />
          </p>
        </div>
        <CsvButton name={t('plan.table', { name: plan.name })} rows={() => planTable(plan, HEAD)} />
        {may('MANAGE_KPIS') ? <Change plan={plan} /> : null}
        {may('MANAGE_KPIS') ? <DeletePlan plan={plan} /> : null}
      </div>
      <div role="meter" aria-label={t('plan.progress', { name: plan.name })} aria-valuemin={0} aria-valuemax={100} aria-valuenow={Math.round(part * 100)} className="mt-2 h-2 overflow-hidden rounded-chip bg-sunken inset-ring inset-ring-line">
        <div className="h-full bg-good" style={{ width: `${part * 100}%` }} />
      </div>
      <p className="mt-1 text-13 tabular-nums">{t('plan.came', { actual: format.money(plan.actual, plan.currency), projected: format.money(plan.projected, plan.currency) })}</p>
      {warned > 0 ? (
        <p className="mt-1 flex items-center gap-1 text-12 text-warn">
          <Icon name="warning" size={13} />
          {t('plan.warned', { count: warned, shown: format.number(warned) })}
        </p>
      ) : null}
      <details className="mt-1">
        <summary className="min-h-6 cursor-pointer text-12 text-brand">{t('plan.assets')}</summary>
        {byOwner(plan.assets).map((part) => (
          <div key={part.owner ?? ''} className="mt-2">
            <p className="text-12 font-medium">
              {part.owner ?? t('plan.nobody')} <span className="font-normal text-muted tabular-nums">{t('plan.came', { actual: format.money(part.actual, plan.currency), projected: format.money(part.projected, plan.currency) })}</span>
            </p>
            <ul className="mt-1 flex flex-col gap-1 border-l border-line pl-3">
              {part.assets.map((asset) => (
                <PlannedAsset key={asset.asset} asset={asset} currency={plan.currency} />
              ))}
            </ul>
          </div>
        ))}
      </details>
    </li>
  );
}

function PlannedAsset({ asset, currency }: { readonly asset: Planned; readonly currency: string }) {
  const { t, i18n } = useTranslation('worth');
  const format = useFormat();
  return (
    <li className="flex flex-wrap items-center gap-x-2 text-12">
      {asset.isGone ? (
        <span className="text-good">
          <Icon name="check" size={13} className="mr-1 inline" />
          {asset.name}
        </span>
      ) : (
        <Link to="/a/$id" params={{ id: asset.asset }} className="wrap-anywhere hover:text-brand hover:underline">
          {asset.name}
        </Link>
      )}
      <span className="text-muted tabular-nums">{t('plan.came', { actual: format.money(asset.actual, currency), projected: format.money(asset.projected, currency) })}</span>
      {asset.storage ? <span className="text-muted">{t('plan.storedAs', { storage: asset.storage })}</span> : null}
      {asset.isGone || !asset.warning ? null : <span className="text-warn">{asset.warning[i18n.language.startsWith('zh') ? 1 : 0]}</span>}
    </li>
  );
}

/** The head of the file, as programs read it. */
const HEAD = ['owner', 'asset', 'bytes', 'storage', 'planned', 'actual', 'currency', 'gone'] as const;

function Change({ plan }: { readonly plan: PlanFactsFragment }) {
  const { t } = useTranslation('worth');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton icon="edit" label={t('plan.edit', { name: plan.name })} onClick={() => setOpen(true)} />
      {isOpen ? <PlanEdit plan={plan} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function DeletePlan({ plan }: { readonly plan: PlanFactsFragment }) {
  const { t } = useTranslation('worth');
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const act = useMutation({
    mutationFn: () => gql(DeleteSavingsPlanDoc, { id: plan.id }),
    async onSuccess() {
      toast('good', t('delete.done', { name: plan.name }));
      setAsking(false);
      await client.invalidateQueries({ queryKey: ['SavingsPlans'] });
    },
  });
  return (
    <>
      <IconButton icon="trash" label={t('plan.delete', { name: plan.name })} onClick={() => setAsking(true)} />
      <Confirm isOpen={isAsking} onClose={() => setAsking(false)} title={t('delete.title', { name: plan.name })} text={t('plan.deleteText')} action={t('delete.action')} isBusy={act.isPending} error={<Refusal error={act.error} />} onConfirm={() => act.mutate()} />
    </>
  );
}
