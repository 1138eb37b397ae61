// What a commit did, in the reader's language. The server counts in English words
// ("3 added, 12 changed"); any other text is a person's or a tool's and stays.
import { useTranslation } from 'react-i18next';

const COUNT = /^(\d+) (added|changed|removed|restored)$/;

export interface CountOf {
  readonly word: string;
  readonly count: number;
}

/** The counts in a summary, or null when it is not made of counts. */
export function countsIn(summary: string): CountOf[] | null {
  const found: CountOf[] = [];
  for (const part of summary.split(', ')) {
    const match = COUNT.exec(part);
    if (!match?.[1] || !match[2]) return null;
    found.push({ count: Number(match[1]), word: match[2] });
  }
  return found;
}

export function useSummary(): (summary: string) => string {
  const { t } = useTranslation('app');
  return (summary) => {
    if (summary === '') return t('summary.empty');
    const counts = countsIn(summary);
    return counts ? counts.map(({ word, count }) => t(`summary.${word}`, { count })).join(t('summary.separator')) : summary;
  };
}
