// What is proposed and what breaks over it: names, groups, Markdown. Pure; tested
// in model.test.ts.

/** What becomes of a column: it goes, unless it is told otherwise. */
export interface ColumnChange {
  /** Its full name. */
  readonly column: string;
  readonly type?: string;
  readonly name?: string;
}

export type Action = 'drop' | 'type' | 'name';

export function actionOf(change: ColumnChange): Action {
  if (change.type !== undefined) return 'type';
  return change.name === undefined ? 'drop' : 'name';
}

/** The same column with another action; what has to be told then is empty at first. */
export function withAction({ column }: ColumnChange, action: Action, text = ''): ColumnChange {
  return action === 'drop' ? { column } : { column, [action]: text };
}

/** Changes of which all is told that has to be. */
export function complete(changes: readonly ColumnChange[]): ColumnChange[] {
  return changes.filter((change) => (change.type ?? change.name) !== '').map((change) => change);
}

/** The most changes that an address keeps. */
const MOST_CHANGES = 200;

/** Reads changes of an address; what is none is left out. */
export function readChanges(value: unknown): ColumnChange[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const found = value.slice(0, MOST_CHANGES).flatMap((item: unknown): ColumnChange[] => {
    if (typeof item !== 'object' || item === null) return [];
    const { column, type, name } = item as Record<string, unknown>;
    if (typeof column !== 'string' || column === '') return [];
    if (typeof type === 'string') return [{ column, type }];
    return [typeof name === 'string' ? { column, name } : { column }];
  });
  return found.length > 0 ? found : undefined;
}

/** The last parts of a full name, such as `orders.amount`; dots in quotes do not part it, folders of files are left out. */
export function shortName(fullName: string, parts = 2): string {
  const found: string[] = [''];
  let isQuoted = false;
  for (const letter of fullName) {
    if (letter === '"') isQuoted = !isQuoted;
    if (letter === '.' && !isQuoted) found.push('');
    else if (letter === '/' && !isQuoted) found.splice(0, found.length, '');
    else found[found.length - 1] += letter;
  }
  return found.slice(-parts).map(withoutFolders).join('.');
}

/** A database that is a file is called by the file alone. */
function withoutFolders(part: string): string {
  return part.startsWith('"') && part.includes('/') ? part.slice(part.lastIndexOf('/') + 1, -1) : part;
}

/** Something that breaks, as far as this file needs to know. */
export interface Broken {
  readonly name: string;
  readonly effect: 'BREAKS' | 'AFFECTED';
  readonly distance: number;
  readonly owners: readonly string[];
  readonly path: readonly (string | null)[];
  readonly asset: { readonly id: string };
}

export interface OwnerGroup<Item> {
  /** Empty for what nobody owns. */
  readonly owner: string;
  readonly items: readonly Item[];
}

/** By owner, whoever is hit most first; what has two is with both, what has none comes last. */
export function byOwner<Item extends Broken>(broken: readonly Item[]): OwnerGroup<Item>[] {
  const groups = new Map<string, Item[]>();
  for (const item of broken) for (const owner of item.owners.length === 0 ? [''] : item.owners) groups.set(owner, [...(groups.get(owner) ?? []), item]);
  return Array.from(groups, ([owner, items]) => ({ owner, items })).sort((one, two) => Number(one.owner === '') - Number(two.owner === '') || two.items.length - one.items.length || one.owner.localeCompare(two.owner));
}

/** The path from the change to what breaks, without both ends, by short names. */
export function between(path: readonly (string | null)[], hidden: string): string {
  return path.slice(1, -1).map((name) => (name === null ? hidden : shortName(name))).join(' → ');
}

/** Texts of the Markdown, which knows no language. */
export interface Words {
  readonly title: string;
  readonly summary: string;
  readonly changes: string;
  readonly nobody: string;
  readonly hidden: string;
  readonly head: readonly string[];
  change(place: number): string;
  effect(effect: Broken['effect']): string;
  kind(place: number): string;
  readonly truncated: string;
  /** The heading of broken contracts. */
  readonly contracts: string;
  readonly promises: readonly { readonly name: string; readonly breaches: readonly string[] }[];
}

/** A report for a pull request: what changes, and what breaks by owner. */
export function toMarkdown(changes: readonly { readonly name: string }[], broken: readonly Broken[], words: Words): string {
  const lines = [`### ${words.title}`, '', `**${words.summary}**`, '', words.changes, '', ...changes.map((change, at) => `- ${code(shortName(change.name, 3))}: ${plain(words.change(at))}`)];
  if (words.promises.length > 0) lines.push('', `#### ${plain(words.contracts)}`, '');
  for (const { name, breaches } of words.promises) for (const breach of breaches) lines.push(`- ${code(shortName(name))}: ${plain(breach)}`);
  for (const { owner, items } of byOwner(broken)) {
    lines.push('', `#### ${plain(owner === '' ? words.nobody : owner)} (${items.length})`, '', row(words.head), row(words.head.map(() => '---')));
    for (const item of items) lines.push(row([words.effect(item.effect), code(shortName(item.name)), words.kind(broken.indexOf(item)), String(item.distance), plain(between(item.path, words.hidden))]));
  }
  if (words.truncated !== '') lines.push('', words.truncated);
  return `${lines.join('\n')}\n`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** Text in which nothing is Markdown or HTML, and no line ends. */
function plain(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\\`*_{}[\]<>#|~@]/g, (sign) => `\\${sign}`);
}

function code(text: string): string {
  // A name with a grave accent would end the code.
  return `\`${text.replace(/\s+/g, ' ').replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}
