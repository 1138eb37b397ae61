// What people sort an asset by: domain, terms, data products, the data standard of a column, custom properties. What nobody said is left out.
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { Icon, StateChip } from '../../../kit';
import type { Asset } from '../model';
import { CustomPropertiesDoc } from '../queries';
import { askedFor, valuesOf } from '../sorting';
import { AssetValue } from './asset-value';
import { ColumnTerms, useTermsOfColumn } from './column-tags';

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

type Value = Asset['governance']['properties'][number];

/** What custom properties of this kind there are, asked once for the whole page. */
function useProperties(asset: Asset, isAsked: boolean) {
  return useQuery({ ...ask(CustomPropertiesDoc, { kind: asset.kind }), enabled: isAsked }).data?.customProperties ?? [];
}

/** The values of a custom property; each leads to what else has it, an asset also to its own page. */
function Values({ property, isAsset }: { readonly property: Value; readonly isAsset: boolean }) {
  const { t } = useTranslation('asset');
  return (
    <span className="flex flex-wrap gap-x-3">
      {valuesOf(property).map((value) => {
        const same = t('summary.same', { question: askedFor(property.name, value) });
        const search = { q: askedFor(property.name, value) };
        if (!isAsset) {
          return (
            <Link key={value} to="/search" search={search} title={same} className="hover:text-brand hover:underline">
              {value}
            </Link>
          );
        }
        return (
          <span key={value} className="inline-flex min-w-0 items-center gap-2">
            <AssetValue id={value} />
            <Link to="/search" search={search} title={t('summary.sameAsset')} aria-label={t('summary.sameAsset')} className="inline-flex size-6 items-center justify-center rounded-chip text-muted hover:bg-sunken hover:text-brand">
              <Icon name="search" size={13} />
            </Link>
          </span>
        );
      })}
    </span>
  );
}

/** What is expected of assets of this kind and not said of this one, for who may say it. */
function Expected({ asset }: { readonly asset: Asset }) {
  const { t, i18n } = useTranslation('asset');
  const known = useProperties(asset, true);
  const missing = known.filter(({ name, isRequired }) => isRequired && !asset.governance.properties.some((property) => property.name === name));
  return missing.map((property) => (
    <Row key={property.name} name={(i18n.language.startsWith('zh') ? property.titleZh : property.titleEn) || property.name}>
      <StateChip state="warn">{t('summary.expected')}</StateChip>
    </Row>
  ));
}

export function Sorted({ asset, isPast }: { readonly asset: Asset; readonly isPast: boolean }) {
  const { t, i18n } = useTranslation('asset');
  const { terms, domain, products, codeList, properties } = asset.governance;
  const known = useProperties(asset, properties.length > 0);
  const column = useTermsOfColumn(asset.id, asset.kind === 'COLUMN' && !isPast);
  const table = asset.path.findLast(({ id }) => id !== asset.id);
  const isRefused = column?.refusedTags.some(({ sort }) => sort === 'TERM') ?? false;
  const certain = terms.filter(({ layer }) => layer !== 'SUGGESTED');
  return (
    <>
      {domain ? (
        <Row name={t('summary.domain')}>
          <Ties ties={[domain]} icon="domain" to="/domains" />
          {domain.inheritedFrom ? <span className="text-12 text-muted">{t('summary.inherited', { name: domain.inheritedFrom.displayName })}</span> : null}
        </Row>
      ) : null}
      {column && (terms.length > 0 || isRefused) ? (
        <Row name={t('summary.terms')}>
          <span className="flex flex-wrap gap-1">
            <ColumnTerms table={table?.id ?? ''} column={column} isPast={isPast} />
          </span>
        </Row>
      ) : null}
      {!column && certain.length > 0 ? (
        <Row name={t('summary.terms')}>
          <Ties ties={certain} icon="term" to="/glossary" />
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
        <Row key={property.name} name={(i18n.language.startsWith('zh') ? property.titleZh : property.titleEn) || property.name}>
          <Values property={property} isAsset={known.some(({ name, propertyType }) => name === property.name && propertyType === 'ASSET')} />
        </Row>
      ))}
      {asset.mayEdit && !isPast ? <Expected asset={asset} /> : null}
    </>
  );
}
