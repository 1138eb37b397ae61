// Queries by day as bars of reads and writes.
import { useTranslation } from 'react-i18next';
import { DayChart, useFormat } from '../../../kit';
import { joinDays, mostOf, type UsedDay } from '../usage';

/** More bars than this are too thin to be told apart. */
const MOST_BARS = 92;
const COLUMNS = ['queries', 'reads', 'writes', 'users'] as const;

export function UsageChart({ days }: { readonly days: readonly UsedDay[] }) {
  const { t } = useTranslation('asset');
  const format = useFormat();
  // Days are those of UTC, whatever the reader's zone; noon is the same day nearly everywhere.
  const name = (day: string): string => format.date(`${day}T12:00:00Z`);
  const [first, last] = [name(days[0]?.day ?? ''), name(days.at(-1)?.day ?? '')];
  const queries = days.reduce((sum, day) => sum + day.queries, 0);
  return (
    <DayChart
      label={t('usage.chartText', { from: first, to: last, queries: format.number(queries), most: format.number(mostOf(days)) })}
      parts={[
        { name: t('usage.reads'), tone: 'bg-brand' },
        { name: t('usage.writes'), tone: 'bg-warn' },
      ]}
      // A query that reads and writes is in both parts of its bar.
      bars={joinDays(days, MOST_BARS).map(({ day, reads, writes }) => ({
        day,
        label: t('usage.day', { day: name(day), reads: format.number(reads), writes: format.number(writes) }),
        parts: [reads, writes],
      }))}
      ends={[first, last]}
      table={{
        day: t('usage.dayColumn'),
        columns: COLUMNS.map((column) => t(`usage.${column}`)),
        rows: days
          .filter((day) => day.queries > 0)
          .toReversed()
          .map((day) => ({ day: day.day, name: name(day.day), figures: COLUMNS.map((column) => format.number(day[column])) })),
      }}
    />
  );
}
