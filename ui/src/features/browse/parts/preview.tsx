// The summary beside the tree.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { Ago, CopyButton, cx, Empty, Failure, Icon, KindChip, LinkButton, SafeHtml, Skeleton, TagChip, useFormat, useKindName, useTierName } from '../../../kit';
import { kindLook, TONE_EDGE } from '../../../tokens/kinds';
import { BrowsePreviewDoc } from '../queries';
import { toNode } from '../use-branches';

export function Preview({ id }: { readonly id: string }) {
  const { t } = useTranslation('browse');
  const format = useFormat();
  const kindName = useKindName();
  const tierName = useTierName();
  const query = useQuery({ ...ask(BrowsePreviewDoc, { id }), placeholderData: keepPreviousData });
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  const asset = query.data.asset;
  if (!asset) return <Empty icon="search" title={t('missing')} />;
  const node = toNode(asset);
  const rows = asset.statistics?.rowCount;
  const facts: [string, React.ReactNode][] = [
    [t('fact.owners'), asset.owners.length > 0 ? asset.owners.map((owner) => owner.displayName).join(t('separator')) : t('fact.none')],
    [t('fact.source'), asset.source?.name ?? t('fact.none')],
    [t('fact.inside'), asset.childCounts.map((entry) => `${kindName(entry.kind)} ${format.number(entry.count)}`).join(' · ') || t('fact.none')],
    [t('fact.rows'), rows === null || rows === undefined ? t('fact.unknown') : `${asset.statistics?.isEstimate ? '≈ ' : ''}${format.number(rows)}`],
    [t('fact.size'), asset.statistics?.sizeBytes === null || asset.statistics?.sizeBytes === undefined ? t('fact.unknown') : format.bytes(asset.statistics.sizeBytes)],
    [t('fact.lineage'), `↑ ${asset.lineageCounts.upstream}  ↓ ${asset.lineageCounts.downstream}`],
    [t('fact.changed'), <Ago key="changed" at={asset.lastChangedAt} />],
  ];
  return (
    <article className={cx('max-w-200 rounded-card border border-l-3 border-line bg-surface p-5', TONE_EDGE[kindLook(node.look).tone], query.isPlaceholderData && 'opacity-60')}>
      <nav aria-label={t('path')} className="mb-1 flex flex-wrap items-center gap-1 text-12 text-muted">
        {asset.path.map((step) => (
          <span key={step.id} className="inline-flex items-center gap-1">
            <Link to="/a/$id" params={{ id: step.id }} className="hover:text-ink hover:underline">
              {step.displayName}
            </Link>
            <Icon name="right" size={12} />
          </span>
        ))}
      </nav>
      <div className="flex flex-wrap items-center gap-2">
        <KindChip kind={node.look} />
        <h2 className="text-20 font-semibold wrap-anywhere">{asset.displayName}</h2>
        {node.type ? <code className="font-mono text-13 text-muted">{node.type}</code> : null}
        {asset.tier ? <TagChip icon="certified">{tierName(asset.tier)}</TagChip> : null}
        {asset.tags.map((tag) => (
          <TagChip key={tag.name} icon="tag">
            {tag.name}
          </TagChip>
        ))}
      </div>
      <p className="mt-1 flex items-center gap-1 font-mono text-12 text-muted">
        <span className="wrap-anywhere">{asset.fullName}</span>
        <CopyButton text={asset.fullName} label={t('copyName')} />
      </p>
      {asset.descriptionHtml ? <SafeHtml html={asset.descriptionHtml} className="mt-3" /> : <p className="mt-3 text-13 text-muted">{t('noDescription')}</p>}
      <dl className="mt-4 grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 text-13">
        {facts.map(([name, value]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid border-t border-line py-1.5">
            <dt className="text-muted">{name}</dt>
            <dd className="tabular-nums wrap-anywhere">{value}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-4 flex gap-2">
        <LinkButton to="/a/$id" params={{ id: asset.id }} tone="primary">
          {t('open')}
        </LinkButton>
      </div>
    </article>
  );
}
