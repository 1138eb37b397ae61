// The frame of what is shown beside the graph.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../../kit';

interface Props {
  readonly title: string;
  readonly head: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function SideCard({ title, head, onClose, children }: Props) {
  const { t } = useTranslation('lineage');
  return (
    <aside aria-label={title} className="flex w-80 shrink-0 flex-col overflow-y-auto border-l border-line bg-surface max-md:max-h-80 max-md:w-full max-md:border-t max-md:border-l-0">
      <header className="flex items-start gap-2 border-b border-line py-2 pr-1 pl-3">
        <div className="min-w-0 flex-1 py-1">{head}</div>
        <IconButton icon="close" label={t('side.close')} onClick={onClose} />
      </header>
      <div className="flex flex-col gap-3 p-3">{children}</div>
    </aside>
  );
}

/** A labelled fact; nothing at all where there is no value. */
export function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  if (children === null || children === undefined || children === '') return null;
  return (
    <div className="flex gap-2 text-13">
      <dt className="w-24 shrink-0 text-muted">{label}</dt>
      <dd className="min-w-0 flex-1 wrap-anywhere">{children}</dd>
    </div>
  );
}
