// Keeps colour in one file: fails on a raw colour outside src/tokens, on a pair of
// tokens without enough contrast (text 4.5, borders and marks 3) in light or dark,
// and on a feature that imports another feature.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const source = join(dirname(fileURLToPath(import.meta.url)), '..', 'src');
const css = readFileSync(join(source, 'tokens/tokens.css'), 'utf8');
const tokens = new Map([...css.matchAll(/--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);/g)].map((m) => [m[1], [m[2], m[3]]]));

const TEXT = [
  ...['ink', 'muted', 'faint'].flatMap((text) => ['bg', 'surface', 'sunken'].map((ground) => [text, ground])),
  ...['brand', 'good', 'warn', 'bad'].flatMap((tone) => [`${tone}-soft`, 'surface', 'bg', 'sunken'].map((ground) => [tone, ground])),
  ...['good', 'warn', 'bad', 'brand'].map((tone) => ['ink', `${tone}-soft`]),
  ...['brand', 'warn'].map((tone) => ['muted', `${tone}-soft`]),
  ['on-brand', 'brand'],
  ...['table', 'view', 'topic', 'pipeline', 'dashboard', 'metric', 'model', 'file'].flatMap((tone) => ['surface', 'bg'].map((ground) => [`kind-${tone}`, ground])),
];
const MARKS = ['surface', 'bg', 'sunken'].map((ground) => ['field', ground]);

function luminance(hex) {
  const [r, g, b] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a, b) {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

const problems = [];
let measured = 0;
for (const [pairs, least] of [[TEXT, 4.5], [MARKS, 3]]) {
  for (const [front, ground] of pairs) {
    if (!tokens.has(front) || !tokens.has(ground)) {
      problems.push(`tokens.css: no token \`${tokens.has(front) ? ground : front}\``);
      continue;
    }
    for (const [index, theme] of ['light', 'dark'].entries()) {
      const ratio = contrast(tokens.get(front)[index], tokens.get(ground)[index]);
      measured += 1;
      if (ratio < least) problems.push(`tokens.css: ${front} on ${ground} is ${ratio.toFixed(2)} in ${theme}, needs ${least}`);
    }
  }
}

function files(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : /\.(tsx?|css)$/.test(entry.name) ? [path] : [];
  });
}
const COLOUR = /(?<![\w&/])#(?:[0-9a-fA-F]{3,4}|[0-9a-fA-F]{6}|[0-9a-fA-F]{8})(?![\w-])|\b(?:rgba?|hsla?|oklch|oklab)\(/;
for (const path of files(source)) {
  const name = relative(source, path);
  const code = readFileSync(path, 'utf8');
  if (!name.startsWith('tokens/') && !name.startsWith('gql/')) {
    for (const [index, line] of code.split('\n').entries()) {
      if (COLOUR.test(line)) problems.push(`${name}:${index + 1}: raw colour; use a token`);
    }
  }
  const feature = /^features\/([^/]+)\//.exec(name)?.[1];
  if (!feature) continue;
  for (const match of code.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
    const target = relative(source, resolve(dirname(path), match[1]));
    const other = /^features\/([^/]+)/.exec(target)?.[1];
    if (other && other !== feature) problems.push(`${name}: imports feature \`${other}\`; move what is shared to kit or app`);
  }
}
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}
console.log(`tokens: ${measured} contrast pairs hold, no raw colours, no feature imports another`);
