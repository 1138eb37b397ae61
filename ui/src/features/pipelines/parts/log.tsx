// What is kept of a run's log: searched, narrowed to problems, copied.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Card, CopyButton, cx, FilterInput, Highlight, useFormat } from '../../../kit';
import { filterLog, type KeptLog, type LogLine, logLines, spansOf } from '../log';

const route = getRouteApi('/shell/pipelines/runs/$id');
/** Lines drawn at first; more on request. */
const STEP = 1000;

export function Log({ log }: { readonly log: KeptLog | null }) {
  const { t } = useTranslation('pipelines');
  if (log === null) {
    return (
      <Card title={t('log.title')}>
        <p className="text-13 text-muted">{t('log.none')}</p>
      </Card>
    );
  }
  return <Kept log={log} />;
}

function Kept({ log }: { readonly log: KeptLog }) {
  const { t } = useTranslation('pipelines');
  const format = useFormat();
  const { q = '', problems = false } = route.useSearch();
  const navigate = useNavigate({ from: '/pipelines/runs/$id' });
  const [limit, setLimit] = useState(STEP);
  const lines = useMemo(() => logLines(log), [log]);
  const found = useMemo(() => filterLog(lines, q, problems), [lines, q, problems]);
  const count = useMemo(() => lines.filter((line) => line.isProblem).length, [lines]);
  const isFiltered = q !== '' || problems;
  const search = (next: { q?: string | undefined; problems?: boolean | undefined }) => void navigate({ replace: true, search: (before) => ({ ...before, ...next }) });
  return (
    <Card
      title={t('log.title')}
      isFlush
      action={
        <div className="flex flex-wrap items-center gap-2 py-1">
          <span role="status" className="text-12 text-muted tabular-nums">
            {isFiltered ? t('log.found', { count: found.length, formatted: format.number(found.length) }) : ''}
          </span>
          <FilterInput label={t('log.search')} value={q} onChange={(text) => search({ q: text || undefined })} className="w-52" />
          <Button tone="quiet" icon="warning" aria-pressed={problems} disabled={count === 0 && !problems} onClick={() => search({ problems: problems ? undefined : true })} className="aria-pressed:bg-brand-soft aria-pressed:text-brand">
            {t('log.problems', { count, formatted: format.number(count) })}
          </Button>
          <CopyButton text={log.tail === '' ? log.head : `${log.head}\n…\n${log.tail}`} label={t('log.copy')} />
        </div>
      }
    >
      <div tabIndex={0} role="region" aria-label={t('log.title')} className="max-h-[60vh] overflow-auto py-2 font-mono text-12">
        {found.length === 0 ? <p className="px-4 py-2 font-sans text-muted">{t('log.noneFound')}</p> : null}
        <ol>
          {found.slice(0, limit).map((line) => (
            <Line key={line.number} line={line} wanted={q} isGapShown={!isFiltered} />
          ))}
        </ol>
        {found.length > limit ? (
          <div className="p-2 text-center font-sans">
            <Button size="small" onClick={() => setLimit(limit + STEP * 4)}>
              {t('log.more', { count: found.length - limit, formatted: format.number(found.length - limit) })}
            </Button>
          </div>
        ) : null}
      </div>
    </Card>
  );
}

function Line({ line, wanted, isGapShown }: { readonly line: LogLine; readonly wanted: string; readonly isGapShown: boolean }) {
  const { t } = useTranslation('pipelines');
  const format = useFormat();
  return (
    <>
      {isGapShown && line.omitted > 0 ? <li className="my-1 border-y border-line bg-sunken px-4 py-1 font-sans text-muted">{t('log.omitted', { count: line.omitted, formatted: format.number(line.omitted) })}</li> : null}
      <li className="flex gap-3 px-4 hover:bg-sunken">
        <span className="w-12 shrink-0 text-right text-faint tabular-nums select-none">{line.number}</span>
        <span className={cx('min-w-0 flex-1 wrap-anywhere whitespace-pre-wrap', line.isProblem && 'text-bad')}>
          <Highlight text={line.text} spans={spansOf(line.text, wanted)} />
        </span>
      </li>
    </>
  );
}
