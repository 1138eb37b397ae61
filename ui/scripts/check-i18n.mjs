// Keeps texts out of the code and both languages complete: fails on Han characters
// or plain words in JSX, on a key that one language lacks, on differing
// placeholders, on a key that is used and not defined, or defined and not used.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = join(dirname(fileURLToPath(import.meta.url)), '..', 'src');
const problems = [];

function files(folder, pattern) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path, pattern) : pattern.test(entry.name) ? [path] : [];
  });
}
function flatten(value, prefix = '') {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' ? [[prefix + key, inner]] : flatten(inner, `${prefix}${key}.`),
  );
}
const base = (key) => key.replace(/_(zero|one|two|few|many|other)$/, '');
const placeholders = (text) => [...new Set([...text.matchAll(/\{\{\s*([\w.]+)/g)].map((m) => m[1]))].sort().join(',');
const tags = (text) => [...text.matchAll(/<\/?(\w+)>/g)].map((m) => m[0]).sort().join(',');

const folders = ['app', 'kit', ...readdirSync(join(source, 'features')).map((name) => `features/${name}`)];
const defined = new Map();
let count = 0;
for (const folder of folders) {
  const namespace = folder.split('/').at(-1);
  const [en, zh] = ['en', 'zh'].map((locale) => {
    const path = join(source, folder, 'locales', `${locale}.json`);
    return existsSync(path) ? new Map(flatten(JSON.parse(readFileSync(path, 'utf8')))) : null;
  });
  if (!en && !zh) continue;
  if (!en || !zh) {
    problems.push(`${folder}/locales: ${en ? 'zh' : 'en'}.json is missing`);
    continue;
  }
  const groups = (map) => new Map([...map].map(([key, text]) => [base(key), text]));
  const [left, right] = [groups(en), groups(zh)];
  for (const key of left.keys()) if (!right.has(key)) problems.push(`${folder}: zh lacks \`${key}\``);
  for (const key of right.keys()) if (!left.has(key)) problems.push(`${folder}: en lacks \`${key}\``);
  for (const key of zh.keys()) if (/_(one|two|few|many)$/.test(key)) problems.push(`${folder}: zh has only the plural form \`other\`: \`${key}\``);
  for (const [key, text] of left) {
    if (right.has(key) && placeholders(text) !== placeholders(right.get(key))) problems.push(`${folder}: placeholders of \`${key}\` differ`);
    if (right.has(key) && tags(text) !== tags(right.get(key))) problems.push(`${folder}: tags of \`${key}\` differ`);
  }
  for (const [key, text] of [...en, ...zh]) if (text.trim() === '') problems.push(`${folder}: \`${key}\` is empty`);
  count += left.size;
  defined.set(namespace, new Set(left.keys()));
}

const usedKeys = new Set();
const prefixes = new Set();
for (const path of files(source, /\.tsx?$/)) {
  const name = relative(source, path);
  if (name.startsWith('gql/') || /\.test\.tsx?$/.test(name) || name === 'test-setup.ts') continue;
  const code = readFileSync(path, 'utf8');
  const bare = code.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"`])\/\/.*$/gm, '$1');
  if (/\p{Script=Han}/u.test(bare)) problems.push(`${name}: Han characters in code; put the text into locales`);
  if (name.endsWith('.tsx')) {
    for (const match of bare.matchAll(/>\s*([A-Z][a-z]+(?: [a-z]+)+|[A-Z][a-z]{2,})\s*<\//g)) problems.push(`${name}: text in JSX: \`${match[1]}\``);
    for (const match of bare.matchAll(/\b(?:aria-label|title|placeholder|label|alt)="([^"]*[a-z][^"]*)"/g)) problems.push(`${name}: text in an attribute: \`${match[1]}\``);
  }
  const own = /^features\/([^/]+)/.exec(name)?.[1] ?? name.split('/')[0];
  const namespace = /useTranslation\('([\w-]+)'\)/.exec(code)?.[1] ?? own;
  for (const match of code.matchAll(/(?<![\w.])(?:t|say)\(\s*'([^']+)'/g)) {
    const [first, rest] = match[1].includes(':') ? match[1].split(':') : [namespace, match[1]];
    if (!defined.has(first)) continue;
    usedKeys.add(`${first}:${rest}`);
    if (!defined.get(first).has(rest) && /^[\w.]+$/.test(rest)) problems.push(`${name}: \`${first}:${rest}\` is not defined`);
  }
  // A key built at run time keeps every key with its fixed beginning alive.
  for (const match of code.matchAll(/`(?:([\w-]+):)?([\w.]+[._]?)\$\{/g)) prefixes.add(`${match[1] ?? namespace}:${match[2]}`);
  for (const match of code.matchAll(/'(?:([\w-]+):)?([\w]+(?:\.[\w]+)+|[a-z]\w*)'/g)) usedKeys.add(`${match[1] ?? namespace}:${match[2]}`);
  for (const match of code.matchAll(/i18nKey="(?:([\w-]+):)?([\w.]+)"/g)) usedKeys.add(`${match[1] ?? namespace}:${match[2]}`);
}
for (const [namespace, keys] of defined) {
  for (const key of keys) {
    const full = `${namespace}:${key}`;
    if (!usedKeys.has(full) && ![...prefixes].some((prefix) => full.startsWith(prefix))) problems.push(`${namespace}: \`${key}\` is not used`);
  }
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`texts: ${count} keys in English and Chinese`);
