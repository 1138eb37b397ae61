// Finds assets and open columns in what is drawn, and walks from hit to hit.
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FilterInput } from '../../../kit';
import type { Scene } from '../canvas/scene';
import type { Selection, Stage } from '../canvas/stage';
import { findIn } from '../find';

interface Props {
  readonly scene: Scene;
  readonly stage: Stage | null;
  readonly onSelect: (selection: Selection) => void;
}

export function FindInGraph({ scene, stage, onSelect }: Props) {
  const { t } = useTranslation('lineage');
  const [text, setText] = useState('');
  const [at, setAt] = useState(-1);
  const wanted = useDeferredValue(text);
  const hits = useMemo(() => findIn(scene, wanted), [scene, wanted]);
  useEffect(() => {
    stage?.markFound(new Set(hits.map((hit) => hit.node)));
  }, [stage, hits]);
  const go = (step: number) => {
    if (hits.length === 0) return;
    const next = (at + step + hits.length) % hits.length;
    setAt(next);
    const hit = hits[next];
    if (!hit) return;
    onSelect(hit.column === null ? { kind: 'node', node: hit.node } : { kind: 'column', node: hit.node, column: hit.column });
    stage?.reveal(hit.node);
  };
  return (
    // Only Enter is heard here, from the field inside.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <span
      className="flex items-center gap-2"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
        event.preventDefault();
        go(event.shiftKey ? -1 : 1);
      }}
    >
      <FilterInput
        label={t('find.label')}
        value={text}
        onChange={(next) => {
          setText(next);
          setAt(-1);
        }}
        className="w-48"
      />
      <span role="status" className="text-12 text-muted tabular-nums">
        {wanted.trim() === '' ? '' : at === -1 || hits.length === 0 ? t('find.found', { count: hits.length }) : t('find.at', { at: at + 1, count: hits.length })}
      </span>
    </span>
  );
}
