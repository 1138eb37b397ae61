import { expect, test } from 'vitest';
import { formatFor } from './format';

const NOON = Date.parse('2026-03-01T12:00:00Z');

test('sizes and durations have units', () => {
  const format = formatFor('en');
  expect(format.bytes(0)).toBe('0 B');
  expect(format.bytes(1_234_567)).toBe('1.2 MB');
  expect(format.duration(850)).toBe('850 ms');
  expect(format.duration(185_000)).toBe('3 min 5 s');
  expect(formatFor('zh-CN').duration(185_000)).toBe('3分钟 5秒');
});

test('ages are told in the language of the reader', () => {
  expect(formatFor('en').ago('2026-03-01T09:00:00Z', NOON)).toBe('3 hours ago');
  expect(formatFor('zh-CN').ago('2026-03-01T09:00:00Z', NOON)).toBe('3小时前');
  expect(formatFor('en').ago('2026-03-01T11:59:40Z', NOON)).toBe('now');
});
