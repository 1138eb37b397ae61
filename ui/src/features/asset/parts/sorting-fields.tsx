// The fields of the edit dialog that people sort an asset by.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ask } from '../../../app/gql';
import { usePaused } from '../../../app/suggestions';
import type { AssetKind } from '../../../gql/types';
import { Field, Select, TextField, TokenField } from '../../../kit';
import { knownNames } from '../sorting';
import type { Property, Sorting } from '../sorting';
import type { Asset } from '../model';
import { CustomPropertiesDoc, PeopleDoc, ThingsDoc } from '../queries';
import { useAssetNames } from './asset-value';

interface Props {
  readonly asset: Asset;
  readonly sorting: Sorting;
  readonly change: (part: Partial<Sorting>) => void;
}

const NOTHING = '';

function Things({ kind, hint, label, values, known, onChange }: { readonly kind: AssetKind | null; readonly hint?: string | undefined; readonly label: string; readonly values: readonly string[]; readonly known: ReadonlyMap<string, string>; readonly onChange: (values: string[]) => void }) {
  const [search, setSearch] = useState('');
  const [names, setNames] = useState<ReadonlyMap<string, string>>(known);
  const found = useQuery({ ...ask(ThingsDoc, { query: usePaused(search.trim()), kinds: kind ? [kind] : null }), placeholderData: (previous) => previous });
  const choices = (found.data?.search.hits ?? []).map(({ asset }) => ({ value: asset.id, label: asset.displayName, note: asset.fullName }));
  return (
    <TokenField
      label={label}
      hint={hint}
      values={values}
      choices={choices}
      isSearched
      nameOf={(id) => names.get(id) ?? known.get(id) ?? id}
      onSearch={setSearch}
      onChange={(next) => {
        setNames(new Map([...names, ...choices.map(({ value, label: name }) => [value, name] as const)]));
        onChange(next);
      }}
    />
  );
}

/** One asset; what is chosen already is shown by its name. */
function Thing({ value, onChange, ...shown }: { readonly label: string; readonly hint: string | undefined; readonly value: string; readonly onChange: (value: string) => void }) {
  const values = value === '' ? [] : [value];
  const { known } = useAssetNames(values);
  return <Things kind={null} {...shown} values={values} known={new Map([...known].map(([id, { displayName }]) => [id, displayName]))} onChange={(next) => onChange(next.at(-1) ?? '')} />;
}

function Person({ label, hint, value, onChange }: { readonly label: string; readonly hint: string | undefined; readonly value: string; readonly onChange: (value: string) => void }) {
  const [search, setSearch] = useState('');
  const people = useQuery({ ...ask(PeopleDoc, { text: usePaused(search) || null }), placeholderData: (previous) => previous });
  const choices = (people.data?.people ?? []).map((person) => ({ value: person.name, label: person.displayName }));
  return <TokenField label={label} hint={hint} values={value === '' ? [] : [value]} choices={choices} onChange={(next) => onChange(next.at(-1) ?? '')} onSearch={setSearch} />;
}

function Value({ property, value, onChange }: { readonly property: Property; readonly value: string; readonly onChange: (value: string) => void }) {
  const { t, i18n } = useTranslation('asset');
  const label = (i18n.language.startsWith('zh') ? property.titleZh : property.titleEn) || property.name;
  const hint = property.description || undefined;
  if (property.propertyType === 'CHOICE' || property.propertyType === 'BOOLEAN') {
    const choices = property.propertyType === 'CHOICE' ? property.choices.map((choice) => ({ value: choice, label: choice })) : ['true', 'false'].map((choice) => ({ value: choice, label: choice === 'true' ? t('yes') : t('no') }));
    return (
      <Field label={label} hint={hint}>
        {({ id }) => <Select<string> id={id} label={label} value={value} options={[{ value: NOTHING, label: t('none') }, ...choices]} onChange={onChange} />}
      </Field>
    );
  }
  if (property.propertyType === 'ASSET') return <Thing label={label} hint={hint} value={value} onChange={onChange} />;
  if (property.propertyType === 'PERSON') return <Person label={label} hint={hint} value={value} onChange={onChange} />;
  if (property.propertyType === 'CHOICES') {
    const values = value.split(',').map((one) => one.trim()).filter((one) => one !== '');
    return <TokenField label={label} hint={hint} values={values} choices={property.choices.map((choice) => ({ value: choice, label: choice }))} onChange={(next) => onChange(next.join(', '))} onSearch={() => undefined} />;
  }
  return <TextField label={label} hint={property.description || property.pattern || undefined} value={value} onChange={onChange} {...(property.propertyType === 'DATE' ? { type: 'date' } : {})} />;
}

export function SortingFields({ asset, sorting, change }: Props) {
  const { t } = useTranslation('asset');
  const known = knownNames(asset);
  const properties = useQuery(ask(CustomPropertiesDoc, { kind: asset.kind })).data?.customProperties ?? [];
  return (
    <>
      <Things kind="DOMAIN" label={t('summary.domain')} values={sorting.domain} known={known} onChange={(domain) => change({ domain: domain.slice(-1) })} />
      <Things kind="TERM" label={t('summary.terms')} values={sorting.terms} known={known} onChange={(terms) => change({ terms })} />
      <Things kind="DATA_PRODUCT" label={t('summary.products')} values={sorting.products} known={known} onChange={(products) => change({ products })} />
      {asset.kind === 'COLUMN' ? <Things kind="CODE_LIST" label={t('summary.standard')} values={sorting.standard} known={known} onChange={(standard) => change({ standard: standard.slice(-1) })} /> : null}
      {properties.map((property) => (
        <Value
          key={property.name}
          property={property}
          value={sorting.properties[property.name] ?? ''}
          onChange={(value) => change({ properties: { ...sorting.properties, [property.name]: value } })}
        />
      ))}
    </>
  );
}
