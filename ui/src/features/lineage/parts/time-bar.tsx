// The slider through time: it stops where something around the focus changed, and
// says what appeared and what vanished there.
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { Refusal, Select, useFormat } from '../../../kit';
import type { Comparison } from '../compare';
import { lineageMoments } from '../queries';
import type { Against, LineageState } from '../state';

interface Props {
  readonly focus: string;
  readonly depth: number;
  readonly state: LineageState;
  readonly onState: (state: LineageState) => void;
  readonly comparison: Comparison | null;
  /** Told the newest change around the focus. */
  readonly onNewest: (change: number | undefined) => void;
}

export function TimeBar({ focus, depth, state, onState, comparison, onNewest }: Props) {
  const { t } = useTranslation('lineage');
  const format = useFormat();
  const answer = useQuery(ask(lineageMoments, { focus, depth }));
  const found = answer.data?.lineageMoments;
  // Oldest first; behind the last one is now.
  const moments = (found?.moments ?? []).toReversed();
  const newest = moments.at(-1)?.change;
  useEffect(() => onNewest(newest), [newest, onNewest]);
  const shown = moments.findIndex((moment) => String(moment.change) === state.moment);
  const at = state.moment === undefined ? moments.length : shown === -1 ? nearest(moments, state.moment) : shown;
  const here = moments[at];
  const said = here?.time ? format.dateTime(here.time) : here ? t('time.change', { number: here.change }) : t('time.now');
  const go = (next: number) => {
    const moment = moments[next];
    onState({ ...state, moment: moment === undefined ? undefined : String(moment.change), ...(moment === undefined && state.against === 'now' ? { against: 'nothing' as const } : {}) });
  };
  const choices: readonly Against[] = state.moment === undefined ? ['nothing', 'before'] : ['nothing', 'before', 'now'];
  return (
    <div role="group" aria-label={t('time.label')} className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-3 py-1.5 text-13">
      {answer.isError ? <Refusal error={answer.error} /> : null}
      {found && moments.length === 0 ? <p className="text-muted">{t('time.never')}</p> : null}
      {moments.length > 0 ? (
        <>
          <input
            type="range"
            min={0}
            max={moments.length}
            step={1}
            value={at}
            aria-label={t('time.slider')}
            aria-valuetext={said}
            onChange={(event) => go(Number(event.target.value))}
            className="h-6 min-w-40 flex-1 cursor-pointer accent-(--brand)"
          />
          <output className="min-w-44 font-medium tabular-nums">{said}</output>
          {here ? <Counts appeared={here.appeared} vanished={here.vanished} /> : null}
          <span className="flex items-center gap-1.5 text-muted">
            <span aria-hidden>{t('time.against')}</span>
            <Select label={t('time.against')} value={state.against} options={choices.map((value) => ({ value, label: t(`time.${value}`) }))} onChange={(against) => onState({ ...state, against })} />
          </span>
          {comparison ? (
            <p role="status" className="text-muted">
              {[t('time.appeared', { count: comparison.appeared }), t('time.vanished', { count: comparison.vanished })].join(' · ')}
              {comparison.isWhole ? null : ` ${t('time.partly')}`}
            </p>
          ) : null}
          {found?.complete === false ? <p className="text-muted">{t('time.incomplete')}</p> : null}
        </>
      ) : null}
    </div>
  );
}

/** The last stop at or before a moment that is none of them. */
function nearest(moments: readonly { readonly change: number; readonly time?: string | null }[], wanted: string): number {
  const isBefore = (moment: { readonly change: number; readonly time?: string | null }): boolean =>
    /^\d+$/.test(wanted) ? moment.change <= Number(wanted) : moment.time != null && Date.parse(moment.time) <= Date.parse(wanted);
  return Math.max(0, moments.findLastIndex(isBefore));
}

function Counts({ appeared, vanished }: { readonly appeared: number; readonly vanished: number }) {
  const { t } = useTranslation('lineage');
  const format = useFormat();
  return (
    <span className="flex gap-2 font-mono text-12">
      {appeared > 0 ? (
        <span className="text-good">
          <span aria-hidden>{`+${format.number(appeared)}`}</span>
          <span className="sr-only">{t('time.appeared', { count: appeared })}</span>
        </span>
      ) : null}
      {vanished > 0 ? (
        <span className="text-bad">
          <span aria-hidden>{`−${format.number(vanished)}`}</span>
          <span className="sr-only">{t('time.vanished', { count: vanished })}</span>
        </span>
      ) : null}
    </span>
  );
}
