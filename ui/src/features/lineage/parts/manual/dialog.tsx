// The form by which a person writes an edge: its two ends, its columns, and why.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asApiError } from '../../../../app/gql';
import { Button, Dialog, IconButton, Refusal, TextArea, toast } from '../../../../kit';
import { type Draft, type End, MOST_NOTE_BYTES, MOST_PAIRS, problemOf, swapped, withEnd } from '../../manual';
import { forgetLineage, saveManual } from '../../manual-api';
import { AssetPicker } from './asset-picker';
import { ColumnPairs } from './column-pairs';

interface Props {
  readonly first: Draft;
  /** Whether the edge is there already, so that its ends stay. */
  readonly isKnown: boolean;
  readonly onClose: () => void;
  readonly onSaved: (upstream: End, downstream: End) => void;
}

export function ManualDialog({ first, isKnown, onClose, onSaved }: Props) {
  const { t } = useTranslation('lineage');
  const client = useQueryClient();
  const [draft, setDraft] = useState(first);
  const [isTried, setTried] = useState(false);
  const { upstream, downstream, pairs, note } = draft;
  const problem = problemOf(draft);
  const save = useMutation({
    mutationFn: () => saveManual(first, draft),
    async onSuccess() {
      await forgetLineage(client);
      toast('good', t('manual.saved'));
      if (upstream && downstream) onSaved(upstream, downstream);
    },
  });
  const refused = save.error ? asApiError(save.error) : null;
  // The edge itself is the first of what is sent.
  const field = refused?.field?.replace(/^edges\[0\]\./, '') ?? '';
  const sideError = (side: 'upstream' | 'downstream'): string | undefined => {
    if (refused !== null && field === side) return refused.message;
    const mine = side === 'upstream' ? ['noUpstream'] : ['noDownstream', 'same'];
    return isTried && problem !== null && mine.includes(problem) ? t(`manual.problem.${problem}`) : undefined;
  };
  const isShownElsewhere = ['upstream', 'downstream', 'note'].includes(field);
  const change = (next: Draft) => {
    save.reset();
    setDraft(next);
  };
  const noteError = problem === 'longNote' ? t('manual.problem.longNote', { most: MOST_NOTE_BYTES }) : field === 'note' ? refused?.message : undefined;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      shape="wide"
      title={t(isKnown ? 'manual.editTitle' : 'manual.addTitle')}
      text={t('manual.text')}
      actions={
        <>
          <Button onClick={onClose}>{t('manual.cancel')}</Button>
          <Button tone="primary" isBusy={save.isPending} onClick={() => (problem === null ? save.mutate() : setTried(true))}>
            {t('manual.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="flex flex-wrap items-start gap-2">
          <AssetPicker label={t('manual.upstream')} value={upstream} isFixed={isKnown} error={sideError('upstream')} onChange={(end) => change(withEnd(draft, 'upstream', end))} />
          {isKnown ? null : <IconButton icon="swap" label={t('manual.swap')} className="mt-6" onClick={() => change(swapped(draft))} />}
          <AssetPicker label={t('manual.downstream')} value={downstream} isFixed={isKnown} error={sideError('downstream')} onChange={(end) => change(withEnd(draft, 'downstream', end))} />
        </div>
        {upstream && downstream && upstream.id !== downstream.id ? (
          <details open={pairs.length > 0 || undefined}>
            <summary className="min-h-6 cursor-pointer text-13 font-medium">{t('manual.columns')}</summary>
            <div className="pt-2">
              <ColumnPairs upstream={upstream} downstream={downstream} pairs={pairs} onChange={(next) => change({ ...draft, pairs: next })} />
            </div>
          </details>
        ) : null}
        {problem === 'manyPairs' ? <p className="text-13 text-bad">{t('manual.problem.manyPairs', { most: MOST_PAIRS })}</p> : null}
        <TextArea label={t('manual.note')} hint={t('manual.noteHint')} rows={3} value={note} error={noteError} onChange={(next) => change({ ...draft, note: next })} />
        {isShownElsewhere ? null : <Refusal error={save.error} />}
      </div>
    </Dialog>
  );
}
