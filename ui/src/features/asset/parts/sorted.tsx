// What people sort an asset by: domain, terms, data products, the data standard of a column, custom properties. What nobody said is left out.
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../kit';
import type { Asset } from '../model';

export function Row({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="border-t border-line py-2 first:border-t-0 first:pt-0 last:pb-0">
      <dt className="text-12 text-muted">{name}</dt>
      <dd className="text-13 wrap-anywhere">{children}</dd>
    </div>
  );
}

interface Tie {
  readonly asset: { readonly id: string; readonly displayName: string };
}

function Ties({ ties, icon, to }: { readonly ties: readonly Tie[]; readonly icon: string; readonly to: '/glossary' | '/domains' | '/products' }) {
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-1">
      {ties.map(({ asset }) => (
        <Link key={asset.id} to={to} search={{ at: asset.id }} className="inline-flex items-center gap-1 text-brand hover:underline">
          <Icon name={icon} size={13} />
          {asset.displayName}
        </Link>
      ))}
    </span>
  );
}

export function Sorted({ asset }: { readonly asset: Asset }) {
  const { t, i18n } = useTranslation('asset');
  const { terms, domain, products, codeList, properties } = asset.governance;
  return (
    <>
      {domain ? (
        <Row name={t('summary.domain')}>
          <Ties ties={[domain]} icon="domain" to="/domains" />
          {domain.inheritedFrom ? <span className="text-12 text-muted">{t('summary.inherited', { name: domain.inheritedFrom.displayName })}</span> : null}
        </Row>
      ) : null}
      {terms.length > 0 ? (
        <Row name={t('summary.terms')}>
          <Ties ties={terms} icon="term" to="/glossary" />
        </Row>
      ) : null}
      {products.length > 0 ? (
        <Row name={t('summary.products')}>
          <Ties ties={products} icon="product" to="/products" />
        </Row>
      ) : null}
      {codeList ? (
        <Row name={t('summary.standard')}>
          <Link to="/standards" search={{ at: codeList.asset.id, tab: 'columns', column: asset.id }} className="inline-flex items-center gap-1 text-brand hover:underline">
            <Icon name="standard" size={13} />
            {codeList.asset.displayName}
          </Link>
        </Row>
      ) : null}
      {properties.map((property) => (
        <Row key={property.name} name={i18n.language.startsWith('zh') ? property.titleZh : property.titleEn}>
          {property.text}
        </Row>
      ))}
    </>
  );
}
