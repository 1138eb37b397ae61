// Which tables a suite names: those chosen, each with a way out, and a field that finds more.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { usePaused } from '../../../app/suggestions';
import { IconButton, KindIcon, Refusal, Typeahead, useFormat } from '../../../kit';
import { CHECKED, type Table } from '../draft';
import { CheckableTablesDoc } from '../suite-queries';

interface Props {
  readonly tables: readonly Table[];
  readonly error: string | undefined;
  readonly onChange: (tables: readonly Table[]) => void;
}

export function TableField({ tables, error, onChange }: Props) {
  const { t } = useTranslation('quality');
  const format = useFormat();
  const [text, setText] = useState('');
  const wanted = usePaused(text.trim());
  const found = useQuery({ ...ask(CheckableTablesDoc, { text: wanted }), enabled: wanted !== '', placeholderData: (before) => before });
  const chosen = new Set(tables.map(({ id }) => id));
  const hits = text.trim() === '' ? [] : (found.data?.suggest ?? []).filter(({ id, kind }) => CHECKED.includes(kind) && !chosen.has(id)).slice(0, 8);
  const items = hits.map((hit) => ({
    id: hit.id,
    content: (
      <>
        <KindIcon kind={hit.kind} />
        <span className="truncate font-medium">{hit.name}</span>
        <span className="truncate font-mono text-12 text-muted">{hit.fullName}</span>
      </>
    ),
    onChoose() {
      setText('');
      onChange([...tables, { id: hit.id, kind: hit.kind, displayName: hit.name, fullName: hit.fullName }]);
    },
  }));
  return (
    <div className="flex flex-col gap-1">
      <p className="text-13 font-medium">
        {t('edit.named')} <span className="font-normal text-muted tabular-nums">{format.number(tables.length)}</span>
      </p>
      {tables.length > 0 ? (
        <ul className="max-h-52 overflow-y-auto rounded-control border border-line">
          {tables.map((table) => (
            <li key={table.id} className="flex min-h-8 items-center gap-2 border-b border-line pr-1 pl-2.5 text-13 last:border-b-0">
              <KindIcon kind={table.kind} size={14} />
              <span className="truncate font-medium">{table.displayName}</span>
              <span className="min-w-0 flex-1 truncate font-mono text-12 text-muted">{table.fullName}</span>
              <IconButton icon="close" label={t('edit.removeTable', { name: table.displayName })} onClick={() => onChange(tables.filter(({ id }) => id !== table.id))} className="size-7" />
            </li>
          ))}
        </ul>
      ) : null}
      <Typeahead label={t('edit.findTable')} value={text} onChange={setText} groups={items.length > 0 ? [{ label: t('edit.found'), items }] : []} onSubmit={() => items[0]?.onChoose()} />
      <Refusal error={found.error} />
      {error ? (
        <p role="alert" className="text-12 text-bad">
          {error}
        </p>
      ) : null}
    </div>
  );
}
