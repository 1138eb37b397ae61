import { expect, test } from 'vitest';
import type { BrowseNodeFragment } from '../../gql/types';
import { toNode } from './use-branches';

const base: BrowseNodeFragment = { id: '1', kind: 'TABLE', name: 't', displayName: 'T', isRemoved: false, isPlaceholder: false, childCounts: [], details: { __typename: 'TableDetails', tableType: 'VIEW' } };

test('what has nothing inside cannot be opened', () => {
  expect(toNode(base)).toMatchObject({ isLeaf: true, look: 'view', count: 0 });
  expect(toNode({ ...base, childCounts: [{ kind: 'COLUMN', count: 4 }] })).toMatchObject({ isLeaf: false, count: 4 });
});

test('a column is a leaf and shows its type', () => {
  expect(toNode({ ...base, kind: 'COLUMN', details: { __typename: 'ColumnDetails', dataType: { text: 'bigint' } } })).toMatchObject({ isLeaf: true, type: 'bigint' });
});
