// A table that is brought back: what it would change is told before anything is written, and a wrong cell keeps all of
// it from being written.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sendTable } from '../../../app/csv';
import { Button, Card, Field, Refusal, TextArea, toast, useFormat } from '../../../kit';
import { PREVIEW, TABLE } from '../model';
import type { Outcome } from '../model';
import { Told } from './told';

/** What the server takes at most. */
const MOST_BYTES = 10 * 1024 * 1024;
/** What is shown in the field; a larger file is sent as it is. */
const MOST_SHOWN = 200_000;

function ChooseFile({ onText, onTooLarge }: { readonly onText: (text: string) => void; readonly onTooLarge: (size: number) => void }) {
  const { t } = useTranslation('spreadsheet');
  return (
    <Field label={t('bring.file')}>
      {({ id }) => (
        <input
          id={id}
          type="file"
          accept=".csv,text/csv"
          className="text-13"
          onChange={(event) => {
            const file = event.target.files?.[0];
            if (!file) return;
            if (file.size > MOST_BYTES) onTooLarge(file.size);
            else void file.text().then(onText);
          }}
        />
      )}
    </Field>
  );
}

export function Upload() {
  const { t } = useTranslation('spreadsheet');
  const format = useFormat();
  const client = useQueryClient();
  const [table, setTable] = useState('');
  const [tooLarge, setTooLarge] = useState<number | null>(null);
  const preview = useMutation({ mutationFn: (next: string) => sendTable<Outcome>(PREVIEW, next) });
  const write = useMutation({
    mutationFn: () => sendTable<Outcome>(TABLE, table),
    async onSuccess(outcome) {
      if (outcome.commit === null) return;
      toast('good', t('bring.written', { count: outcome.changed, shown: format.number(outcome.changed) }));
      await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    },
  });
  const change = (next: string) => {
    setTable(next);
    setTooLarge(null);
    preview.reset();
    write.reset();
  };
  const outcome = write.data ?? preview.data;
  const isWritten = write.data !== undefined && write.data.commit !== null;
  const canWrite = outcome !== undefined && !isWritten && outcome.wrong === 0 && outcome.changed > 0;
  return (
    <Card title={t('bring.title')}>
      <div className="flex flex-col gap-3">
        <p className="text-13 text-muted">{t('bring.text')}</p>
        <ChooseFile
          onText={(next) => {
            change(next);
            preview.mutate(next);
          }}
          onTooLarge={(size) => {
            change('');
            setTooLarge(size);
          }}
        />
        {tooLarge === null ? null : (
          <p role="alert" className="text-13 text-bad">
            {t('bring.tooLarge', { size: format.bytes(tooLarge), most: format.bytes(MOST_BYTES) })}
          </p>
        )}
        {table.length > MOST_SHOWN ? <p className="text-13 text-muted">{t('bring.long', { size: format.bytes(table.length) })}</p> : <TextArea label={t('bring.table')} rows={6} value={table} onChange={change} className="font-mono text-12" spellCheck={false} />}
        <span className="flex flex-wrap gap-2">
          <Button disabled={table.trim() === ''} isBusy={preview.isPending} onClick={() => preview.mutate(table)}>
            {t('bring.preview')}
          </Button>
          <Button tone="primary" disabled={!canWrite} isBusy={write.isPending} onClick={() => write.mutate()}>
            {t('bring.write')}
          </Button>
        </span>
        <Refusal error={preview.error ?? write.error} />
        {outcome ? <Told outcome={outcome} isWritten={isWritten} /> : null}
      </div>
    </Card>
  );
}
