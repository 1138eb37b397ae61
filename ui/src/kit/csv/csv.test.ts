import { expect, test } from 'vitest';
import { toCsv } from './csv';

test('a table is a file that opens without running anything', () => {
  expect(toCsv([['a,b', 'say "hi"', '=1+1', '@x', 'line\nbreak']])).toBe('\uFEFF"a,b","say ""hi""",\'=1+1,\'@x,"line\nbreak"\r\n');
  expect(toCsv([['-1.50', '-1+1', '+1']])).toBe("\uFEFF-1.50,'-1+1,'+1\r\n");
});
