// The kept lines of a run's log: numbered, searched, and which of them tell of a
// problem. Pure; tested in log.test.ts.

/** What the server keeps of a log. */
export interface KeptLog {
  readonly head: string;
  readonly tail: string;
  readonly omittedLines: number;
}

export interface LogLine {
  readonly number: number;
  readonly text: string;
  readonly isProblem: boolean;
  /** How many lines before this one are not kept. */
  readonly omitted: number;
}

const PROBLEM = /\b(errors?|fatal|exceptions?|failed|failure|panic(ked)?|traceback|caused by)\b/i;
/** Names of errors as programs write them, such as `ConnectException`. */
const NAMED_PROBLEM = /[a-z](Error|Exception)\b/;
/** What speaks of problems only to say that there was none. */
const NO_PROBLEM = /\b(0|no|without) (errors?|exceptions?|failures?)\b|\b(errors?|failed|failures?)\s*[:=]\s*0\b/i;

export function isProblem(text: string): boolean {
  return NAMED_PROBLEM.test(text) || (PROBLEM.test(text) && !NO_PROBLEM.test(text));
}

/** All kept lines in order; the first one behind a gap tells how wide it is. */
export function logLines({ head, tail, omittedLines }: KeptLog): LogLine[] {
  const lines = head.split('\n').map((text, at): LogLine => ({ number: at + 1, text, isProblem: isProblem(text), omitted: 0 }));
  if (tail === '') return lines;
  const first = lines.length + omittedLines + 1;
  return [...lines, ...tail.split('\n').map((text, at): LogLine => ({ number: first + at, text, isProblem: isProblem(text), omitted: at === 0 ? omittedLines : 0 }))];
}

/** The lines that have the text in them, in any case; those of problems only, where wanted. */
export function filterLog(lines: readonly LogLine[], text: string, isProblemsOnly: boolean): readonly LogLine[] {
  const wanted = text.toLowerCase();
  if (wanted === '' && !isProblemsOnly) return lines;
  return lines.filter((line) => (!isProblemsOnly || line.isProblem) && line.text.toLowerCase().includes(wanted));
}

/** Where a text stands in a line, as `[start, end)`. */
export function spansOf(line: string, text: string): [number, number][] {
  const wanted = text.toLowerCase();
  const found: [number, number][] = [];
  const within = line.toLowerCase();
  // Some letters are longer in lower case; then places would not be those of the line.
  if (wanted === '' || within.length !== line.length) return found;
  for (let at = within.indexOf(wanted); at !== -1; at = within.indexOf(wanted, at + wanted.length)) found.push([at, at + wanted.length]);
  return found;
}
