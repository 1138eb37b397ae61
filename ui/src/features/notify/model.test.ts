import { expect, test } from 'vitest';
import { healthOf, iconOf, toggled } from './model';

test('a webhook that failed too long is bad, one that somebody switched off is not', () => {
  const counts = { waiting: 1, delivered: 0, dead: 0, withheld: 0 };
  expect(healthOf({ isEnabled: true, trouble: null, counts })).toBe('good');
  expect(healthOf({ isEnabled: true, trouble: null, counts: { ...counts, dead: 1 } })).toBe('warn');
  expect(healthOf({ isEnabled: false, trouble: 'it took nothing', counts })).toBe('bad');
  expect(healthOf({ isEnabled: false, trouble: null, counts })).toBe('unknown');
});

test('kinds keep the order of the list', () => {
  expect(toggled(['RUN_FAILED'], 'ASSET_CREATED', true, ['ASSET_CREATED', 'RUN_FAILED'])).toEqual(['ASSET_CREATED', 'RUN_FAILED']);
  expect(toggled(['RUN_FAILED'], 'RUN_FAILED', false, ['ASSET_CREATED', 'RUN_FAILED'])).toEqual([]);
});

test('every kind has an icon', () => {
  expect([iconOf('ASSET_REMOVED'), iconOf('ACCESS_REQUESTED'), iconOf('COMMENT_MENTIONED'), iconOf('ANNOUNCEMENT_PUBLISHED')]).toEqual(['error', 'key', 'topic', 'info']);
});
