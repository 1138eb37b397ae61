// Links to what quality is about: tables, checks, and rows of incidents.
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { IncidentRowFragment } from '../../../gql/types';
import { Ago, KindIcon, StateChip, TagChip } from '../../../kit';
import { INCIDENT_LOOKS } from '../model';
import { useCheckName } from '../words';

interface Named {
  readonly id: string;
  readonly kind: string;
  readonly displayName: string;
  readonly fullName: string;
}

export function AssetLink({ asset }: { readonly asset: Named | null | undefined }) {
  const { t } = useTranslation('quality');
  if (!asset) return <span className="text-muted">{t('unknownTable')}</span>;
  return (
    <Link to="/a/$id" params={{ id: asset.id }} title={asset.fullName} className="inline-flex max-w-full min-w-0 items-center gap-1.5 font-medium hover:text-brand hover:underline">
      <KindIcon kind={asset.kind} size={14} />
      <span className="truncate">{asset.displayName}</span>
    </Link>
  );
}

/** How bad an incident is, 1 (worst) to 5. */
export function SeverityChip({ severity }: { readonly severity: number }) {
  const { t } = useTranslation('quality');
  return (
    <TagChip icon={severity <= 2 ? 'error' : 'warning'} title={t('severity.hint')}>
      {t('severity.of', { severity })}
    </TagChip>
  );
}

/** What an incident is called: the check that fails. */
export function useIncidentName(): (incident: Pick<IncidentRowFragment, 'check'>) => string {
  const { t } = useTranslation('quality');
  const nameOf = useCheckName();
  return ({ check }) => (check ? nameOf(check) : t('unknownCheck'));
}

export function IncidentRow({ incident }: { readonly incident: IncidentRowFragment }) {
  const { t } = useTranslation('quality');
  const nameOf = useIncidentName();
  return (
    <li className="flex min-h-(--row) flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1.5 text-13 last:border-b-0 hover:bg-bg">
      <StateChip state={INCIDENT_LOOKS[incident.state]}>{t(`state.${incident.state}`)}</StateChip>
      <SeverityChip severity={incident.severity} />
      <Link to="/quality/incidents/$id" params={{ id: incident.id }} className="min-w-0 truncate font-medium text-brand hover:underline">
        {nameOf(incident)}
      </Link>
      <AssetLink asset={incident.asset} />
      <span className="ml-auto text-12 whitespace-nowrap text-muted">
        <Ago at={incident.openedAt} />
      </span>
    </li>
  );
}
