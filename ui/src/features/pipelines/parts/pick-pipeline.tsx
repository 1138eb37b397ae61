// Finds the pipeline or task of which alone runs shall be shown.
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { usePaused } from '../../../app/suggestions';
import { KindIcon, Typeahead } from '../../../kit';
import { pipelineSuggestions } from '../queries';

/** How many are offered. */
const MOST = 8;

interface Props {
  readonly onPick: (of: { readonly pipeline?: string; readonly asset?: string }) => void;
}

export function PickPipeline({ onPick }: Props) {
  const { t } = useTranslation('pipelines');
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const wanted = usePaused(text.trim());
  const answer = useQuery({ ...ask(pipelineSuggestions, { text: wanted }), enabled: wanted.length > 1, placeholderData: (before) => before });
  const hits = wanted.length > 1 ? (answer.data?.suggest ?? []).filter(({ kind }) => kind === 'PIPELINE' || kind === 'TASK').slice(0, MOST) : [];
  const items = hits.map(({ id, kind, name, fullName }) => ({
    id,
    content: (
      <>
        <KindIcon kind={kind} />
        <span className="flex min-w-0 flex-col py-1">
          <span className="truncate font-medium">{name}</span>
          <span className="truncate font-mono text-12 text-muted">{fullName}</span>
        </span>
      </>
    ),
    onChoose: () => {
      setText('');
      onPick(kind === 'PIPELINE' ? { pipeline: id } : { asset: id });
    },
  }));
  return (
    <div className="w-64">
      <Typeahead label={t('filter.find')} value={text} onChange={setText} groups={items.length > 0 ? [{ label: t('column.what'), items }] : []} onSubmit={() => items[0]?.onChoose()} inputRef={input} />
    </div>
  );
}
