// Narrows the charts of insights: by team, domain, tier, kind and source.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { useMay } from '../../../app/session';
import { Select, useKindName, useTierName } from '../../../kit';
import { COUNTED_KINDS } from '../model';
import { KpiGroupsDoc } from '../queries';
import type { InsightSearch } from '../routes';

const TIERS = ['tier1', 'tier2', 'tier3', 'tier4', 'tier5'] as const;

export function InsightFilters({ search, onChange }: { readonly search: InsightSearch; readonly onChange: (next: InsightSearch) => void }) {
  const { t } = useTranslation('worth');
  const may = useMay();
  const tierName = useTierName();
  const kindName = useKindName();
  const groups = useQuery(ask(KpiGroupsDoc, { withTeams: may('READ_ORGANISATION') }));
  const names = (found: readonly string[], chosen: string | undefined) => [...new Set([...found, ...(chosen ? [chosen] : [])])].map((value) => ({ value, label: value }));
  const fields = [
    { name: 'team', options: names(groups.data?.organisation?.teams.map(({ name }) => name) ?? [], search.team) },
    { name: 'domain', options: names(groups.data?.search.hits.map(({ asset }) => asset.displayName) ?? [], search.domain) },
    { name: 'tier', options: TIERS.map((value) => ({ value, label: tierName(value) })) },
    { name: 'kind', options: COUNTED_KINDS.map((kind) => ({ value: kind.toLowerCase(), label: kindName(kind) })) },
  ] as const;
  return fields.map(({ name, options }) => (
    <Select key={name} label={t(`by.${name}`)} value={search[name] ?? ''} options={[{ value: '', label: t('insights.any', { what: t(`by.${name}`) }) }, ...options]} onChange={(value) => onChange({ ...search, [name]: value || undefined })} />
  ));
}
