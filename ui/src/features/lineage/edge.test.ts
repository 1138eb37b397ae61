import { expect, test } from 'vitest';
import { type Detail, markedTexts, type Text } from './edge';

const text = (id: string): Text => ({ text: `SQL of ${id}`, asset: { id, kind: 'TASK', displayName: id } });
const edge = (...said: readonly (readonly [number | null, readonly number[] | null])[]) => ({ assertions: said.map(([at, span]) => ({ text: at, span })) }) as unknown as Detail;

test('each text has its own spans, and what says most comes first', () => {
  const marked = markedTexts([edge([0, [1, 2]], [1, [3, 4]]), edge([1, [5, 6]], [1, null], [null, null])], [text('a'), text('b')]);
  expect(marked).toEqual([
    { of: text('b'), spans: [[3, 4], [5, 6]] },
    { of: text('a'), spans: [[1, 2]] },
  ]);
});

test('texts of which no place is known are shown without marks', () => {
  expect(markedTexts([], [text('a')])).toEqual([{ of: text('a'), spans: [] }]);
});
