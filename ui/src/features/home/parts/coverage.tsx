// How much of the catalog people have described and taken charge of, and whether
// search and lineage have caught up with the catalog.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../app/session';
import type { HomeQuery } from '../../../gql/types';
import { Card, Meter, StateChip, useFormat } from '../../../kit';

type Stats = HomeQuery['catalogStats'];

/** Where more of it is filled in. */
const CARE = [
  { to: '/admin/spreadsheet', text: 'spreadsheet', needs: 'EDIT_CATALOG' },
  { to: '/admin/properties', text: 'properties', needs: 'MANAGE_GOVERNANCE' },
  { to: '/admin/announcements', text: 'announcements', needs: 'EDIT_CATALOG' },
] as const;

export function Coverage({ coverage, followers }: { readonly coverage: Stats['coverage']; readonly followers: Stats['followers'] }) {
  const { t } = useTranslation('home');
  const format = useFormat();
  const may = useMay();
  const late = followers.filter((follower) => follower.degraded || follower.behind > 0);
  return (
    <Card
      title={t('coverage.title')}
      action={
        late.length === 0 ? (
          <StateChip state="good">{t('coverage.current')}</StateChip>
        ) : (
          late.map((follower) => (
            <StateChip key={follower.name} state={follower.degraded ? 'warn' : 'active'}>
              {t('coverage.behind', { name: t(`follower.${follower.name}`, { defaultValue: follower.name }), count: follower.behind, shown: format.number(follower.behind) })}
            </StateChip>
          ))
        )
      }
    >
      <div className="flex flex-col gap-4">
        <Meter label={t('coverage.tablesDescribed')} part={coverage.tablesDescribed} whole={coverage.tables} />
        <Meter label={t('coverage.columnsDescribed')} part={coverage.columnsDescribed} whole={coverage.columns} />
        <Meter label={t('coverage.tablesOwned')} part={coverage.tablesOwned} whole={coverage.tables} />
        <ul className="flex flex-wrap gap-x-4 text-13">
          {CARE.filter(({ needs }) => may(needs)).map(({ to, text }) => (
            <li key={to}>
              <Link to={to} className="inline-flex min-h-6 items-center text-brand hover:underline">
                {t(`care.${text}`)}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </Card>
  );
}
