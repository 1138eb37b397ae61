import { expect, test } from 'vitest';
import { announcementInput, deprecationInput, draftOf, phaseOf, retirementOf } from './model';

test('a deprecation needs a reason; what is left empty is left open', () => {
  expect(deprecationInput(retirementOf(undefined))).toBeNull();
  expect(deprecationInput({ note: ' old ', sunset: '', replacedBy: [] })).toEqual({ note: 'old', sunset: null, replacedBy: null });
});

test('an announcement without a title is not sent', () => {
  expect(announcementInput(draftOf(null), null, null)).toBeNull();
});

test('an announcement holds from its beginning on, and at its end no more', () => {
  const [from, until] = ['2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'];
  const at = (time: string) => phaseOf({ from, until }, new Date(time).getTime());
  expect([at('2025-12-31T23:59:59Z'), at(from), at('2026-01-01T12:00:00Z'), at(until)]).toEqual(['coming', 'now', 'now', 'over']);
  expect(phaseOf({ from, until: null }, new Date('2999-01-01T00:00:00Z').getTime())).toBe('now');
});
