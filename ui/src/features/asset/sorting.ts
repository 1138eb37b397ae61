// What people sort an asset by, as it is edited: terms, domain, data products, custom properties. Pure.
import type { CustomPropertiesQuery, EditAssetInput } from '../../gql/types';
import type { Asset } from './model';

export type Property = CustomPropertiesQuery['customProperties'][number];

export interface Sorting {
  readonly terms: readonly string[];
  readonly domain: readonly string[];
  readonly products: readonly string[];
  /** The data standard, of columns. */
  readonly standard: readonly string[];
  /** Values as they are typed, by name; several are parted by commas. */
  readonly properties: Readonly<Record<string, string>>;
}

export function sortingOf(asset: Asset): Sorting {
  const decided = (ties: readonly { readonly asset: { readonly id: string }; readonly layer: string }[]) => ties.filter(({ layer }) => layer === 'CURATED').map((tie) => tie.asset.id);
  const { terms, domain, products, codeList, properties } = asset.governance;
  return {
    terms: decided(terms),
    domain: domain && !domain.inheritedFrom ? decided([domain]) : [],
    products: decided(products),
    standard: codeList ? decided([codeList]) : [],
    properties: Object.fromEntries(properties.map(({ name, text }) => [name, text])),
  };
}

/** The values of a property, each as it is asked for. */
export function valuesOf({ value, text }: { readonly value: unknown; readonly text: string }): string[] {
  return Array.isArray(value) ? value.map(String) : [text];
}

/** The question that finds assets with a value; one that is not a single plain word is quoted. */
export function askedFor(name: string, value: string): string {
  return /^[\p{L}\p{N}_.-]+$/u.test(value) ? `${name}:${value}` : `${name}:"${value.replaceAll('"', ' ')}"`;
}

/** What things are called that an asset has already. */
export function knownNames(asset: Asset): Map<string, string> {
  const { terms, domain, products, codeList } = asset.governance;
  return new Map([...terms, ...products, ...(domain ? [domain] : []), ...(codeList ? [codeList] : [])].map((tie) => [tie.asset.id, tie.asset.displayName]));
}

const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((value, index) => value === b[index]);

/** Only what differs; what is empty takes away. */
export function sortingInput(before: Sorting, after: Sorting): EditAssetInput {
  const input: EditAssetInput = {};
  if (!same(before.terms, after.terms)) input.terms = [...after.terms];
  if (!same(before.products, after.products)) input.products = [...after.products];
  if (!same(before.domain, after.domain)) input.domain = after.domain.at(-1) ?? null;
  if (!same(before.standard, after.standard)) input.codeList = after.standard.at(-1) ?? null;
  const changed = Object.entries(after.properties).filter(([name, value]) => (before.properties[name] ?? '') !== value.trim());
  if (changed.length > 0) input.properties = Object.fromEntries(changed.map(([name, value]) => [name, value.trim() === '' ? null : value.trim()]));
  return input;
}
