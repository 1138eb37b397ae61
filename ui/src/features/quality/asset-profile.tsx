// What the values of a table look like: the newest profile, those before it, and how many rows there were over time.
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError, gql } from '../../app/gql';
import { runPage } from '../../app/places';
import { useMay } from '../../app/session';
import type { TableProfilesQuery } from '../../gql/types';
import { Ago, Button, Card, Empty, Failure, FilterInput, Skeleton, toast, useFormat } from '../../kit';
import { Detections } from './parts/detections';
import { ProfiledColumn } from './parts/profiled-column';
import { ValueLine } from './parts/value-line';
import { type ColumnProfile, readColumns } from './profile';
import { ProfileTableDoc, TableProfilesDoc } from './profile-queries';

type Profile = TableProfilesQuery['profiles']['nodes'][number];

/** More columns are drawn when somebody asks for them; typing narrows the list. */
const STEP = 100;
const COLUMNS = ['name', 'absent', 'distinct', 'range', 'spread'] as const;

export function AssetProfile({ assetId }: { readonly assetId: string }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const may = useMay();
  // How many profiles back one looks.
  const [back, setBack] = useState(0);
  // One by one, since a profile of many columns is long.
  const answer = useInfiniteQuery({
    queryKey: ['TableProfiles', assetId],
    queryFn: ({ pageParam, signal }) => gql(TableProfilesDoc, { id: assetId, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ profiles }) => (profiles.pageInfo.hasNextPage ? (profiles.pageInfo.endCursor ?? null) : null),
  });
  if (answer.isPending) return <Skeleton lines={8} />;
  const first = answer.data?.pages[0];
  if (!first) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  const profiles = answer.data?.pages.flatMap((part) => part.profiles.nodes) ?? [];
  const shown = profiles[back];
  const make = may('MANAGE_QUALITY') && first.asset?.mayEdit === true ? <TakeProfile id={assetId} /> : null;
  if (!shown) return <Empty icon="chart" title={t('profile.none')} text={t(make ? 'profile.noneText' : 'profile.noneAsk')} action={make} />;
  const older = async () => {
    if (profiles.length <= back + 1) await answer.fetchNextPage();
    setBack(back + 1);
  };
  const rows = first.history.nodes.map(({ at, rows: value }) => ({ at, value })).toReversed();
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3 text-13">
        <span>
          {t('profile.taken')} <Ago at={shown.at} />
        </span>
        <span className="text-muted tabular-nums">{t('profile.rows', { count: shown.rows, shown: format.number(shown.rows) })}</span>
        <span className="ml-auto flex flex-wrap gap-2">
          <Button isBusy={answer.isFetchingNextPage} disabled={profiles.length <= back + 1 && !answer.hasNextPage} onClick={() => void older()}>
            {t('profile.older')}
          </Button>
          <Button disabled={back === 0} onClick={() => setBack(back - 1)}>
            {t('profile.newer')}
          </Button>
          {make}
        </span>
      </div>
      {rows.length > 1 ? (
        <Card title={t('profile.history')}>
          <ValueLine label={t('profile.history')} points={rows} />
        </Card>
      ) : null}
      <Detections assetId={assetId} mayDecide={first.asset?.mayEdit === true} />
      <Columns key={shown.at} profile={shown} before={profiles[back + 1]} />
    </div>
  );
}

function Columns({ profile, before }: { readonly profile: Profile; readonly before: Profile | undefined }) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const [text, setText] = useState('');
  const [most, setMost] = useState(STEP);
  const columns = readColumns(profile.columns);
  const earlier = new Map<string, ColumnProfile>(readColumns(before?.columns).map((column) => [column.name, column]));
  const wanted = text.trim().toLowerCase();
  const found = columns.filter(({ name }) => name.toLowerCase().includes(wanted));
  return (
    <Card isFlush title={t('profile.columns', { shown: format.number(columns.length) })} action={<FilterInput label={t('profile.find')} value={text} onChange={setText} className="w-56 max-w-full" />}>
      <div tabIndex={0} role="region" aria-label={t('profile.columns', { shown: format.number(columns.length) })} className="overflow-x-auto">
        <table className="w-full min-w-[820px] text-13">
          <thead>
            <tr className="border-b border-line bg-sunken">
              {COLUMNS.map((column) => (
                <th key={column} scope="col" className="h-9 px-3 text-left text-12 font-semibold text-muted">
                  {t(`profile.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {found.slice(0, most).map((column) => (
              <ProfiledColumn key={column.name} column={column} rows={profile.rows} before={earlier.get(column.name)} rowsBefore={before?.rows ?? 0} />
            ))}
          </tbody>
        </table>
      </div>
      {found.length > most ? (
        <div className="p-3 text-center">
          <Button onClick={() => setMost(most + STEP)}>{t('more')}</Button>
        </div>
      ) : null}
    </Card>
  );
}

function TakeProfile({ id }: { readonly id: string }) {
  const { t } = useTranslation('quality');
  const navigate = useNavigate();
  const run = useMutation({
    mutationFn: () => gql(ProfileTableDoc, { asset: id }),
    onSuccess: ({ profileTable }) => navigate({ to: runPage(profileTable.id) }),
    onError: (error) => toast('bad', asApiError(error).message),
  });
  return (
    <Button icon="play" isBusy={run.isPending} onClick={() => run.mutate()}>
      {t('profile.take')}
    </Button>
  );
}
