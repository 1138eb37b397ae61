import fc from 'fast-check';
import { expect, test } from 'vitest';
import { marked } from './highlight';

test('marked text is whole, whatever the spans', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.tuple(fc.integer({ min: -3, max: 20 }), fc.integer({ min: -3, max: 30 }))), (text, spans) => {
      expect(marked(text, spans).map((piece) => piece.text).join('')).toBe(text);
    }),
  );
});

test('spans count UTF-16 units and may come in any order', () => {
  expect(marked('user_订单', [[5, 7], [0, 4]])).toEqual([
    { text: 'user', isMarked: true },
    { text: '_', isMarked: false },
    { text: '订单', isMarked: true },
  ]);
});
