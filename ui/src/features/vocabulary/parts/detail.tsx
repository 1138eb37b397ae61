// What is chosen: what it is, what it says, its review, and which assets have it.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Suspense } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { CareMenuSlot, NewsSlot } from '../../../app/slots';
import type { AssetKind } from '../../../gql/types';
import { Ago, Button, Card, Empty, Failure, KindChip, SafeHtml, Skeleton, TagChip, useFormat } from '../../../kit';
import { PLACES } from '../model';
import type { Entry, PlaceName } from '../model';
import { EntryDoc } from '../queries';
import { Assigned } from './assigned';
import { Review } from './review';

interface Props {
  readonly id: string;
  readonly place: PlaceName;
  readonly onEdit: (entry: Entry) => void;
  readonly onAdd: (entry: Entry, kind: AssetKind) => void;
  readonly onDelete: (entry: Entry) => void;
}

export function Detail({ id, place, onEdit, onAdd, onDelete }: Props) {
  const { t } = useTranslation('vocabulary');
  const query = useQuery(ask(EntryDoc, { id }));
  const entry = query.data?.asset;
  if (query.isPending) return <Skeleton lines={8} />;
  if (query.isError) return <Failure error={query.error} onRetry={() => void query.refetch()} />;
  if (!entry || entry.isRemoved) return <Empty icon="search" title={t('gone')} />;
  const below = PLACES[place].inside[entry.kind];
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Suspense fallback={null}>
        <NewsSlot id={id} />
      </Suspense>
      <Card
        title={entry.displayName}
        action={
          <span className="flex flex-wrap justify-end gap-1">
            <Link to="/a/$id" params={{ id }} search={{ tab: 'history' }} className="inline-flex items-center px-2 text-13 text-brand hover:underline">
              {t('history', { version: `${entry.version.major}.${entry.version.minor}` })}
            </Link>
            {entry.mayEdit ? (
              <>
                {below ? (
                  <Button size="small" tone="quiet" icon="plus" onClick={() => onAdd(entry, below)}>
                    {t(`new.${below}`)}
                  </Button>
                ) : null}
                <Button size="small" tone="quiet" icon="edit" onClick={() => onEdit(entry)}>
                  {t('change')}
                </Button>
                <Button size="small" tone="quiet" icon="trash" onClick={() => onDelete(entry)}>
                  {t('delete')}
                </Button>
                <Suspense fallback={null}>
                  <CareMenuSlot asset={{ id, name: entry.displayName }} />
                </Suspense>
              </>
            ) : null}
          </span>
        }
      >
        <div className="flex flex-col gap-3">
          <p className="flex flex-wrap items-center gap-2 text-13 text-muted">
            <KindChip kind={entry.kind} />
            {entry.path.length > 0 ? <span>{entry.path.map(({ displayName }) => displayName).join(' › ')}</span> : null}
            <span>
              {t('changed')} <Ago at={entry.lastChangedAt} />
            </span>
          </p>
          {entry.descriptionHtml ? <SafeHtml html={entry.descriptionHtml} /> : <p className="text-13 text-muted">{t('undescribed')}</p>}
          <Facts entry={entry} place={place} />
        </div>
      </Card>
      <Review entry={entry} />
      {entry.governance.assignedCount === null || entry.governance.assignedCount === undefined ? null : <Assigned id={id} count={entry.governance.assignedCount} />}
    </div>
  );
}

function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="col-span-2 grid grid-cols-subgrid border-t border-line py-1.5 first:border-t-0">
      <dt className="text-muted">{name}</dt>
      <dd className="wrap-anywhere">{children}</dd>
    </div>
  );
}

function Names({ names }: { readonly names: readonly string[] }) {
  return (
    <span className="flex flex-wrap gap-1">
      {names.map((name) => (
        <TagChip key={name}>{name}</TagChip>
      ))}
    </span>
  );
}

function Facts({ entry, place }: { readonly entry: Entry; readonly place: PlaceName }) {
  const { t } = useTranslation('vocabulary');
  const format = useFormat();
  const { details } = entry;
  const level = 'level' in details ? details.level : null;
  const people = 'reviewers' in details ? details.reviewers : 'experts' in details ? details.experts : [];
  const isExclusive = 'isMutuallyExclusive' in details && details.isMutuallyExclusive;
  return (
    <dl className="grid grid-cols-[minmax(120px,auto)_minmax(0,1fr)] gap-x-6 text-13">
      {entry.owners.length > 0 ? <Row name={t('owners')}>{entry.owners.map(({ displayName }) => displayName).join(t('separator'))}</Row> : null}
      {'synonyms' in details && details.synonyms.length > 0 ? (
        <Row name={t('synonyms')}>
          <Names names={details.synonyms} />
        </Row>
      ) : null}
      {entry.governance.relatedTerms.length > 0 ? (
        <Row name={t('related')}>
          <span className="flex flex-wrap gap-x-3">
            {entry.governance.relatedTerms.map((term) => (
              <Link key={term.id} to={PLACES[place].path} search={{ at: term.id }} className="text-brand hover:underline">
                {term.displayName}
              </Link>
            ))}
          </span>
        </Row>
      ) : null}
      {'references' in details && details.references.length > 0 ? (
        <Row name={t('references')}>
          <ul>
            {details.references.map(({ title, url }) => (
              <li key={url}>
                <a href={url} rel="noreferrer noopener" target="_blank" className="text-brand hover:underline">
                  {title}
                </a>
              </li>
            ))}
          </ul>
        </Row>
      ) : null}
      {details.__typename === 'DomainDetails' ? <Row name={t('domainType.label')}>{t(`domainType.${details.domainType}`)}</Row> : null}
      {details.__typename === 'DataProductDetails' ? <Row name={t('stage.label')}>{t(`stage.${details.stage}`)}</Row> : null}
      {details.__typename === 'DataProductDetails' && details.ports.length > 0 ? (
        <Row name={t('ports.label')}>
          <ul>
            {details.ports.map((port) => (
              <li key={port.name}>
                {port.isInput ? t('ports.in') : t('ports.out')} <span className="font-medium">{port.name}</span>{' '}
                <code className="font-mono text-12 text-muted">{[port.protocol, port.location].filter(Boolean).join(' · ')}</code>
              </li>
            ))}
          </ul>
        </Row>
      ) : null}
      {level ? <Row name={t('level.label')}>{format.number(level)}</Row> : null}
      {isExclusive ? <Row name={t('exclusive.label')}>{t('exclusive.text')}</Row> : null}
      {people.length > 0 ? <Row name={'reviewers' in details ? t('reviewers') : t('experts')}>{people.join(t('separator'))}</Row> : null}
    </dl>
  );
}
