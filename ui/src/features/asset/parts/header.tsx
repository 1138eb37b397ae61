// The head of the page, in the order of the reader's questions: can I trust it,
// what is it, whose is it, how is it connected.
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fromLocalInput } from '../../../app/as-of';
import { sourcePage } from '../../../app/places';
import { useMay } from '../../../app/session';
import { AskAccessSlot, CareMenuSlot, ExplainSlot, FollowSlot, HealthSlot, ProposeSlot } from '../../../app/slots';
import { Ago, Button, CopyButton, cx, Icon, IconButton, INPUT, KindChip, LinkButton, Popover, StateChip, TagChip, useFormat, useTierName } from '../../../kit';
import { kindLook, lookKey, TONE_EDGE } from '../../../tokens/kinds';
import type { Asset } from '../model';
import { Documentation } from './documentation';

const route = getRouteApi('/shell/a/$id');

const IdentityDialog = lazy(async () => ({ default: (await import('./identity-dialog')).IdentityDialog }));
const EditDialog = lazy(async () => ({ default: (await import('./edit-dialog')).EditDialog }));

function AsOfSwitch({ id }: { readonly id: string }) {
  const { tab } = route.useSearch();
  const { t } = useTranslation('asset');
  const navigate = useNavigate();
  const [isOpen, setOpen] = useState(false);
  const [value, setValue] = useState('');
  const time = fromLocalInput(value);
  return (
    <Popover
      title={t('asOf.title')}
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <Button tone="quiet" icon="history">
          {t('asOf.action')}
        </Button>
      }
    >
      <form
        className="flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (!time) return;
          setOpen(false);
          void navigate({ to: '/a/$id', params: { id }, search: { ...(tab ? { tab } : {}), at: time } });
        }}
      >
        <p className="text-13 text-muted">{t('asOf.text')}</p>
        <input type="datetime-local" aria-label={t('asOf.title')} value={value} onChange={(event) => setValue(event.target.value)} required className={cx(INPUT, 'h-8')} />
        <Button type="submit" tone="primary" disabled={!time}>
          {t('asOf.show')}
        </Button>
      </form>
    </Popover>
  );
}

/** Leads to what breaks if this changes; only where it may change by itself. */
function WhatIf({ asset }: { readonly asset: Asset }) {
  const { t } = useTranslation('asset');
  const table = asset.kind === 'TABLE' ? asset.id : asset.kind === 'COLUMN' ? asset.path.findLast((step) => step.id !== asset.id)?.id : undefined;
  if (table === undefined || asset.isRemoved) return null;
  return (
    <LinkButton to="/what-if" search={{ asset: table, ...(asset.kind === 'COLUMN' ? { changes: [{ column: asset.fullName }] } : {}) }} tone="quiet" icon="branch">
      {t('whatIf')}
    </LinkButton>
  );
}

function Trust({ asset }: { readonly asset: Asset }) {
  const { t } = useTranslation('asset');
  const tierName = useTierName();
  return (
    <>
      {asset.isRemoved ? <StateChip state="bad">{t('state.removed')}</StateChip> : null}
      {asset.isPlaceholder ? <StateChip state="unknown">{t('state.placeholder')}</StateChip> : null}
      {!asset.isRemoved && !asset.isPlaceholder && asset.lastSeenAt ? (
        <StateChip state="good">
          {t('state.seen')} <Ago at={asset.lastSeenAt} />
        </StateChip>
      ) : null}
      {asset.tier ? <TagChip icon="certified">{tierName(asset.tier)}</TagChip> : null}
      {asset.description ? null : <StateChip state="warn">{t('state.undescribed')}</StateChip>}
      {asset.owners.length === 0 ? <StateChip state="warn">{t('state.unowned')}</StateChip> : null}
    </>
  );
}

