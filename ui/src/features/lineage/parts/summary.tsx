// How much of the whole is on the screen, said to everyone.
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../kit';
import type { LineageGraph } from '../model';
import type { Moment } from '../state';

interface Props {
  readonly id: string;
  /** What is drawn, and what it was made from: the same but for groups. */
  readonly graph: LineageGraph;
  readonly whole: LineageGraph;
  readonly asOf: Moment | undefined;
  readonly error: unknown;
}

export function Summary({ id, graph, whole, asOf, error }: Props) {
  const { t } = useTranslation('lineage');
  const format = useFormat();
  const moment = asOf?.time ? format.dateTime(asOf.time) : asOf?.change;
  // What the first answer left out, later pages may have brought.
  const isPart = whole.isTruncated && whole.nodes.size < whole.total;
  const groups = [...graph.nodes.values()].filter((node) => node.group !== undefined).length;
  return (
    <div className="flex min-h-8 flex-wrap items-center gap-x-3 border-b border-line px-3 text-12 text-muted">
      <p id={id} role="status">
        {t(isPart ? 'truncated' : 'shown', { nodes: format.number(whole.nodes.size), edges: format.number(whole.edges.length), total: format.number(whole.total) })}
      </p>
      {groups > 0 ? <p>{t('group.count', { count: groups })}</p> : null}
      {moment === undefined || moment === null ? null : <p className="font-medium text-brand">{t('asOf', { moment })}</p>}
      {error ? <p role="alert" className="text-bad">{t('partFailed')}</p> : null}
    </div>
  );
}
