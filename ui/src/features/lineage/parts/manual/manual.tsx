// Writing edges by hand, for whatever part of the view offers it: the parts ask
// through a context, the dialogs stand here once and are loaded when they open.
import { createContext, lazy, type ReactNode, Suspense, useContext, useMemo, useState } from 'react';
import { useMay } from '../../../../app/session';
import type { Selection } from '../../canvas/stage';
import type { Draft, End } from '../../manual';

const ManualDialog = lazy(async () => ({ default: (await import('./dialog')).ManualDialog }));
const RemoveDialog = lazy(async () => ({ default: (await import('./remove')).RemoveDialog }));

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
  const may = useMay();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [removed, setRemoved] = useState<Draft | null>(null);
  const isOpen = may('EDIT_CATALOG') && isNow;
  const manual = useMemo(() => (isOpen ? { write: (part: Partial<Draft>) => setDraft({ upstream: null, downstream: null, pairs: [], note: '', ...part }), remove: setRemoved } : null), [isOpen]);
  const saved = (upstream: End, downstream: End) => {
    setDraft(null);
    onSelect({ kind: 'edge', edge: `${upstream.id}>${downstream.id}` });
  };
  const gone = () => {
    setRemoved(null);
    onSelect(null);
  };
  return (
    <ManualContext value={manual}>
      {children}
      <Suspense fallback={null}>
        {draft ? <ManualDialog first={draft} isKnown={draft.upstream !== null && draft.downstream !== null} onClose={() => setDraft(null)} onSaved={saved} /> : null}
        {removed ? <RemoveDialog edge={removed} onClose={() => setRemoved(null)} onRemoved={gone} /> : null}
      </Suspense>
    </ManualContext>
  );
}
