// Chooses the asset at one end of an edge by searching for it.
import { useQuery } from '@tanstack/react-query';
import { useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../../app/gql';
import { usePaused } from '../../../../app/suggestions';
import { IconButton, KindIcon, Refusal, Typeahead, useKindName } from '../../../../kit';
import { canBeEnd, type End } from '../../manual';
import { lineageEnds } from '../../queries';

interface Props {
  readonly label: string;
  readonly value: End | null;
  readonly error?: string | undefined;
  readonly isFixed?: boolean;
  readonly onChange: (end: End | null) => void;
}

export function AssetPicker({ label, value, error, isFixed = false, onChange }: Props) {
  const { t } = useTranslation('lineage');
  const id = useId();
  const kindName = useKindName();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const wanted = usePaused(text.trim());
  const answer = useQuery({ ...ask(lineageEnds, { text: wanted }), enabled: value === null && wanted.length > 1, placeholderData: (before) => before });
  const hits = wanted.length > 1 ? (answer.data?.suggest ?? []).filter((hit) => canBeEnd(hit.kind)) : [];
  const pick = (end: End) => {
    setText('');
    onChange(end);
  };
  const items = hits.slice(0, 8).map(({ id: hit, kind, name, fullName }) => ({
    id: hit,
    content: (
      <>
        <KindIcon kind={kind} />
        <span className="sr-only">{kindName(kind)}</span>
        <span className="flex min-w-0 flex-col py-1">
          <span className="truncate font-mono font-medium">{name}</span>
          <span className="truncate font-mono text-12 text-muted">{fullName}</span>
        </span>
      </>
    ),
    onChoose: () => pick({ id: hit, kind, name, fullName }),
  }));
  return (
    <div role="group" aria-labelledby={id} className="flex min-w-0 flex-1 basis-64 flex-col gap-1">
      <p id={id} className="text-13 font-medium">
        {label}
      </p>
      {value === null ? (
        // Below the field and not floating: a dialog cuts off what floats.
        <Typeahead layout="inline" label={t('manual.find')} value={text} onChange={setText} groups={items.length > 0 ? [{ label: t('start.hits'), items }] : []} onSubmit={() => items[0]?.onChoose()} inputRef={input} />
      ) : (
        <div className="flex min-h-8 items-center gap-2 rounded-control border border-line bg-sunken py-1 pr-1 pl-2.5">
          <KindIcon kind={value.kind} />
          <span className="flex min-w-0 flex-1 flex-col">
            <span className="truncate font-mono text-13 font-medium">{value.name}</span>
            <span className="truncate font-mono text-12 text-muted" title={value.fullName}>
              {value.fullName}
            </span>
          </span>
          {isFixed ? null : <IconButton icon="close" label={t('manual.another', { name: value.name })} onClick={() => onChange(null)} className="size-7" />}
        </div>
      )}
      {value === null && answer.isSuccess && wanted.length > 1 && hits.length === 0 ? (
        <p role="status" className="text-12 text-muted">
          {t('manual.noneFound')}
        </p>
      ) : null}
      <Refusal error={value === null ? answer.error : null} />
      {error ? (
        <p role="alert" className="text-12 text-bad">
          {error}
        </p>
      ) : null}
    </div>
  );
}
