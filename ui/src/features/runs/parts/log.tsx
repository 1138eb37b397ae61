// The log of a run: newest lines last, followed while the reader stands at the end.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Card, cx, FilterInput, Refusal, Select } from '../../../kit';
import { filterLines, type Level, LEVELS, type Line } from '../model';

const route = getRouteApi('/shell/runs/$id');
/** Lines shown at first; earlier ones on request. */
const SHOWN = 500;
const TONES: Readonly<Record<string, string>> = { ERROR: 'text-bad', WARN: 'text-warn', INFO: 'text-muted', DEBUG: 'text-faint' };

interface Props {
  readonly lines: readonly Line[];
  readonly error: unknown;
  readonly isLive: boolean;
}

export function Log({ lines, error, isLive }: Props) {
  const { t } = useTranslation('runs');
  const { level = 'INFO', q = '' } = route.useSearch();
  const navigate = useNavigate({ from: '/runs/$id' });
  const [limit, setLimit] = useState(SHOWN);
  const box = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const found = filterLines(lines, level, q);
  const shown = found.slice(-limit);
  const last = shown.at(-1)?.number;
  useLayoutEffect(() => {
    if (isAtEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [last]);
  const follow = () => {
    const element = box.current;
    if (element) isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 24;
  };
  const search = (next: { level?: Level | undefined; q?: string | undefined }) => void navigate({ replace: true, search: (before) => ({ ...before, ...next }) });
  return (
    <Card
      title={isLive ? t('log.live') : t('log.title')}
      isFlush
      action={
        <div className="flex flex-wrap items-center gap-2 py-1">
          <FilterInput label={t('log.search')} value={q} onChange={(text) => search({ q: text || undefined })} className="w-52" />
          <Select label={t('log.level')} value={level} options={LEVELS.map((value) => ({ value, label: t(`level.${value}`) }))} onChange={(value) => search({ level: value === 'INFO' ? undefined : value })} />
        </div>
      }
    >
      {error ? (
        <div className="p-3">
          <Refusal error={error} />
        </div>
      ) : null}
      <div ref={box} onScroll={follow} tabIndex={0} role="log" aria-live="off" aria-label={t('log.title')} className="max-h-[50vh] min-h-24 overflow-auto py-2 font-mono text-12">
        {found.length > limit ? (
          <div className="px-4 pb-2">
            <Button size="small" onClick={() => setLimit(limit + SHOWN * 4)}>
              {t('log.earlier', { count: found.length - limit })}
            </Button>
          </div>
        ) : null}
        {shown.length === 0 ? <p className="px-4 py-2 text-muted">{t(lines.length === 0 ? 'log.empty' : 'log.none')}</p> : null}
        {shown.map((line) => (
          <div key={line.number} className="flex gap-3 px-4 py-px hover:bg-bg">
            <time dateTime={line.at} className="shrink-0 text-faint tabular-nums">
              {new Date(line.at).toLocaleTimeString(undefined, { hour12: false })}
            </time>
            <span className={cx('w-11 shrink-0 font-medium', TONES[line.level])}>{line.level}</span>
            <span className="min-w-0 flex-1 whitespace-pre-wrap wrap-anywhere">{line.message}</span>
          </div>
        ))}
      </div>
    </Card>
  );
}
