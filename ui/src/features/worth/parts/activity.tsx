// Who looked at what: people a day, the assets looked at most, the people who looked most.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import type { ActivityQuery } from '../../../gql/types';
import { Ago, Card, CsvButton, DayChart, Failure, KindIcon, Skeleton, useFormat, useKindName } from '../../../kit';
import { ActivityDoc } from '../insight-queries';
import { useDay } from '../words';

type Activity = ActivityQuery['activity'];
const TOP = 10;

export function ActivityCards({ from, to }: { readonly from: string; readonly to: string }) {
  const { t } = useTranslation('worth');
  const answer = useQuery({ ...ask(ActivityDoc, { from, to }), placeholderData: (before) => before });
  if (answer.isPending) return <Skeleton lines={6} />;
  if (answer.isError) return <Failure error={answer.error} onRetry={() => void answer.refetch()} />;
  const { activity } = answer.data;
  if (activity.mostActive.length === 0) return <p className="rounded-card border border-line bg-surface p-4 text-13 text-muted">{t('activity.none')}</p>;
  return (
    <div className="grid grid-cols-2 items-start gap-4 max-xl:grid-cols-1">
      <DailyUsers days={activity.usersByDay} />
      <Card title={t('activity.byKind')}>
        <Views kinds={activity.byKind} />
      </Card>
      <MostViewed assets={activity.mostViewed} />
      <MostActive people={activity.mostActive} />
    </div>
  );
}

function DailyUsers({ days }: { readonly days: Activity['usersByDay'] }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  const name = useDay();
  const words = (day: Activity['usersByDay'][number]) => t('activity.onDay', { day: name(day.day), count: day.users, shown: format.number(day.users) });
  return (
    <Card title={t('activity.daily')}>
      <DayChart
        label={t('activity.daily')}
        parts={[{ name: t('activity.users'), tone: 'bg-brand' }]}
        bars={days.map((day) => ({ day: day.day, label: words(day), parts: [day.users] }))}
        ends={[name(days[0]?.day ?? ''), name(days.at(-1)?.day ?? '')]}
        table={{ day: t('one.day'), columns: [t('activity.users')], rows: days.toReversed().map((day) => ({ day: day.day, name: name(day.day), figures: [format.number(day.users)] })) }}
      />
    </Card>
  );
}

function Views({ kinds }: { readonly kinds: Activity['byKind'] }) {
  const format = useFormat();
  const kindName = useKindName();
  const most = Math.max(1, ...kinds.map(({ views }) => views));
  return (
    <ul className="flex flex-col gap-1.5">
      {kinds.map(({ kind, views }) => (
        <li key={kind} className="grid grid-cols-[8rem_minmax(0,1fr)_3rem] items-center gap-2 text-13">
          <span className="flex items-center gap-1.5 truncate">
            <KindIcon kind={kind} size={14} />
            {kindName(kind)}
          </span>
          <span aria-hidden className="h-2 overflow-hidden rounded-chip bg-sunken">
            <span className="block h-full bg-brand" style={{ width: `${(views / most) * 100}%` }} />
          </span>
          <span className="text-right tabular-nums">{format.number(views)}</span>
        </li>
      ))}
    </ul>
  );
}

function MostViewed({ assets }: { readonly assets: Activity['mostViewed'] }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  return (
    <Card isFlush title={t('activity.viewed')} action={<CsvButton name={t('activity.viewed')} rows={() => [['asset', 'name', 'views'], ...assets.map(({ asset, views }) => [asset?.fullName ?? '', asset?.displayName ?? '', String(views)])]} />}>
      <ol>
        {assets.slice(0, TOP).map(({ asset, views }, place) => (
          <li key={asset?.id ?? `gone ${String(place)}`} className="flex min-h-(--row) items-center gap-2 border-b border-line px-4 text-13 last:border-b-0">
            <span className="w-5 text-right text-12 text-muted tabular-nums">{place + 1}</span>
            {asset ? (
              <Link to="/a/$id" params={{ id: asset.id }} title={asset.fullName} className="flex min-w-0 items-center gap-1.5 hover:text-brand hover:underline">
                <KindIcon kind={asset.kind} size={14} />
                <span className="truncate">{asset.displayName}</span>
              </Link>
            ) : (
              <span className="text-muted">{t('activity.gone')}</span>
            )}
            <span className="ml-auto tabular-nums">{t('activity.views', { count: views, shown: format.number(views) })}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function MostActive({ people }: { readonly people: Activity['mostActive'] }) {
  const { t } = useTranslation('worth');
  const format = useFormat();
  return (
    <Card isFlush title={t('activity.active')} action={<CsvButton name={t('activity.active')} rows={() => [['person', 'views', 'sittings', 'seconds', 'last_seen'], ...people.map(({ user, views, sessions, seconds, lastAt }) => [user, views, sessions, seconds, lastAt].map(String))]} />}>
      <div tabIndex={0} role="region" aria-label={t('activity.active')} className="overflow-x-auto">
        <table className="w-full min-w-[480px] text-13">
          <thead>
            <tr className="border-b border-line bg-sunken">
              {(['user', 'viewCount', 'sessions', 'mean', 'last'] as const).map((column) => (
                <th key={column} scope="col" className={`h-8 px-3 text-12 font-semibold text-muted ${column === 'user' ? 'text-left' : 'text-right'}`}>
                  {t(`activity.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {people.slice(0, TOP).map(({ user, views, sessions, seconds, lastAt }) => (
              <tr key={user} className="h-(--row) border-b border-line last:border-b-0">
                <th scope="row" className="px-3 text-left font-medium">
                  {user}
                </th>
                <td className="px-3 text-right tabular-nums">{format.number(views)}</td>
                <td className="px-3 text-right tabular-nums">{format.number(sessions)}</td>
                <td className="px-3 text-right tabular-nums">{format.duration((seconds * 1000) / Math.max(1, sessions))}</td>
                <td className="px-3 text-right">
                  <Ago at={lastAt} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
