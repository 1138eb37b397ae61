// What breaks: how much, whose, by which way; to be read here or taken along into a
// pull request.
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { assetPage } from '../../../app/places';
import type { WhatIfQuery } from '../../../gql/types';
import { Button, Card, cx, Empty, Icon, KindChip, StateChip, toast, useFormat, useKindName } from '../../../kit';
import { lookKey } from '../../../tokens/kinds';
import { between, byOwner, shortName, toMarkdown } from '../model';
import { Contracts } from './contracts';
import { useBreachWords, useChangeWords } from './words';

type Answer = WhatIfQuery['whatIf'];
type Item = Answer['broken'][number];
type Change = Answer['changes'][number];

export function Result({ answer, isOld }: { readonly answer: Answer; readonly isOld: boolean }) {
  const { t } = useTranslation('whatif');
  const groups = useMemo(() => byOwner(answer.broken), [answer.broken]);
  return (
    <div aria-busy={isOld || undefined} className={cx('flex flex-col gap-4', isOld && 'opacity-60')}>
      <Verdict answer={answer} owners={groups.filter(({ owner }) => owner !== '').length} />
      {answer.notes.length > 0 ? (
        <Card title={t('notes.title', { count: answer.notes.length })}>
          <ul className="flex list-disc flex-col gap-1 pl-4 text-13">
            {answer.notes.map((note) => (
              <li key={note} className="wrap-anywhere">
                {note}
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {answer.changes.length > 0 ? <Changes changes={answer.changes} /> : null}
      {answer.contracts.length > 0 ? <Contracts answer={answer} /> : null}
      {groups.map(({ owner, items }) => (
        <Group key={owner} owner={owner} items={items} />
      ))}
      {answer.broken.length + answer.contracts.length === 0 && answer.changes.length > 0 ? <Empty icon="check" title={t('verdict.nothing')} text={t('verdict.nothingText')} /> : null}
    </div>
  );
}

function Verdict({ answer, owners }: { readonly answer: Answer; readonly owners: number }) {
  const { t } = useTranslation('whatif');
  const format = useFormat();
  const markdown = useMarkdown(answer, owners);
  const count = (effect: Item['effect']): number => answer.broken.filter((item) => item.effect === effect).length;
  const [breaks, affected] = [count('BREAKS'), count('AFFECTED')];
  const copy = async () => {
    await navigator.clipboard.writeText(markdown);
    toast('good', t('copied'));
  };
  return (
    <div role="status" className="flex min-h-12 flex-wrap items-center gap-x-4 gap-y-2 rounded-card border border-line bg-surface px-4 py-2 text-13">
      {breaks > 0 ? <StateChip state="bad">{t('verdict.breaks', { count: breaks, formatted: format.number(breaks) })}</StateChip> : null}
      {affected > 0 ? <StateChip state="warn">{t('verdict.affected', { count: affected, formatted: format.number(affected) })}</StateChip> : null}
      {answer.contractsTotal > 0 ? <StateChip state="bad">{t('verdict.contracts', { count: answer.contractsTotal, formatted: format.number(answer.contractsTotal) })}</StateChip> : null}
      {answer.broken.length + answer.contracts.length === 0 ? <StateChip state={answer.changes.length === 0 ? 'unknown' : 'good'}>{t(answer.changes.length === 0 ? 'verdict.noChange' : 'verdict.nothing')}</StateChip> : null}
      {owners > 0 ? (
        <span className="inline-flex items-center gap-1.5 text-muted">
          <Icon name="users" size={14} />
          {t('verdict.owners', { count: owners, formatted: format.number(owners) })}
        </span>
      ) : null}
      {answer.truncated ? <span className="text-muted">{t('verdict.truncated', { shown: format.number(answer.broken.length), total: format.number(answer.total) })}</span> : null}
      <span className="flex-1" />
      <Button icon="copy" disabled={answer.changes.length === 0} onClick={() => void copy()}>
        {t('copy')}
      </Button>
    </div>
  );
}

function useMarkdown(answer: Answer, owners: number): string {
  const { t } = useTranslation('whatif');
  const format = useFormat();
  const kindName = useKindName();
  const changeWords = useChangeWords();
  const breachWords = useBreachWords(answer.changes);
  const summary = answer.broken.length === 0 ? t('verdict.nothing') : t('markdown.summary', { count: answer.total, formatted: format.number(answer.total), owners: format.number(owners) });
  return toMarkdown(answer.changes, answer.broken, {
    title: t('markdown.title'),
    summary,
    changes: t('markdown.changes'),
    nobody: t('nobody'),
    hidden: t('hidden'),
    head: (['effect', 'asset', 'kind', 'hops', 'path'] as const).map((column) => t(`column.${column}`)),
    change: (place) => (answer.changes[place] ? changeWords(answer.changes[place]) : ''),
    effect: (effect) => t(`effect.${effect}`),
    kind: (place) => (answer.broken[place] ? kindName(lookOf(answer.broken[place])) : ''),
    truncated: answer.truncated ? t('verdict.truncated', { shown: format.number(answer.broken.length), total: format.number(answer.total) }) : '',
    contracts: t('contract.title', { count: answer.contractsTotal }),
    promises: answer.contracts.map((contract) => ({ name: contract.name, breaches: contract.breaches.map(breachWords) })),
  });
}

function lookOf(item: Item): string {
  return lookKey(item.kind, item.asset.details.__typename === 'TableDetails' ? item.asset.details.tableType : null);
}

function Changes({ changes }: { readonly changes: readonly Change[] }) {
  const { t } = useTranslation('whatif');
  const words = useChangeWords();
  return (
    <Card title={t('change.title', { count: changes.length })} isFlush>
      <ul className="max-h-60 overflow-y-auto">
        {changes.map((change, at) => (
          <li key={`${change.name} ${change.change} ${at}`} className="flex flex-wrap items-center gap-x-3 border-b border-line px-4 py-1.5 text-13 last:border-b-0">
            <Link to={assetPage(change.asset)} title={change.name} className="font-mono font-medium wrap-anywhere hover:text-brand hover:underline">
              {shortName(change.name)}
            </Link>
            <span className={change.isBreaking ? 'text-bad' : 'text-muted'}>{words(change)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Group({ owner, items }: { readonly owner: string; readonly items: readonly Item[] }) {
  const { t } = useTranslation('whatif');
  const format = useFormat();
  const title = owner === '' ? t('nobody') : owner;
  return (
    <Card
      title={
        <span className="inline-flex items-center gap-2">
          <Icon name="user" size={14} className="text-muted" />
          {title}
          <span className="font-normal text-muted">{format.number(items.length)}</span>
        </span>
      }
      isFlush
    >
      <div tabIndex={0} role="region" aria-label={title} className="max-h-120 overflow-auto">
        <table className="w-full min-w-240 table-fixed text-13">
          <caption className="sr-only">{title}</caption>
          <colgroup>
            {['w-28', 'w-[26%]', 'w-28', 'w-18', 'w-[25%]', ''].map((width, at) => (
              <col key={at} className={width} />
            ))}
          </colgroup>
          <thead>
            <tr className="border-b border-line bg-sunken">
              {(['effect', 'asset', 'kind', 'hops', 'why', 'path'] as const).map((column) => (
                <th key={column} scope="col" className={cx('h-8 px-4 text-12 font-semibold whitespace-nowrap text-muted', column === 'hops' ? 'text-right' : 'text-left')}>
                  {t(`column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <Row key={item.asset.id} item={item} />
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function Row({ item }: { readonly item: Item }) {
  const { t } = useTranslation('whatif');
  const path = between(item.path, t('hidden'));
  const before = item.path.at(-2);
  return (
    <tr className="h-(--row) border-b border-line last:border-b-0 hover:bg-bg">
      <td className="px-4 whitespace-nowrap">
        <StateChip state={item.effect === 'BREAKS' ? 'bad' : 'warn'}>{t(`effect.${item.effect}`)}</StateChip>
      </td>
      <td className="px-4">
        <Link to={assetPage(item.asset.id)} title={item.name} className="font-mono font-medium wrap-anywhere hover:text-brand hover:underline">
          {item.kind === 'COLUMN' ? shortName(item.name) : item.asset.displayName}
        </Link>
      </td>
      <td className="px-4 whitespace-nowrap">
        <KindChip kind={lookOf(item)} />
      </td>
      <td className="px-4 text-right tabular-nums">{item.distance}</td>
      <td className="px-4 wrap-anywhere text-muted">{t(`why.${item.subtype ?? 'NONE'}`, { name: before ? shortName(before) : t('hidden') })}</td>
      <td className="px-4 font-mono text-12 wrap-anywhere text-muted">{path}</td>
    </tr>
  );
}
