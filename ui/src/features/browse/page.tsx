// Browse: databases, schemas, tables and columns as a tree, with a summary of the
// chosen one beside it.
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMay } from '../../app/session';
import { NEW_SOURCE, SOURCES } from '../../app/places';
import { Empty, Failure, KindIcon, LinkButton, ROOT, Skeleton, Tree, useFormat, useTitle } from '../../kit';
import { Preview } from './parts/preview';
import { useBranches } from './use-branches';
import type { BrowseTreeNode } from './use-branches';

const route = getRouteApi('/shell/browse');

function Label({ node }: { readonly node: BrowseTreeNode }) {
  const { t } = useTranslation('browse');
  const format = useFormat();
  return (
    <>
      <KindIcon kind={node.look} size={15} />
      <span className={`min-w-0 truncate ${node.isRemoved ? 'text-muted line-through' : ''}`}>{node.name}</span>
      {node.type ? <code className="truncate font-mono text-12 text-muted">{node.type}</code> : null}
      {node.isPlaceholder ? <span className="text-12 text-muted">{t('placeholder')}</span> : null}
      {node.count > 0 ? <span className="ml-auto pl-2 text-12 text-muted tabular-nums">{format.number(node.count)}</span> : null}
    </>
  );
}

export function Page() {
  const { t } = useTranslation('browse');
  const { at } = route.useSearch();
  const navigate = useNavigate();
  const may = useMay();
  const tree = useBranches(at ?? null);
  useTitle(t('title'));
  const roots = tree.branches.get(ROOT);
  const isEmpty = roots?.state === 'ready' && roots.nodes.length === 0;
  return (
    <div className="grid lg:h-[calc(100dvh-48px)] lg:grid-cols-[minmax(320px,440px)_minmax(0,1fr)]">
      <div className="flex min-h-0 flex-col border-line lg:border-r">
        <h1 className="px-4 pt-4 pb-2 text-20 font-semibold">{t('title')}</h1>
        {!roots || (roots.state === 'loading' && roots.nodes.length === 0) ? (
          <div className="px-4">
            <Skeleton lines={8} />
          </div>
        ) : null}
        {roots?.state === 'failed' && roots.nodes.length === 0 ? <Failure error={tree.rootError} onRetry={() => void tree.load(ROOT)} /> : null}
        {isEmpty ? (
          <Empty
            icon="browse"
            title={t('empty.title')}
            text={t('empty.text')}
            action={may('MANAGE_SOURCES') ? <LinkButton to={NEW_SOURCE}>{t('empty.action')}</LinkButton> : <LinkButton to={SOURCES}>{t('empty.look')}</LinkButton>}
          />
        ) : null}
        {roots && roots.nodes.length > 0 ? (
          <Tree
            label={t('title')}
            className="min-h-80 flex-1 px-2 pb-3"
            branches={tree.branches}
            open={tree.open}
            selected={at ?? null}
            onToggle={tree.toggle}
            onSelect={(node) => void navigate({ to: '/browse', search: { at: node.id }, replace: true })}
            onEnter={(node) => void navigate({ to: '/a/$id', params: { id: node.id } })}
            onMore={(parent) => void tree.load(parent ?? ROOT)}
            render={(node) => <Label node={node} />}
          />
        ) : null}
      </div>
      <div className="min-w-0 overflow-y-auto px-6 py-4 max-sm:px-4">{at ? <Preview id={at} /> : isEmpty ? null : <Empty icon="map" title={t('choose.title')} text={t('choose.text')} />}</div>
    </div>
  );
}