function Facts({ asset, queries }: { readonly asset: Asset; readonly queries: number }) {
  const { t } = useTranslation('asset');
  const format = useFormat();
  const { statistics } = asset;
  const goes = (direction: 'upstream' | 'downstream') => (
    <Link to="/a/$id" params={{ id: asset.id }} search={{ tab: 'lineage' }} className="inline-flex items-center gap-1 hover:text-ink hover:underline">
      <Icon name={direction} size={14} />
      {t(`header.${direction}`, { count: asset.lineageCounts[direction], shown: format.number(asset.lineageCounts[direction]) })}
    </Link>
  );
  return (
    <div className="mt-2 flex flex-wrap items-center gap-x-5 gap-y-1 text-13 text-muted">
      <span className="inline-flex min-w-0 items-center gap-1.5">
        <Icon name="user" size={14} />
        {asset.owners.length > 0 ? (
          <span className="font-medium wrap-anywhere text-ink">{asset.owners.map((owner) => owner.displayName).join(t('separator'))}</span>
        ) : (
          t('header.noOwner')
        )}
      </span>
      {asset.source ? (
        <Link to={sourcePage(asset.source.id)} className="inline-flex items-center gap-1.5 hover:text-ink hover:underline">
          <Icon name="source" size={14} />
          {asset.source.name}
        </Link>
      ) : null}
      {statistics?.rowCount === null || statistics?.rowCount === undefined ? null : (
        <span className="tabular-nums">
          {statistics.isEstimate ? '≈ ' : ''}
          {t('header.rows', { count: statistics.rowCount, shown: format.compact(statistics.rowCount) })}
          {statistics.sizeBytes === null || statistics.sizeBytes === undefined ? '' : ` · ${format.bytes(statistics.sizeBytes)}`}
        </span>
      )}
      {queries > 0 ? (
        <Link to="/a/$id" params={{ id: asset.id }} search={{ tab: 'usage' }} className="inline-flex items-center gap-1 hover:text-ink hover:underline">
          <Icon name="chart" size={14} />
          {t('header.queries', { count: queries, shown: format.compact(queries) })}
        </Link>
      ) : null}
      {asset.kind === 'PIPELINE' || asset.kind === 'TASK' ? (
        <Link to="/pipelines" search={asset.kind === 'PIPELINE' ? { pipeline: asset.id } : { asset: asset.id }} className="inline-flex items-center gap-1 hover:text-ink hover:underline">
          <Icon name="activity" size={14} />
          {t('header.runs')}
        </Link>
      ) : null}
      {goes('upstream')}
      {goes('downstream')}
      <span>
        {t('header.changed')} <Ago at={asset.lastChangedAt} />
      </span>
    </div>
  );
}

interface Props {
  readonly asset: Asset;
  readonly at: string | undefined;
  /** Queries of the last thirty days. */
  readonly queries: number;
}

/** For who may not edit: propose something to the owners, or ask to be allowed. */
function Ask({ asset }: { readonly asset: Asset }) {
  const { t } = useTranslation('asset');
  const may = useMay();
  const [act, setAct] = useState<'ask' | 'propose' | null>(null);
  return (
    <>
      {may('DISCUSS') ? (
        <Button tone="quiet" icon="task" onClick={() => setAct('propose')}>
          {t('propose')}
        </Button>
      ) : null}
      {may('REQUEST_ACCESS') ? (
        <Button tone="quiet" icon="token" onClick={() => setAct('ask')}>
          {t('askAccess')}
        </Button>
      ) : null}
      <Suspense fallback={null}>
        {act === 'ask' ? <AskAccessSlot asset={asset.id} name={asset.displayName} wishes={['SAMPLE', 'EDIT']} onClose={() => setAct(null)} /> : null}
        {act === 'propose' ? <ProposeSlot asset={{ id: asset.id, name: asset.displayName, description: asset.description ?? '' }} onClose={() => setAct(null)} /> : null}
      </Suspense>
    </>
  );
}

