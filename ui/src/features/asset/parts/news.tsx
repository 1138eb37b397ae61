// What a reader has to know before anything else of an asset: that it should not be used any more, and announcements.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import type { AssetNewsQuery } from '../../../gql/types';
import { Ago, cx, Icon, SafeHtml, useFormat } from '../../../kit';
import { AssetNewsDoc } from '../queries';

type News = NonNullable<AssetNewsQuery['asset']>;

const LOOKS = {
  INFO: { icon: 'info', edge: 'border-l-brand', tone: 'text-brand' },
  WARNING: { icon: 'warning', edge: 'border-l-warn', tone: 'text-warn' },
  INCIDENT: { icon: 'error', edge: 'border-l-bad', tone: 'text-bad' },
} as const;

export function AssetNews({ id }: { readonly id: string }) {
  const { t } = useTranslation('asset');
  const asset = useQuery(ask(AssetNewsDoc, { id })).data?.asset;
  if (!asset || (!asset.deprecation && asset.announcements.length === 0)) return null;
  return (
    <section aria-label={t('news.label')} className="mb-3 flex flex-col gap-2">
      {asset.deprecation ? <Deprecated deprecation={asset.deprecation} /> : null}
      {asset.announcements.map((one) => (
        <Banner key={one.id} look={LOOKS[one.level]} title={one.title} sort={t(`news.${one.level}`)}>
          {one.body === '' ? null : <SafeHtml html={one.bodyHtml} className="text-13" />}
          <p className="text-12 text-muted">
            {one.asset && one.asset.id !== id ? (
              <>
                {t('news.about')}{' '}
                <Link to="/a/$id" params={{ id: one.asset.id }} className="text-brand underline underline-offset-2">
                  {one.asset.displayName}
                </Link>
                {' · '}
              </>
            ) : null}
            {one.author.displayName} · <Ago at={one.at} />
          </p>
        </Banner>
      ))}
    </section>
  );
}

function Deprecated({ deprecation }: { readonly deprecation: NonNullable<News['deprecation']> }) {
  const { t } = useTranslation('asset');
  const format = useFormat();
  const { replacedBy, sunset } = deprecation;
  return (
    <Banner look={LOOKS.WARNING} sort={t('news.deprecated')} title={sunset ? t('news.goes', { day: format.date(`${sunset}T00:00:00`) }) : t('news.deprecatedTitle')}>
      <SafeHtml html={deprecation.noteHtml} className="text-13" />
      {replacedBy ? (
        <p className="text-13">
          {t('news.instead')}{' '}
          <Link to="/a/$id" params={{ id: replacedBy.id }} className="font-medium text-brand underline underline-offset-2">
            {replacedBy.displayName}
          </Link>
        </p>
      ) : null}
    </Banner>
  );
}

interface BannerProps {
  readonly look: (typeof LOOKS)[keyof typeof LOOKS];
  /** What sort of news it is, for who does not see colours. */
  readonly sort: string;
  readonly title: string;
  readonly children: ReactNode;
}

function Banner({ look, sort, title, children }: BannerProps) {
  return (
    <div className={cx('rounded-card border border-l-3 border-line bg-surface px-4 py-2', look.edge)}>
      <p className="flex flex-wrap items-center gap-2 text-14 font-semibold">
        <Icon name={look.icon} className={look.tone} />
        <span className={cx('text-12 font-medium', look.tone)}>{sort}</span>
        {title}
      </p>
      {children}
    </div>
  );
}
