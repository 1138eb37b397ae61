// Takes away what is shown as a table.
import { useTranslation } from 'react-i18next';
import { Button } from '../button/button';
import { saveCsv, toCsv } from './csv';

interface Props {
  /** What the table is called; the name of the file, too. */
  readonly name: string;
  /** The table with its head; made when it is asked for. */
  readonly rows: () => readonly (readonly string[])[];
}

export function CsvButton({ name, rows }: Props) {
  const { t } = useTranslation('kit');
  return (
    <Button size="small" tone="quiet" icon="download" aria-label={t('csv.of', { name })} className="print:hidden" onClick={() => saveCsv(`${name}.csv`, toCsv(rows()))}>
      {t('csv.short')}
    </Button>
  );
}
