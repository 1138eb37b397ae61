import { expect, test } from 'vitest';
import { cellText, draftOf, inputOf, suggested, visible } from './model';

test('a new standard says what is filled in, and a length that is none is left to the server', () => {
  const draft = { ...draftOf(null), name: ' Sex ', maxLength: 'x', expectedClass: 'TEXT' as const };
  expect(inputOf(draft, null)).toEqual({ name: 'Sex', displayName: null, description: null, standard: null, expectedClass: 'TEXT', maxLength: 0, pattern: null });
  expect(inputOf({ ...draft, maxLength: '' }, null).maxLength).toBeNull();
});

test('only what means nothing yet is suggested', () => {
  const value = (text: string, code: string | null, suggestion: string | null) => ({ value: text, rows: 1, code, isSaid: false, suggestion: suggestion ? { code: suggestion, why: 'NAME' as const } : null });
  expect(suggested([value('M', null, '1'), value('1', '1', null), value('x', null, null)])).toEqual([{ value: 'M', code: '1' }]);
});

test('blanks can be seen, and cells without a value too', () => {
  expect([visible('1'), visible('1 '), visible('')]).toEqual(['1', '“1 ”', '“”']);
  expect([cellText(null), cellText({ bytes: 3 }), cellText('x')]).toEqual(['∅', '3 B', 'x']);
});
