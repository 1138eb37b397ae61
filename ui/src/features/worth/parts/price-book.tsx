// What a gibibyte costs a month, by source, storage and tier and from when; who may, changes it.
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask, gql } from '../../../app/gql';
import type { PriceBookQuery, PriceInput } from '../../../gql/types';
import { Button, Dialog, Failure, IconButton, INPUT, Refusal, Skeleton, toast } from '../../../kit';
import { PriceBookDoc, SetPriceBookDoc } from '../cost-queries';
import { dayAt } from '../model';

const FIELDS = ['source', 'storage', 'tier', 'gibMonth', 'queryHour', 'currency', 'from', 'until'] as const;
type Name = (typeof FIELDS)[number];
type Line = Readonly<Record<Name, string>> & { readonly key: string };
type Book = PriceBookQuery['priceBook'];

export function PriceBook({ mayEdit, onClose }: { readonly mayEdit: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('worth');
  const answer = useQuery({ ...ask(PriceBookDoc, {}), staleTime: 0, gcTime: 0 });
  if (!answer.data) {
    return (
      <Dialog isOpen onClose={onClose} shape="wide" title={t('price.title')}>
        {answer.isError ? <Failure error={answer.error} onRetry={() => void answer.refetch()} /> : <Skeleton lines={4} />}
      </Dialog>
    );
  }
  return <Editor book={answer.data.priceBook} mayEdit={mayEdit} onClose={onClose} />;
}

function lineOf(price: Book['prices'][number]): Line {
  const text = (value: string | null | undefined) => value ?? '';
  return { key: crypto.randomUUID(), source: text(price.source), storage: text(price.storage), tier: text(price.tier), gibMonth: price.gibMonth, queryHour: price.queryHour, currency: price.currency, from: price.from, until: text(price.until) };
}

function inputOf(line: Line): PriceInput {
  const said = (text: string) => (text.trim() === '' ? null : text.trim());
  return { source: said(line.source), storage: said(line.storage), tier: said(line.tier), gibMonth: line.gibMonth.trim(), queryHour: line.queryHour.trim(), currency: line.currency.trim(), from: line.from, until: said(line.until) };
}

function Editor({ book, mayEdit, onClose }: { readonly book: Book; readonly mayEdit: boolean; readonly onClose: () => void }) {
  const { t } = useTranslation('worth');
  const client = useQueryClient();
  const [lines, setLines] = useState<readonly Line[]>(() => book.prices.map(lineOf));
  const save = useMutation({
    mutationFn: () => gql(SetPriceBookDoc, { version: book.version, prices: lines.map(inputOf) }),
    async onSuccess() {
      toast('good', t('price.saved'));
      onClose();
      await client.invalidateQueries();
    },
  });
  const set = (key: string, name: Name, value: string) => setLines((before) => before.map((line) => (line.key === key ? { ...line, [name]: value } : line)));
  const add = () => setLines((before) => [...before, { key: crypto.randomUUID(), source: '', storage: '', tier: '', gibMonth: '', queryHour: '', currency: before.at(-1)?.currency ?? 'USD', from: dayAt(Date.now()), until: '' }]);
  const actions = mayEdit ? (
    <>
      <Button onClick={onClose}>{t('cancel')}</Button>
      <Button tone="primary" isBusy={save.isPending} onClick={() => save.mutate()}>
        {t('edit.save')}
      </Button>
    </>
  ) : null;
  return (
    <Dialog isOpen onClose={onClose} shape="wide" title={t('price.title')} text={t('price.text')} actions={actions}>
      {lines.length === 0 ? <p className="mb-2 text-13 text-muted">{t('price.none')}</p> : null}
      <div tabIndex={0} role="region" aria-label={t('price.title')} className="overflow-x-auto">
        {lines.length > 0 ? <Lines lines={lines} mayEdit={mayEdit} onSet={set} onRemove={(key) => setLines((before) => before.filter((line) => line.key !== key))} /> : null}
      </div>
      {mayEdit ? (
        <Button icon="plus" className="mt-2" onClick={add}>
          {t('price.add')}
        </Button>
      ) : null}
      <div className="mt-2">
        <Refusal error={save.error} />
      </div>
    </Dialog>
  );
}

interface LinesProps {
  readonly lines: readonly Line[];
  readonly mayEdit: boolean;
  readonly onSet: (key: string, name: Name, value: string) => void;
  readonly onRemove: (key: string) => void;
}

function Lines({ lines, mayEdit, onSet, onRemove }: LinesProps) {
  const { t } = useTranslation('worth');
  return (
    <table className="w-full min-w-[700px] text-13">
      <thead>
        <tr>
          {FIELDS.map((name) => (
            <th key={name} scope="col" className="h-8 px-1 text-left text-12 font-medium text-muted">
              {t(`price.${name}`)}
            </th>
          ))}
          {mayEdit ? (
            <th scope="col">
              <span className="sr-only">{t('delete.action')}</span>
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {lines.map((line, place) => (
          <tr key={line.key} className="border-t border-line">
            {FIELDS.map((name) => (
              <td key={name} className="px-1 py-1">
                {mayEdit ? (
                  <input
                    aria-label={t('price.of', { name: t(`price.${name}`), line: place + 1 })}
                    type={name === 'from' || name === 'until' ? 'date' : 'text'}
                    placeholder={name === 'source' || name === 'storage' || name === 'tier' ? t('price.any') : undefined}
                    value={line[name]}
                    onChange={(event) => onSet(line.key, name, event.target.value)}
                    className={`${INPUT} h-8 min-w-14 px-1.5 text-12`}
                  />
                ) : (
                  line[name] || (name === 'until' || name === 'queryHour' ? '–' : t('price.any'))
                )}
              </td>
            ))}
            {mayEdit ? (
              <td>
                <IconButton icon="trash" label={t('price.remove', { line: place + 1 })} onClick={() => onRemove(line.key)} />
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
