// A custom property as it is written in the form. Pure.
import type { AssetKind, CustomPropertyInput, PropertiesQuery, PropertyType } from '../../gql/types';

export type Property = PropertiesQuery['customProperties'][number];

export const TYPES: readonly PropertyType[] = ['TEXT', 'INTEGER', 'DECIMAL', 'BOOLEAN', 'DATE', 'CHOICE', 'CHOICES', 'ASSET', 'PERSON'];

/** The kinds that are likely to have one, in the order in which they are offered. */
export const KINDS: readonly AssetKind[] = [
  'TABLE', 'COLUMN', 'DATABASE', 'SCHEMA', 'TOPIC', 'FILE', 'CONTAINER', 'PIPELINE', 'TASK', 'QUERY', 'PROCEDURE', 'DASHBOARD', 'CHART', 'BI_DATASET', 'ML_MODEL', 'NOTEBOOK', 'METRIC', 'SEMANTIC_MODEL', 'API_COLLECTION', 'API_ENDPOINT',
  'DOMAIN', 'DATA_PRODUCT', 'GLOSSARY', 'TERM', 'CLASSIFICATION', 'TAG', 'CODE_LIST', 'USER_TYPE',
];

export interface Draft {
  readonly name: string;
  readonly titleEn: string;
  readonly titleZh: string;
  readonly description: string;
  readonly kinds: readonly AssetKind[];
  readonly propertyType: PropertyType;
  readonly choices: readonly string[];
  readonly pattern: string;
  readonly isRequired: boolean;
}

export function draftOf(property: Property | null, kind: AssetKind | undefined): Draft {
  if (!property) return { name: '', titleEn: '', titleZh: '', description: '', kinds: [kind ?? 'TABLE'], propertyType: 'TEXT', choices: [], pattern: '', isRequired: false };
  return { ...property, pattern: property.pattern ?? '' };
}

/** Whether its values are some of a list. */
export function hasChoices(type: PropertyType): boolean {
  return type === 'CHOICE' || type === 'CHOICES';
}

/** What the server is told; null while something is missing that it would refuse. */
export function inputOf(draft: Draft): CustomPropertyInput | null {
  const { name, titleEn, titleZh, description, kinds, propertyType, choices, pattern, isRequired } = draft;
  if (name.trim() === '' || kinds.length === 0 || (hasChoices(propertyType) && choices.length === 0)) return null;
  return {
    name: name.trim(),
    titleEn: titleEn.trim(),
    titleZh: titleZh.trim(),
    description: description.trim(),
    kinds: [...kinds],
    propertyType,
    choices: hasChoices(propertyType) ? [...choices] : [],
    pattern: propertyType === 'TEXT' && pattern.trim() !== '' ? pattern.trim() : null,
    isRequired,
  };
}
