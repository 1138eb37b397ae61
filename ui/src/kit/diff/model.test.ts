import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diff, lines, words } from './model';

const side = (parts: ReturnType<typeof diff>, left: boolean) => parts.filter((part) => part.kind !== (left ? 'added' : 'removed')).map((part) => part.text).join('');

// Few different tokens, so that much is in common.
const tokens = fc.array(fc.constantFrom('a', 'b', '订', '\n'), { maxLength: 40 });

test('both texts can be read back from their difference', () => {
  fc.assert(
    fc.property(tokens, tokens, (before, after) => {
      const parts = diff(before, after);
      expect(side(parts, true)).toBe(before.join(''));
      expect(side(parts, false)).toBe(after.join(''));
    }),
  );
});

test('splitting loses nothing', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(lines(text).join('')).toBe(text);
    }),
  );
  expect(words('订单 amount_1, ok').join('')).toBe('订单 amount_1, ok');
});

test('Chinese differs by character', () => {
  expect(diff(words('订单明细'), words('订单汇总'))).toEqual([
    { kind: 'same', text: '订单' },
    { kind: 'removed', text: '明细' },
    { kind: 'added', text: '汇总' },
  ]);
});

test('a difference above the limit of work is one replaced block', () => {
  const before = Array.from({ length: 3000 }, (_, index) => `a${index}\n`);
  const after = Array.from({ length: 3000 }, (_, index) => `b${index}\n`);
  expect(diff(['same\n', ...before], ['same\n', ...after]).map((part) => part.kind)).toEqual(['same', 'removed', 'added']);
});
