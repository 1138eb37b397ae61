import { expect, test } from 'vitest';
import { place } from './tooltip';

const view = { width: 1000, height: 600 };

test('a hint below the last line goes above its anchor', () => {
  const { top } = place(new DOMRect(100, 580, 20, 16), { width: 80, height: 24 }, 'bottom', view);
  expect(top).toBe(580 - 6 - 24);
});

test('a hint never leaves the window sideways', () => {
  expect(place(new DOMRect(990, 10, 10, 10), { width: 80, height: 24 }, 'bottom', view).left).toBe(1000 - 80 - 4);
  expect(place(new DOMRect(0, 10, 10, 10), { width: 80, height: 24 }, 'bottom', view).left).toBe(4);
});
