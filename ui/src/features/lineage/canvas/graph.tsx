/*
 * The canvas as a React component. React makes the stage, hands it new input, and
 * closes it; everything that moves is the stage's.
 */

import { useEffect, useRef } from 'react';
import { Stage, type StageEvents, type StageInput } from './stage';
import './canvas.css';

interface Props extends StageInput {
  readonly label: string;
  readonly describedBy: string;
  readonly events: StageEvents;
  /** Called with the stage when it is there, and with null when it is gone. */
  readonly onStage: (stage: Stage | null) => void;
}

export function Graph({ scene, selection, labels, view, label, describedBy, events, onStage }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage | null>(null);
  const latest = useRef({ scene, selection, labels, view, events });
  useEffect(() => {
    latest.current = { scene, selection, labels, view, events };
    stage.current?.update({ scene, selection, labels });
  });
  useEffect(() => {
    if (host.current === null) return undefined;
    const made = new Stage(host.current, latest.current, {
      select: (next) => latest.current.events.select(next),
      refocus: (node) => latest.current.events.refocus(node),
      expand: (node, side) => latest.current.events.expand(node, side),
      toggleColumns: (node) => latest.current.events.toggleColumns(node),
      spread: (group) => latest.current.events.spread(group),
      fullScreen: () => latest.current.events.fullScreen(),
      showTable: () => latest.current.events.showTable(),
      viewed: (state) => latest.current.events.viewed(state),
    });
    stage.current = made;
    onStage(made);
    return () => {
      made.close();
      stage.current = null;
      onStage(null);
    };
  }, [onStage]);
  return <div ref={host} role="group" aria-label={label} aria-describedby={describedBy} className="lineage-stage h-full w-full" />;
}
