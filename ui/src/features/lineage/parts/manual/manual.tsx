// Writing edges by hand, for whatever part of the view offers it: the parts ask
// through a context, the dialogs stand here once.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { createContext, lazy, type ReactNode, Suspense, useContext, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../../../app/session';
import { Confirm, Refusal, toast } from '../../../../kit';
import type { Selection } from '../../canvas/stage';
import type { Draft, End } from '../../manual';
import { forgetLineage, removeManual } from '../../manual-api';

const ManualDialog = lazy(async () => ({ default: (await import('./dialog')).ManualDialog }));

interface Manual {
  /** Opens the form; with both ends for an edge that is there already. */
  readonly write: (draft: Partial<Draft>) => void;
  /** Asks whether what is written by hand about an edge shall go. */
  readonly remove: (edge: Draft) => void;
}

const ManualContext = createContext<Manual | null>(null);

/** Writes edges; null where whoever looks may not, or looks at the past. */
export function useManual(): Manual | null {
  return useContext(ManualContext);
}

interface Props {
  readonly isNow: boolean;
  readonly onSelect: (selection: Selection) => void;
  readonly children: ReactNode;
}

export function ManualProvider({ isNow, onSelect, children }: Props) {
  const { t } = useTranslation('lineage');
  const may = useMay();
  const client = useQueryClient();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [removed, setRemoved] = useState<Draft | null>(null);
  const isOpen = may.edit && isNow;
  const manual = useMemo(() => (isOpen ? { write: (part: Partial<Draft>) => setDraft({ upstream: null, downstream: null, pairs: [], note: '', ...part }), remove: setRemoved } : null), [isOpen]);
  const remove = useMutation({
    mutationFn: (edge: Draft) => removeManual(edge),
    async onSuccess() {
      await forgetLineage(client);
      toast('good', t('manual.removed'));
      setRemoved(null);
      onSelect(null);
    },
  });
  const saved = (upstream: End, downstream: End) => {
    setDraft(null);
    onSelect({ kind: 'edge', edge: `${upstream.id}>${downstream.id}` });
  };
  return (
    <ManualContext value={manual}>
      {children}
      <Suspense fallback={null}>{draft ? <ManualDialog first={draft} isKnown={draft.upstream !== null && draft.downstream !== null} onClose={() => setDraft(null)} onSaved={saved} /> : null}</Suspense>
      <Confirm
        isOpen={removed !== null}
        onClose={() => {
          remove.reset();
          setRemoved(null);
        }}
        title={t('manual.removeTitle')}
        text={t('manual.removeText', { from: removed?.upstream?.name ?? '', to: removed?.downstream?.name ?? '' })}
        action={t('manual.remove')}
        isBusy={remove.isPending}
        error={<Refusal error={remove.error} />}
        onConfirm={() => removed && remove.mutate(removed)}
      />
    </ManualContext>
  );
}
