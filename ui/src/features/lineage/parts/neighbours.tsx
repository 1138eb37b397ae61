// What of an asset's neighbours is not in the graph yet: found by name in pages
// that the server bounds, and brought into the graph page by page.
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { Button, FilterInput, KindIcon, Refusal, useFormat } from '../../../kit';
import { lineageNames } from '../queries';
import { type Moment, PAGE } from '../state';

/** How many names are listed before one is looked for. */
const PREVIEW = 8;

interface Props {
  readonly node: string;
  readonly side: 'up' | 'down';
  readonly hidden: number;
  readonly asOf: Moment | undefined;
  readonly onExpand: (node: string, side: 'up' | 'down', text?: string) => void;
}

export function Neighbours({ node, side, hidden, asOf, onExpand }: Props) {
  const { t } = useTranslation('lineage');
  const format = useFormat();
  const [text, setText] = useState('');
  const wanted = useDeferredValue(text.trim());
  const input = { focus: node, side: side === 'up' ? ('UP' as const) : ('DOWN' as const), first: PREVIEW, text: wanted, ...(asOf === undefined ? {} : { asOf }) };
  const answer = useQuery({ ...ask(lineageNames, { input }), enabled: wanted !== '' });
  const page = wanted === '' ? undefined : answer.data?.lineageNeighbours;
  const names = page?.scene.nodes.filter((found) => found.key !== node) ?? [];
  return (
    <div className="flex flex-col gap-1.5 rounded-control bg-sunken p-2">
      <p className="text-12 text-muted">{t('neighbours.hidden', { count: hidden, formatted: format.number(hidden) })}</p>
      <FilterInput label={t(side === 'up' ? 'neighbours.findUp' : 'neighbours.findDown')} value={text} onChange={setText} />
      <Refusal error={wanted === '' ? null : answer.error} />
      {page && names.length === 0 ? <p className="text-12 text-muted">{t(page.pageInfo.hasNextPage ? 'neighbours.noneYet' : 'neighbours.none')}</p> : null}
      {names.length > 0 ? (
        <ul className="flex flex-col">
          {names.map(({ key, asset }) => (
            <li key={key} className="flex min-h-6 items-center gap-1.5 font-mono text-12">
              {asset ? <KindIcon kind={asset.kind} /> : null}
              <span className="truncate">{asset?.displayName ?? t('hidden')}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="flex flex-wrap gap-2">
        {wanted === '' ? (
          <Button onClick={() => onExpand(node, side)}>{t('neighbours.next', { count: Math.min(PAGE, hidden) })}</Button>
        ) : (
          <Button onClick={() => onExpand(node, side, wanted)} disabled={names.length === 0}>
            {t('neighbours.show', { text: wanted })}
          </Button>
        )}
      </div>
    </div>
  );
}
