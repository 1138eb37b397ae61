import { fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { listShortcuts, useKeys } from './keys';
import type { Shortcut } from './keys';

function Keyed({ list }: { readonly list: readonly Shortcut[] }) {
  useKeys(list);
  return <input aria-label="field" />;
}

const shortcut = (keys: string, run: () => void): Shortcut => ({ keys, label: 'l', group: 'g', run });
const press = (key: string, target: Element = document.body, more = {}) => fireEvent.keyDown(target, { key, ...more });

afterEach(() => vi.useRealTimers());

test('a sequence runs after its second key and not before', () => {
  const run = vi.fn();
  render(<Keyed list={[shortcut('g h', run)]} />);
  press('g');
  expect(run).not.toHaveBeenCalled();
  press('h');
  expect(run).toHaveBeenCalledOnce();
});

test('a sequence that stops for a second is forgotten', () => {
  vi.useFakeTimers();
  const run = vi.fn();
  render(<Keyed list={[shortcut('g h', run)]} />);
  press('g');
  vi.advanceTimersByTime(1500);
  press('h');
  expect(run).not.toHaveBeenCalled();
});

test('typing in a field runs nothing, except with a modifier', () => {
  const plain = vi.fn();
  const modified = vi.fn();
  render(<Keyed list={[shortcut('j', plain), shortcut('mod+k', modified)]} />);
  press('j', screen.getByLabelText('field'));
  press('k', screen.getByLabelText('field'), { ctrlKey: true });
  expect(plain).not.toHaveBeenCalled();
  expect(modified).toHaveBeenCalledOnce();
});

test('what is no longer mounted is neither run nor listed', () => {
  const run = vi.fn();
  render(<Keyed list={[shortcut('x', run)]} />).unmount();
  press('x');
  expect(run).not.toHaveBeenCalled();
  expect(listShortcuts().some((each) => each.keys === 'x')).toBe(false);
});
