// Columns of a table, and what becomes of those that are chosen.
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { usePaused } from '../../../app/suggestions';
import { Card, Checkbox, FilterInput, IconButton, INPUT, KindIcon, Refusal, Select, Skeleton, Typeahead } from '../../../kit';
import { type Action, actionOf, type ColumnChange, shortName, withAction } from '../model';
import { whatIfColumns, whatIfTables } from '../queries';

interface Props {
  readonly asset: string | undefined;
  readonly changes: readonly ColumnChange[];
  readonly onAsset: (id: string) => void;
  readonly onChanges: (changes: readonly ColumnChange[]) => void;
}

export function ChooseColumns({ asset, changes, onAsset, onChanges }: Props) {
  const { t } = useTranslation('whatif');
  return (
    <div className="grid grid-cols-2 items-start gap-4 max-lg:grid-cols-1">
      <Card title={t('columns.title')}>
        <div className="flex flex-col gap-3">
          <PickTable onPick={onAsset} />
          {asset === undefined ? null : <Columns key={asset} id={asset} changes={changes} onChanges={onChanges} />}
        </div>
      </Card>
      <Card title={t('changes.title', { count: changes.length })} isFlush>
        {changes.length === 0 ? <p className="p-4 text-13 text-muted">{t('changes.none')}</p> : null}
        <ul className="max-h-96 overflow-y-auto">
          {changes.map((change, at) => (
            <Change key={change.column} change={change} onChange={(next) => onChanges(next === null ? changes.filter((_, other) => other !== at) : changes.with(at, next))} />
          ))}
        </ul>
      </Card>
    </div>
  );
}

function PickTable({ onPick }: { readonly onPick: (id: string) => void }) {
  const { t } = useTranslation('whatif');
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const wanted = usePaused(text.trim());
  const answer = useQuery({ ...ask(whatIfTables, { text: wanted }), enabled: wanted.length > 1, placeholderData: (before) => before });
  const hits = wanted.length > 1 ? (answer.data?.suggest ?? []).filter(({ kind }) => kind === 'TABLE').slice(0, 8) : [];
  const items = hits.map(({ id, kind, name, fullName }) => ({
    id,
    content: (
      <>
        <KindIcon kind={kind} />
        <span className="flex min-w-0 flex-col py-1">
          <span className="truncate font-mono font-medium">{name}</span>
          <span className="truncate font-mono text-12 text-muted">{fullName}</span>
        </span>
      </>
    ),
    onChoose: () => {
      setText('');
      onPick(id);
    },
  }));
  return (
    <>
      <Typeahead label={t('columns.find')} value={text} onChange={setText} groups={items.length > 0 ? [{ label: t('columns.tables'), items }] : []} onSubmit={() => items[0]?.onChoose()} inputRef={input} />
      <Refusal error={answer.error} />
    </>
  );
}

function Columns({ id, changes, onChanges }: { readonly id: string } & Pick<Props, 'changes' | 'onChanges'>) {
  const { t } = useTranslation('whatif');
  const [filter, setFilter] = useState('');
  const answer = useQuery(ask(whatIfColumns, { id }));
  if (answer.isPending) return <Skeleton lines={6} />;
  if (answer.isError) return <Refusal error={answer.error} />;
  const table = answer.data.asset;
  if (!table) return <p className="text-13 text-muted">{t('columns.missing')}</p>;
  const wanted = filter.trim().toLowerCase();
  const columns = table.columns.nodes.filter((column) => column.name.toLowerCase().includes(wanted));
  const chosen = new Set(changes.map((change) => change.column));
  const isAll = columns.length > 0 && columns.every((column) => chosen.has(column.fullName));
  const toggle = (names: readonly string[], isOn: boolean) => {
    const others = changes.filter((change) => !names.includes(change.column));
    onChanges(isOn ? [...changes, ...names.filter((name) => !chosen.has(name)).map((column) => ({ column }))] : others);
  };
  return (
    <div className="flex flex-col gap-2">
      <h3 className="flex items-center gap-1.5 font-mono text-13 font-semibold" title={table.fullName}>
        <KindIcon kind={table.kind} />
        {table.displayName}
      </h3>
      <FilterInput label={t('columns.filter')} value={filter} onChange={setFilter} />
      {columns.length === 0 ? <p className="text-13 text-muted">{t('columns.none')}</p> : <Checkbox label={<span className="font-medium">{t('columns.all')}</span>} checked={isAll} onChange={(isOn) => toggle(columns.map((column) => column.fullName), isOn)} />}
      <ul className="grid max-h-72 grid-cols-[repeat(auto-fill,minmax(220px,1fr))] gap-x-4 overflow-y-auto border-t border-line pt-2">
        {columns.map((column) => (
          <li key={column.id}>
            <Checkbox
              label={
                <>
                  <span className="min-w-0 flex-1 truncate font-mono text-12">{column.name}</span>
                  <span className="max-w-28 truncate font-mono text-12 text-muted">{'dataType' in column.details ? column.details.dataType.text : ''}</span>
                </>
              }
              checked={chosen.has(column.fullName)}
              onChange={(isOn) => toggle([column.fullName], isOn)}
            />
          </li>
        ))}
      </ul>
      {table.columns.pageInfo.hasNextPage ? <p className="text-12 text-muted">{t('columns.more')}</p> : null}
    </div>
  );
}

function Change({ change, onChange }: { readonly change: ColumnChange; readonly onChange: (next: ColumnChange | null) => void }) {
  const { t } = useTranslation('whatif');
  const action = actionOf(change);
  const name = shortName(change.column);
  const given = change.type ?? change.name ?? '';
  const [text, setText] = useState(given);
  return (
    <li className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-1.5 last:border-b-0">
      <code className="min-w-0 flex-1 basis-40 truncate font-mono text-12" title={change.column}>
        {name}
      </code>
      <Select
        label={t('changes.action', { name })}
        value={action}
        options={(['drop', 'type', 'name'] as const).map((value) => ({ value, label: t(`changes.${value}`) }))}
        onChange={(next: Action) => {
          setText('');
          onChange(withAction(change, next));
        }}
      />
      {action === 'drop' ? null : (
        <input
          aria-label={t(`changes.${action}Label`, { name })}
          placeholder={t(`changes.${action}Hint`)}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => onChange(withAction(change, action, text.trim()))}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.nativeEvent.isComposing) onChange(withAction(change, action, text.trim()));
          }}
          className={`${INPUT} h-8 w-36! font-mono text-12!`}
        />
      )}
      <IconButton icon="close" label={t('changes.remove', { name })} onClick={() => onChange(null)} className="size-7" />
    </li>
  );
}
