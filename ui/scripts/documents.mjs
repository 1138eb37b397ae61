// Finds the GraphQL documents written as graphql(`…`) in the sources, joins each
// operation with the fragments it uses, and names it by the sha256 of that text.
// Used by the code generator and by the Vite transform, so both agree on hashes.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse, print, visit } from 'graphql';

export const CALL = /\bgraphql\(\s*`([^`]*)`\s*,?\s*\)/g;

function sources(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return sources(path);
      return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
    });
}

function spreads(node) {
  const names = new Set();
  visit(node, { FragmentSpread: (spread) => void names.add(spread.name.value) });
  return names;
}

/** Collects every document below `root`: `[{ name, kind, source, text, id, file }]`. */
export function collect(root) {
  const fragments = new Map();
  const found = [];
  for (const path of sources(root)) {
    if (path.includes('/gql/')) continue;
    const code = readFileSync(path, 'utf8');
    for (const match of code.matchAll(CALL)) {
      const file = relative(root, path);
      const definitions = parse(match[1]).definitions;
      if (definitions.length !== 1) throw new Error(`${file}: one definition per graphql() call`);
      const [definition] = definitions;
      const name = definition.name?.value;
      if (!name) throw new Error(`${file}: an operation needs a name`);
      if (definition.kind === 'FragmentDefinition') fragments.set(name, definition);
      found.push({ name, definition, source: match[1], file });
    }
  }
  const names = new Map();
  return found.map(({ name, definition, source, file }) => {
    if (names.has(name)) throw new Error(`${file}: \`${name}\` is already used in ${names.get(name)}`);
    names.set(name, file);
    const used = new Set();
    const queue = [definition];
    while (queue.length > 0) {
      for (const wanted of spreads(queue.pop())) {
        if (used.has(wanted)) continue;
        const fragment = fragments.get(wanted);
        if (!fragment) throw new Error(`${file}: fragment \`${wanted}\` is not defined`);
        used.add(wanted);
        queue.push(fragment);
      }
    }
    const parts = [definition, ...[...used].sort().map((key) => fragments.get(key))];
    const text = parts.map((part) => print(part)).join('\n');
    const kind = definition.kind === 'FragmentDefinition' ? 'fragment' : definition.operation;
    return { name, kind, source, file, text, definition, id: createHash('sha256').update(text).digest('hex') };
  });
}
