// The card of a group: its members as buttons, and the way to see them in the graph.
import { useTranslation } from 'react-i18next';
import { Button, KindIcon } from '../../../kit';
import type { Selection } from '../canvas/stage';
import { type Group, type LineageGraph, shownKind } from '../model';
import { SideCard } from './side-card';

/** More members than this are reached through the table view. */
const MEMBER_LIMIT = 100;

interface Props {
  readonly group: Group;
  readonly graph: LineageGraph;
  readonly onSelect: (selection: Selection) => void;
  readonly onSpread: (group: string) => void;
}

export function GroupCard({ group, graph, onSelect, onSpread }: Props) {
  const { t } = useTranslation('lineage');
  const head = (
    <>
      <p className="text-12 text-muted">{t('group.members', { count: group.members.length })}</p>
      <p className="font-mono text-14 font-semibold wrap-anywhere">{group.name}</p>
      {group.place === '' ? null : <p className="font-mono text-12 text-muted wrap-anywhere">{group.place}</p>}
    </>
  );
  return (
    <SideCard title={group.name} head={head} onClose={() => onSelect(null)}>
      <div>
        <Button icon="expand" onClick={() => onSpread(group.id)}>
          {t('group.spread')}
        </Button>
      </div>
      <ul className="flex flex-col">
        {group.members.slice(0, MEMBER_LIMIT).map((key) => {
          const asset = graph.nodes.get(key)?.asset ?? null;
          return (
            <li key={key}>
              <button type="button" onClick={() => onSelect({ kind: 'node', node: key })} className="flex min-h-7 w-full items-center gap-1.5 rounded-chip px-1.5 text-left font-mono text-13 hover:bg-sunken">
                {asset ? <KindIcon kind={shownKind(asset)} /> : null}
                <span className="truncate">{asset?.displayName ?? t('hidden')}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {group.members.length > MEMBER_LIMIT ? <p className="text-12 text-muted">{t('side.more', { count: group.members.length - MEMBER_LIMIT })}</p> : null}
    </SideCard>
  );
}
