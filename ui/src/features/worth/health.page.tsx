// How healthy the data is: the score, how it comes about, and the assets behind each number.
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../app/gql';
import { useMay } from '../../app/session';
import type { HealthGroupFactsFragment, HealthPart } from '../../gql/types';
import { Button, Card, cx, Empty, Failure, Page as Frame, Select, Skeleton, useFormat } from '../../kit';
import { STATE_SHAPE, STATE_TEXT } from '../../tokens/states';
import { GROUP_NAMES, type Grouping, GROUPINGS, scoreState } from './groups';
import { HealthDoc } from './health-queries';
import { Download } from './parts/figures';
import { useGroupName } from './parts/group-name';
import { HealthAssets } from './parts/health-assets';
import { Formula } from './parts/health-formula';
import { HealthWeights } from './parts/health-weights';
import type { HealthSearch } from './routes';

const route = getRouteApi('/shell/health');

export function Page() {
  const { t } = useTranslation('worth');
  const may = useMay();
  const search: HealthSearch = route.useSearch();
  const navigate = useNavigate({ from: '/health' });
  const by: Grouping = search.by ?? 'schema';
  const [isWeighing, setWeighing] = useState(false);
  const answer = useQuery({ ...ask(HealthDoc, { by: GROUP_NAMES[by] }), placeholderData: (before) => before });
  const go = (next: HealthSearch) => void navigate({ search: next, resetScroll: false });
  const open = (part: HealthPart, group?: string | null) => go({ by: search.by, part, ...(group === undefined ? {} : { in: group ?? '' }) });
  const actions = (
    <>
      <Download href={`/api/health.csv?by=${by}`} name="health.csv" text={t('csv')} />
      {may('MANAGE_KPIS') && answer.data ? (
        <Button icon="settings" onClick={() => setWeighing(true)}>
          {t('weights.edit')}
        </Button>
      ) : null}
    </>
  );
  return (
    <Frame title={t('health.title')} lead={t('health.lead')} actions={actions}>
      {answer.isPending ? <Skeleton lines={10} /> : null}
      {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : null}
      {answer.data && answer.data.health.total.assets === 0 ? <Empty icon="health" title={t('health.none')} text={t('health.noneText')} /> : null}
      {answer.data && answer.data.health.total.assets > 0 ? (
        <div className="flex flex-col gap-4">
          <div className="grid grid-cols-[minmax(0,1fr)_minmax(0,3fr)] gap-4 max-lg:grid-cols-1">
            <Score group={answer.data.health.total} />
            <Formula group={answer.data.health.total} onOpen={open} />
          </div>
          {search.part ? <HealthAssets key={`${search.part} ${search.in ?? ''}`} part={search.part} by={by} group={search.in} isHaving={search.show === 'has'} onShow={(show) => go({ ...search, show })} onClose={() => go({ by: search.by })} /> : null}
          <Groups by={by} groups={answer.data.health.groups} more={answer.data.health.moreGroups} onBy={(next) => go({ by: next === 'schema' ? undefined : next })} onOpen={open} />
        </div>
      ) : null}
      {isWeighing && answer.data ? <HealthWeights seen={answer.data.healthWeights} onClose={() => setWeighing(false)} /> : null}
    </Frame>
  );
}

function Score({ group }: { readonly group: HealthGroupFactsFragment }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const state = scoreState(group.score);
  return (
    <Card title={t('health.score')}>
      <p className={cx('text-28 font-semibold tabular-nums', STATE_TEXT[state])}>
        <span aria-hidden className="mr-2 text-16">
          {STATE_SHAPE[state]}
        </span>
        {group.score == null ? '–' : format.percent(group.score)}
      </p>
      <p className="text-13">{t('health.assets', { count: group.assets, shown: format.number(group.assets) })}</p>
      {group.withoutChecks > 0 ? <p className="mt-2 text-12 text-muted">{t('health.withoutChecks', { count: group.withoutChecks, shown: format.number(group.withoutChecks) })}</p> : null}
    </Card>
  );
}

interface GroupsProps {
  readonly by: Grouping;
  readonly groups: readonly HealthGroupFactsFragment[];
  readonly more: number;
  readonly onBy: (by: Grouping) => void;
  readonly onOpen: (part: HealthPart, group: string | null) => void;
}

function Groups({ by, groups, more, onBy, onOpen }: GroupsProps) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const parts = [...new Set(groups.flatMap((group) => group.parts.map(({ part }) => part)))];
  const options = GROUPINGS.map((value) => ({ value, label: t(`by.${value}`) }));
  const head = 'h-9 px-3 text-12 font-semibold whitespace-nowrap text-muted';
  return (
    <Card isFlush title={t('health.groups')} action={<Select label={t('by.label')} value={by} options={options} onChange={onBy} />}>
      <div tabIndex={0} role="region" aria-label={t('health.groups')} className="overflow-x-auto">
        <table className="w-full min-w-[900px] text-13">
          <thead>
            <tr className="border-b border-line bg-sunken">
              <th scope="col" className={cx(head, 'text-left')}>
                {t(`by.${by}`)}
              </th>
              <th scope="col" className={cx(head, 'text-left')}>
                {t('health.score')}
              </th>
              <th scope="col" className={cx(head, 'text-right')}>
                {t('health.count')}
              </th>
              {parts.map((part) => (
                <th key={part} scope="col" className={cx(head, 'text-right')}>
                  {t(`part.${part}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <GroupRow key={group.name ?? ''} by={by} group={group} parts={parts} onOpen={onOpen} />
            ))}
          </tbody>
        </table>
      </div>
      {more > 0 ? <p className="p-3 text-12 text-muted">{t('cost.moreGroups', { count: more, shown: format.number(more) })}</p> : null}
    </Card>
  );
}

interface RowProps {
  readonly by: Grouping;
  readonly group: HealthGroupFactsFragment;
  readonly parts: readonly HealthPart[];
  readonly onOpen: (part: HealthPart, group: string | null) => void;
}

function GroupRow({ by, group, parts, onOpen }: RowProps) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const nameOf = useGroupName(by);
  const state = scoreState(group.score);
  return (
    <tr className="h-(--row) border-b border-line last:border-b-0 hover:bg-bg">
      <th scope="row" className="max-w-80 truncate px-3 text-left font-medium" title={nameOf(group.name)}>
        {nameOf(group.name)}
      </th>
      <td className="px-3 whitespace-nowrap tabular-nums">
        <span className={cx('font-semibold', STATE_TEXT[state])}>
          <span aria-hidden className="mr-1.5">
            {STATE_SHAPE[state]}
          </span>
          {group.score == null ? '–' : format.percent(group.score)}
        </span>
      </td>
      <td className="px-3 text-right tabular-nums">{format.number(group.assets)}</td>
      {parts.map((part) => {
        const found = group.parts.find((share) => share.part === part);
        return (
          <td key={part} className="px-3 text-right tabular-nums">
            {found ? (
              <button type="button" title={t('health.open', { part: t(`part.${part}`), has: format.number(found.has), of: format.number(found.of) })} onClick={() => onOpen(part, group.name ?? null)} className="min-h-6 min-w-6 hover:text-brand hover:underline">
                {format.percent(found.ratio)}
              </button>
            ) : (
              <span className="text-faint" title={t('health.unknown')}>
                –
              </span>
            )}
          </td>
        );
      })}
    </tr>
  );
}
