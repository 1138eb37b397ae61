// A table comes in: what it would change is told before anything is written.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sendTable } from '../../../app/csv';
import type { CellError } from '../../../app/csv';
import { Button, Dialog, Field, Refusal, TextArea, toast, useFormat } from '../../../kit';

interface Outcome {
  readonly lines: number;
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly wrong: number;
  readonly errors: readonly CellError[];
  readonly written: boolean;
}

interface Props {
  readonly path: string;
  readonly title: string;
  readonly text: string;
  readonly onClose: () => void;
}

export function ImportDialog({ path, title, text, onClose }: Props) {
  const { t } = useTranslation('standards');
  const format = useFormat();
  const client = useQueryClient();
  const [table, setTable] = useState('');
  const preview = useMutation({ mutationFn: (next: string) => sendTable<Outcome>(`${path}/preview`, next) });
  const write = useMutation({
    mutationFn: () => sendTable<Outcome>(path, table),
    async onSuccess(outcome) {
      if (!outcome.written) return;
      toast('good', t('saved'));
      onClose();
      await client.invalidateQueries();
    },
  });
  const change = (next: string) => {
    setTable(next);
    preview.reset();
    write.reset();
  };
  const outcome = write.data ?? preview.data;
  const counts = (['added', 'changed', 'removed'] as const).filter((name) => outcome && outcome[name] > 0);
  const isNothing = outcome !== undefined && outcome.wrong === 0 && counts.length === 0;
  return (
    <Dialog
      isOpen
      shape="wide"
      onClose={onClose}
      title={title}
      text={text}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button disabled={table.trim() === ''} isBusy={preview.isPending} onClick={() => preview.mutate(table)}>
            {t('csv.preview')}
          </Button>
          <Button tone="primary" disabled={!outcome || outcome.wrong > 0 || isNothing} isBusy={write.isPending} onClick={() => write.mutate()}>
            {t('csv.write')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Field label={t('csv.file')}>
          {({ id }) => (
            <input
              id={id}
              type="file"
              accept=".csv,text/csv"
              className="text-13"
              onChange={(event) => {
                const file = event.target.files?.[0];
                if (file)
                  void file.text().then((next) => {
                    change(next);
                    preview.mutate(next);
                  });
              }}
            />
          )}
        </Field>
        <TextArea label={t('csv.text')} rows={8} value={table} onChange={change} className="font-mono text-12" spellCheck={false} />
        <div role="status" className="flex flex-col gap-1 text-13">
          {isNothing ? <p>{t('csv.nothing')}</p> : null}
          {outcome && counts.length > 0 ? <p>{counts.map((name) => t(`csv.${name}`, { count: outcome[name], shown: format.number(outcome[name]) })).join(t('separator'))}</p> : null}
          {outcome && outcome.wrong > 0 ? <p className="text-bad">{t('csv.wrong', { count: outcome.wrong, shown: format.number(outcome.wrong) })}</p> : null}
        </div>
        {outcome && outcome.errors.length > 0 ? (
          <ul className="flex flex-col gap-1 text-13">
            {outcome.errors.map((error) => (
              <li key={`${error.line} ${error.column ?? ''} ${error.message}`} className="wrap-anywhere">
                <span className="text-muted">{t('csv.at', { line: format.number(error.line), column: error.column ?? '–' })}</span> {error.message}
              </li>
            ))}
          </ul>
        ) : null}
        <Refusal error={preview.error ?? write.error} />
      </div>
    </Dialog>
  );
}
