import { describe, expect, test } from 'vitest';
import { filterLog, isProblem, logLines, spansOf } from './log';

const LINES = logLines({ head: 'begin\nERROR refused', tail: '12 rows\n0 errors', omittedLines: 100 });

describe('a log', () => {
  test('is numbered across what is not kept', () => {
    expect(LINES.map(({ number, omitted }) => [number, omitted])).toEqual([[1, 0], [2, 0], [103, 100], [104, 0]]);
    expect(logLines({ head: 'only', tail: '', omittedLines: 0 })).toHaveLength(1);
  });

  test('is searched in any case, and for problems only', () => {
    expect(filterLog(LINES, 'ROWS', false).map(({ number }) => number)).toEqual([103]);
    expect(filterLog(LINES, '', true).map(({ number }) => number)).toEqual([2]);
    expect(filterLog(LINES, '', false)).toBe(LINES);
  });

  test('has no problem where it says that there was none', () => {
    expect(['Caused by: java.io.IOException', 'task failed', 'Traceback (most recent call last):', 'java.net.ConnectException: refused', 'ValueError: 7'].every(isProblem)).toBe(true);
    expect(['finished without errors', 'failed: 0', 'errors = 0', 'terror'].some(isProblem)).toBe(false);
  });

  test('shows where the words stand', () => {
    expect(spansOf('Error: error', 'ERROR')).toEqual([[0, 5], [7, 12]]);
    expect(spansOf('aaa', 'aa')).toEqual([[0, 2]]);
    expect(spansOf('İ error', 'error')).toEqual([]);
    expect(spansOf('x', '')).toEqual([]);
  });
});
