// What others change in the vocabulary is shown without a reload.
import { useQueryClient } from '@tanstack/react-query';
import { useRefreshOnChange } from '../../app/events';

const NAMES = ['VocabularyBranch', 'VocabularyEntry', 'VocabularyAssigned'];

export function useVocabularyRefresh(): void {
  const client = useQueryClient();
  useRefreshOnChange(true, () => {
    for (const name of NAMES) void client.invalidateQueries({ queryKey: [name] });
  });
}
