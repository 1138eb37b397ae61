import { expect, test } from 'vitest';
import { draftOf, inputOf } from './model';
import type { Property } from './model';

const property: Property = { name: 'costCenter', titleEn: 'Cost centre', titleZh: '成本中心', description: '', kinds: ['TABLE'], propertyType: 'TEXT', choices: [], pattern: '\\d{4}', isRequired: true };

test('a property that is opened and saved as it is stays what it was', () => {
  expect(inputOf(draftOf(property, undefined))).toEqual(property);
});

test('a choice needs choices, a property a name and a kind', () => {
  const draft = draftOf(null, 'COLUMN');
  expect(inputOf(draft)).toBeNull();
  expect(inputOf({ ...draft, name: 'a' })?.kinds).toEqual(['COLUMN']);
  expect(inputOf({ ...draft, name: 'a', kinds: [] })).toBeNull();
  expect(inputOf({ ...draft, name: 'a', propertyType: 'CHOICE' })).toBeNull();
  expect(inputOf({ ...draft, name: 'a', propertyType: 'CHOICE', choices: ['x'] })?.choices).toEqual(['x']);
});

test('what belongs to another type is left out', () => {
  const draft = { ...draftOf(property, undefined), propertyType: 'INTEGER' as const, choices: ['x'] };
  expect(inputOf(draft)).toMatchObject({ pattern: null, choices: [] });
});
