// Measures the built files against the budgets: what the home page loads first,
// each lazy chunk, and the number of files. Sizes are gzip in kB (1 kB = 1000 B).
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist');
// Texts count as files too, two for each feature; what people rarely open stays a file of its own, so that a page pays
// for nothing else: the editor of suites is apart from the pages of quality, and the fields of schemas and schedules are
// shared between it and the form of sources; what stewards look after (properties, spreadsheet, names of systems) is a
// page each, and the form of KPIs, what other pages show of worth and their texts are apart from its pages.
const BUDGET = { initialJs: 190, initialCss: 20, assetRoute: 40, lineageRoute: 40, chunk: 40, files: 116 };
// A lazy chunk above the general limit needs a name and a number here.
const NAMED = {};
// GraphiQL is a page of its own, of which no other page loads anything: all of it together, its editor's workers included.
const GRAPHIQL = { js: 1700, workers: /^(editor|graphql|json)\.worker-/ };

const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8'));
const sizes = new Map();
const size = (file) => {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1000);
  return sizes.get(file);
};
function closure(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of manifest[key].imports ?? []) closure(next, seen);
  return seen;
}
const total = (keys) => [...keys].reduce((sum, key) => sum + size(manifest[key].file), 0);
const find = (suffix) => Object.keys(manifest).find((key) => key.endsWith(suffix));

const entry = find('index.html');
const initial = closure(entry);
for (const key of ['features/home/page.tsx', 'app/locales/zh.json', 'kit/locales/zh.json', 'home/locales/zh.json'].map(find)) if (key) closure(key, initial);
const css = new Set([...initial].flatMap((key) => manifest[key].css ?? []));
const extra = (suffix) => {
  const key = find(suffix);
  return key ? total([...closure(key)].filter((part) => !initial.has(part))) : 0;
};
const figures = [
  ['initial JS (home, shell, texts)', total(initial) + size('boot.js'), BUDGET.initialJs],
  ['initial CSS', [...css].reduce((sum, file) => sum + size(file), 0), BUDGET.initialCss],
  ['asset page, extra JS', extra('features/asset/page.tsx'), BUDGET.assetRoute],
  ['lineage, extra JS', extra('features/lineage/page.tsx'), BUDGET.lineageRoute],
];
function reachable(key, seen = new Set()) {
  if (seen.has(key)) return seen;
  seen.add(key);
  for (const next of [...(manifest[key].imports ?? []), ...(manifest[key].dynamicImports ?? [])]) reachable(next, seen);
  return seen;
}
const ours = new Set([...reachable(entry)].map((key) => manifest[key].file));
const theirs = new Set([...reachable(find('graphiql.html'))].map((key) => manifest[key].file).filter((file) => !ours.has(file)));
const isGraphiql = (name) => theirs.has(`assets/${name}`) || GRAPHIQL.workers.test(name);
const built = readdirSync(join(dist, 'assets')).filter((name) => name.endsWith('.js'));
const scripts = built.filter((name) => !isGraphiql(name));
figures.push(['GraphiQL, all of it', built.filter(isGraphiql).reduce((sum, name) => sum + size(`assets/${name}`), 0), GRAPHIQL.js]);
const initialFiles = new Set([...initial].map((key) => manifest[key].file));
for (const name of scripts) {
  if (initialFiles.has(`assets/${name}`)) continue;
  const limit = Object.entries(NAMED).find(([prefix]) => name.startsWith(prefix))?.[1] ?? BUDGET.chunk;
  if (size(`assets/${name}`) > limit) figures.push([`chunk ${name}`, size(`assets/${name}`), limit]);
}
let failed = false;
for (const [name, value, limit] of figures) {
  const over = value > limit;
  failed ||= over;
  console.log(`${over ? 'OVER' : 'ok  '} ${name}: ${value.toFixed(1)} of ${limit} kB`);
}
failed ||= scripts.length > BUDGET.files;
console.log(`${scripts.length > BUDGET.files ? 'OVER' : 'ok  '} JS files: ${scripts.length} of ${BUDGET.files}`);
process.exit(failed ? 1 : 0);
