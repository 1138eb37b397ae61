// A place of the vocabulary: the tree on the left, what is chosen on the right.
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useVocabularyRefresh } from './refresh';
import { useMay } from '../../app/session';
import type { AssetKind } from '../../gql/types';
import { Button, Card, Empty, Failure, KindIcon, Page as Frame, ROOT, StateChip, Tree, useFormat } from '../../kit';
import { PLACES, statusState } from './model';
import type { Entry, Node, PlaceName } from './model';
import { DeleteEntry } from './parts/delete-entry';
import { Detail } from './parts/detail';
import { EntryForm } from './parts/entry-form';
import { useBranches } from './use-branches';

type Layer =
  | { readonly kind: 'form'; readonly of: AssetKind; readonly entry: Entry | null; readonly parent: string | null }
  | { readonly kind: 'delete'; readonly entry: Entry }
  | null;

function Label({ node }: { readonly node: Node }) {
  const { t } = useTranslation('vocabulary');
  const format = useFormat();
  const { entry } = node;
  const status = entry.details.__typename === 'TermDetails' ? entry.details.status : null;
  return (
    <>
      <KindIcon kind={entry.kind} size={14} />
      <span className="min-w-0 flex-1 truncate">{entry.displayName}</span>
      {status && status !== 'APPROVED' ? <StateChip state={statusState(status)}>{t(`status.${status}`)}</StateChip> : null}
      {entry.governance.assignedCount ? (
        <span className="shrink-0 text-12 text-muted tabular-nums" title={t('assigned.title')}>
          {format.number(entry.governance.assignedCount)}
        </span>
      ) : null}
    </>
  );
}

function Place({ name }: { readonly name: PlaceName }) {
  const { t } = useTranslation('vocabulary');
  const place = PLACES[name];
  const { at }: { at?: string | undefined } = useSearch({ strict: false });
  const navigate = useNavigate();
  const mayManage = useMay()('MANAGE_GOVERNANCE');
  const [open, setOpen] = useState<ReadonlyMap<string, AssetKind>>(new Map());
  const [layer, setLayer] = useState<Layer>(null);
  const { branches, onMore, first } = useBranches(place.root, place.inside, open);
  useVocabularyRefresh();
  const choose = (id: string | undefined) => void navigate({ to: place.path, search: id ? { at: id } : {} });
  const toggle = (id: string, isOpen: boolean) => {
    const all = [...branches.values()].flatMap(({ nodes }) => nodes);
    const kind = all.find((node) => node.id === id)?.entry.kind;
    setOpen((before) => {
      const after = new Map(before);
      if (isOpen && kind) after.set(id, kind);
      else after.delete(id);
      return after;
    });
  };
  const add = mayManage ? (
    <Button icon="plus" onClick={() => setLayer({ kind: 'form', of: place.root, entry: null, parent: null })}>
      {t(`new.${place.root}`)}
    </Button>
  ) : undefined;
  const isEmpty = first?.data?.governance.nodes.length === 0;
  return (
    <Frame title={t(`place.${name}.title`)} lead={t(`place.${name}.lead`)} actions={isEmpty ? undefined : add}>
      {first?.isError ? <Failure error={first.error} onRetry={() => void first.refetch()} /> : null}
      {isEmpty ? (
        <Empty icon="book" title={t(`place.${name}.none`)} text={t(`place.${name}.noneText`)} action={add} />
      ) : (
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(260px,2fr)_minmax(0,4fr)]">
          <Card isFlush title={t(`place.${name}.title`)}>
            <Tree
              label={t(`place.${name}.title`)}
              className="h-[65vh] py-1"
              branches={branches}
              open={new Set([ROOT, ...open.keys()])}
              selected={at ?? null}
              onToggle={toggle}
              onSelect={(node) => choose(node.id)}
              onEnter={(node) => choose(node.id)}
              onMore={onMore}
              render={(node) => <Label node={node} />}
            />
          </Card>
          {at ? (
            <Detail
              key={at}
              id={at}
              place={name}
              onEdit={(entry) => setLayer({ kind: 'form', of: entry.kind, entry, parent: null })}
              onAdd={(entry, of) => setLayer({ kind: 'form', of, entry: null, parent: entry.id })}
              onDelete={(entry) => setLayer({ kind: 'delete', entry })}
            />
          ) : (
            <Empty icon="book" title={t('choose')} />
          )}
        </div>
      )}
      {layer?.kind === 'form' ? (
        <EntryForm
          kind={layer.of}
          entry={layer.entry}
          parent={layer.parent}
          onClose={() => setLayer(null)}
          onSaved={(id) => {
            if (layer.parent) toggle(layer.parent, true);
            setLayer(null);
            choose(id);
          }}
        />
      ) : null}
      {layer?.kind === 'delete' ? <DeleteEntry entry={layer.entry} onClose={() => setLayer(null)} onDeleted={() => choose(layer.entry.path.at(-1)?.id)} /> : null}
    </Frame>
  );
}

export function Glossary() {
  return <Place name="glossary" />;
}

export function Domains() {
  return <Place name="domains" />;
}

export function Products() {
  return <Place name="products" />;
}

export function Tags() {
  return <Place name="tags" />;
}
