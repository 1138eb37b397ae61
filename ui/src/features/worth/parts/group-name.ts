// What a group is called, and what those without one are.
import { useTranslation } from 'react-i18next';
import { useKindName, useTierName } from '../../../kit';
import type { Grouping } from '../groups';

export function useGroupName(by: Grouping): (name: string | null | undefined) => string {
  const { t } = useTranslation('worth');
  const tierName = useTierName();
  const kindName = useKindName();
  return (name) => {
    if (name == null || name === '') return t(`without.${by}`);
    if (by === 'tier') return tierName(name);
    return by === 'kind' ? kindName(name) : name;
  };
}
