import { describe, expect, test } from 'vitest';
import { actionOf, between, type Broken, byOwner, complete, readChanges, shortName, toMarkdown, withAction, type Words } from './model';

const broken = (name: string, owners: readonly string[], path: readonly (string | null)[] = []): Broken => ({ name, owners, path, effect: 'BREAKS', distance: 1, asset: { id: name } });

describe('proposal', () => {
  test('drops a column unless it is told otherwise', () => {
    expect(actionOf({ column: 'a' })).toBe('drop');
    expect(actionOf(withAction({ column: 'a', name: 'b' }, 'type', 'int'))).toBe('type');
    expect(withAction({ column: 'a', type: 'int' }, 'drop')).toEqual({ column: 'a' });
    expect(complete([{ column: 'a' }, { column: 'b', type: '' }, { column: 'c', name: 'd' }])).toEqual([{ column: 'a' }, { column: 'c', name: 'd' }]);
  });

  test('is read from an address, whatever stands there', () => {
    expect(readChanges([{ column: 'a', type: 'int' }, { column: '' }, 7, null, { column: 'b', name: 'c' }, { column: 'd', type: 3 }])).toEqual([{ column: 'a', type: 'int' }, { column: 'b', name: 'c' }, { column: 'd' }]);
    expect(readChanges('a')).toBeUndefined();
    expect(readChanges([])).toBeUndefined();
    expect(readChanges(Array.from({ length: 500 }, () => ({ column: 'a' })))).toHaveLength(200);
  });
});

describe('names', () => {
  test('are shortened to their last parts, with dots in quotes left alone and folders left out', () => {
    expect(shortName('postgres://h:5432/shop.public.orders.amount')).toBe('orders.amount');
    expect(shortName('sqlite/"/tmp/a.b/shop.db".orders')).toBe('shop.db.orders');
    expect(shortName('airflow://h/nightly')).toBe('nightly');
  });

  test('between the two ends make the path', () => {
    expect(between(['p://h/a.b.c', 'p://h/x.y.z', null, 'p://h/end'], '?')).toBe('y.z → ?');
    expect(between(['a', 'b'], '?')).toBe('');
  });
});

test('what breaks is gathered by owner, what nobody owns comes last', () => {
  const groups = byOwner([broken('x', []), broken('y', ['ben']), broken('z', ['ana', 'ben'])]);
  expect(groups.map(({ owner, items }) => [owner, items.map(({ name }) => name)])).toEqual([['ben', ['y', 'z']], ['ana', ['z']], ['', ['x']]]);
});

test('report is Markdown in which no name does harm', () => {
  const words: Words = { title: 'What breaks', summary: '2 break', changes: 'Changes:', nobody: 'nobody', hidden: '?', head: ['Effect', 'Asset', 'Kind', 'Hops', 'Path'], change: () => 'dropped', effect: () => 'breaks', kind: () => 'View', truncated: 'There are more.', contracts: '1 contract', promises: [{ name: 'p://h/s.orders', breaches: ['<b> goes'] }] };
  const text = toMarkdown([{ name: 'p://h/shop.public.orders.amount' }], [broken('p://h/a.`|b`', ['<img> @all'], ['s', 'p://h/x.[y](z)', 'e'])], words);
  expect(text).toBe(
    ['### What breaks', '', '**2 break**', '', 'Changes:', '', '- `public.orders.amount`: dropped', '', '#### 1 contract', '', '- `s.orders`: \\<b\\> goes', '', '#### \\<img\\> \\@all (1)', '', '| Effect | Asset | Kind | Hops | Path |', '| --- | --- | --- | --- | --- |', "| breaks | `a.'\\|b'` | View | 1 | x.\\[y\\](z) |", '', 'There are more.', ''].join('\n'),
  );
});