export function Header({ asset, at, queries }: Props) {
  const { t } = useTranslation('asset');
  const may = useMay();
  const [isEditing, setEditing] = useState(false);
  const [isExplaining, setExplaining] = useState(false);
  const { tab, names: asksWhy = false } = route.useSearch();
  const navigate = useNavigate();
  const setAsksWhy = (isAsked: boolean) => void navigate({ to: '/a/$id', params: { id: asset.id }, search: { ...(tab ? { tab } : {}), ...(isAsked ? { names: true } : {}) } });
  const look = lookKey(asset.kind, asset.details.__typename === 'TableDetails' ? asset.details.tableType : null);
  const type = asset.details.__typename === 'ColumnDetails' ? asset.details.dataType.text : null;
  return (
    <header className={cx('mb-3 border-l-3 pl-4', TONE_EDGE[kindLook(look).tone])}>
      <nav aria-label={t('path')} className="flex flex-wrap items-center gap-1 text-12 text-muted">
        <Link to="/browse" search={{ at: asset.id }} className="inline-flex min-h-6 items-center hover:text-ink hover:underline">
          {t('catalog')}
        </Link>
        {asset.path.map((step) => (
          <span key={step.id} className="inline-flex min-h-6 items-center gap-1">
            <Icon name="right" size={12} />
            <Link to="/a/$id" params={{ id: step.id }} search={at ? { at } : {}} className="hover:text-ink hover:underline">
              {step.displayName}
            </Link>
          </span>
        ))}
      </nav>
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
            <h1 className="text-28 font-semibold wrap-anywhere">{asset.displayName}</h1>
            <KindChip kind={look} />
            {type ? <code className="font-mono text-13 text-muted">{type}</code> : null}
            <Trust asset={asset} />
            <Suspense fallback={null}>{at || asset.isRemoved ? null : <HealthSlot assetId={asset.id} />}</Suspense>
            {asset.tags.map((tag) => (
              <TagChip key={tag.name} icon="tag" {...(tag.layer === 'HARVESTED' ? { title: t('layer.HARVESTED') } : {})}>
                {tag.name}
              </TagChip>
            ))}
          </div>
          <p className="flex items-center gap-1 font-mono text-12 text-muted">
            <span className="wrap-anywhere">{asset.fullName}</span>
            <CopyButton text={asset.fullName} label={t('copyName')} />
            {at ? null : (
              <Button tone="quiet" onClick={() => setAsksWhy(true)}>
                {t('identity.action')}
              </Button>
            )}
          </p>
        </div>
        <div className="flex gap-1">
          {at ? null : <WhatIf asset={asset} />}
          <AsOfSwitch id={asset.id} />
          <Suspense fallback={null}>{at ? null : <FollowSlot assetId={asset.id} />}</Suspense>
          {may('MANAGE_POLICIES') && !at ? <IconButton icon="policy" label={t('header.who')} onClick={() => setExplaining(true)} /> : null}
          {asset.mayEdit || at || asset.isRemoved ? null : <Ask asset={asset} />}
          {at || asset.kind === 'COLUMN' ? null : <Documentation id={asset.id} />}
          {asset.mayEdit && !at ? (
            <Button icon="edit" onClick={() => setEditing(true)}>
              {t('edit.action')}
            </Button>
          ) : null}
          {/* As wide as the button, so that nothing moves when it arrives. */}
          {asset.mayEdit && !at ? (
            <span className="w-8 shrink-0">
              <Suspense fallback={null}>
                <CareMenuSlot asset={{ id: asset.id, name: asset.displayName }} />
              </Suspense>
            </span>
          ) : null}
        </div>
      </div>
      <Facts asset={asset} queries={queries} />
      <Suspense fallback={null}>{isEditing ? <EditDialog asset={asset} onClose={() => setEditing(false)} /> : null}</Suspense>
      <Suspense fallback={null}>{isExplaining ? <ExplainSlot asset={{ id: asset.id, name: asset.displayName }} onClose={() => setExplaining(false)} /> : null}</Suspense>
      <Suspense fallback={null}>{asksWhy && !at ? <IdentityDialog asset={asset} onClose={() => setAsksWhy(false)} /> : null}</Suspense>
    </header>
  );
}
