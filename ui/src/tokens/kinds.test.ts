import { expect, test } from 'vitest';
import { kindKey, kindLook, lookKey } from './kinds';

test('every spelling of a kind has one key', () => {
  expect(['ML_MODEL', 'MlModel', 'ml-model', 'mlModel'].map(kindKey)).toEqual(Array(4).fill('ml_model'));
});

test('a table that is a view looks like a view', () => {
  expect(lookKey('TABLE', 'MATERIALIZED_VIEW')).toBe('materialized_view');
  expect(lookKey('TABLE', 'PARTITIONED')).toBe('table');
  expect(lookKey('COLUMN', null)).toBe('column');
});

test('an unknown kind has a neutral look', () => {
  expect(kindLook('HOLOGRAM')).toEqual({ tone: 'file', icon: 'asset' });
});
