import { expect, test } from 'vitest';
import { namesByCommit } from './commit-names';

const change = (commit: string, name: string | null, number: number) => ({ number, commit: { id: commit }, asset: name === null ? null : { id: name, name } });

test('each name of a commit is there once, those that may not be seen are not', () => {
  const found = namesByCommit([change('c2', 'orders', 4), change('c2', null, 3), change('c2', 'orders', 2), change('c1', 'users', 1)]);
  expect([...found]).toEqual([['c2', ['orders']], ['c1', ['users']]]);
});
