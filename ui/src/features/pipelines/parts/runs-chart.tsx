// Runs by day: a bar for each day, which is also the button that shows that day's runs.
import { useTranslation } from 'react-i18next';
import { DayChart, useFormat } from '../../../kit';
import { type Day, type Part, partOf, PARTS, startOf } from '../model';

const TONES: Readonly<Record<Part, string>> = { succeeded: 'bg-good', running: 'bg-brand', rest: 'bg-field', failed: 'bg-bad' };

interface Props {
  readonly days: readonly Day[];
  readonly chosen: string | undefined;
  readonly onChoose: (day: string | undefined) => void;
}

export function RunsChart({ days, chosen, onChoose }: Props) {
  const { t } = useTranslation('pipelines');
  const format = useFormat();
  const name = (day: string): string => {
    const start = startOf(day);
    return start === null ? day : format.date(start.toISOString());
  };
  const said = (day: Day): string => PARTS.flatMap((part) => (partOf(day, part) > 0 ? [`${t(`part.${part}`)} ${format.number(partOf(day, part))}`] : [])).join(', ');
  return (
    <DayChart
      label={t('chart.label')}
      parts={PARTS.map((part) => ({ name: t(`part.${part}`), tone: TONES[part], sum: format.number(days.reduce((sum, day) => sum + partOf(day, part), 0)) }))}
      bars={days.map((day) => ({
        day: day.day,
        label: t('chart.day', { day: name(day.day), said: said(day) || t('chart.none') }),
        parts: PARTS.map((part) => partOf(day, part)),
      }))}
      ends={[name(days[0]?.day ?? ''), name(days.at(-1)?.day ?? '')]}
      table={{
        day: t('column.day'),
        columns: PARTS.map((part) => t(`part.${part}`)),
        rows: days
          .filter((day) => day.total > 0)
          .toReversed()
          .map((day) => ({ day: day.day, name: name(day.day), figures: PARTS.map((part) => format.number(partOf(day, part))) })),
      }}
      chosen={chosen}
      onChoose={onChoose}
    />
  );
}
