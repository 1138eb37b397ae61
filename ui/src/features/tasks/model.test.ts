import { expect, test } from 'vitest';
import { changesOf, inputOf } from './model';

test('a proposal changes what it names, and nothing else', () => {
  const edit = { displayName: null, description: 'All orders', owners: null, tags: [] };
  const base = { displayName: null, description: 'old', owners: null, tags: ['core', 'pii'] };
  expect(changesOf({ edit, base })).toEqual([
    { field: 'description', before: 'old', after: 'All orders' },
    { field: 'tags', before: 'core, pii', after: '' },
  ]);
  expect(changesOf({ edit: null, base: null })).toEqual([]);
});

test('a proposal needs a text; asking for an owner needs none', () => {
  expect(inputOf('a1', 'PROPOSAL', 'why', ' ')).toBeNull();
  expect(inputOf('a1', 'PROPOSAL', ' why ', 'new ')).toEqual({ asset: 'a1', kind: 'PROPOSAL', body: 'why', edit: { description: 'new' } });
  expect(inputOf('a1', 'OWNER', '', 'ignored')).toEqual({ asset: 'a1', kind: 'OWNER', body: '' });
});
