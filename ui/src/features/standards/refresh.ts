// What others change about standards is shown without a reload.
import { useQueryClient } from '@tanstack/react-query';
import { useRefreshOnChange } from '../../app/events';

const NAMES = ['Standards', 'Standard', 'StandardCodes', 'StandardColumns', 'StandardColumn', 'StandardRatios'];

export function useStandardsRefresh(): void {
  const client = useQueryClient();
  useRefreshOnChange(true, () => {
    for (const name of NAMES) void client.invalidateQueries({ queryKey: [name] });
  });
}
