// Checks every GraphQL document against schema.graphql and writes src/gql:
// types.ts (results and variables), documents.ts (the typed `graphql()` function)
// and persisted.json (sha256 → text), the only documents a browser session may run.
// `--check` writes nothing and fails when a file would change.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codegen } from '@graphql-codegen/core';
import * as operations from '@graphql-codegen/typescript-operations';
import { buildSchema, isScalarType, isSpecifiedScalarType, parse, printSchema, validate } from 'graphql';
import { collect } from './documents.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');
const HEADER = '// Written by scripts/codegen.mjs; do not edit.\n';

const documents = collect(join(root, 'src'));
const schema = buildSchema(readFileSync(join(root, '..', 'schema.graphql'), 'utf8'));

// Our own scalars travel as text, but for those that say otherwise below: identifiers, times, days.
const SCALARS = Object.fromEntries(Object.values(schema.getTypeMap()).filter((type) => isScalarType(type) && !isSpecifiedScalarType(type)).map(({ name }) => [name, 'string']));

const problems = [];
const fragmentKinds = documents.filter((document) => document.kind === 'fragment');
for (const document of documents) {
  const text = document.kind === 'fragment' ? null : document.text;
  if (!text) continue;
  for (const error of validate(schema, parse(text))) problems.push(`${document.file}: ${document.name}: ${error.message}`);
}
const usedFragments = new Set(documents.filter((d) => d.kind !== 'fragment').flatMap((d) => [...d.text.matchAll(/^fragment (\w+)/gm)].map((m) => m[1])));
for (const fragment of fragmentKinds) if (!usedFragments.has(fragment.name)) problems.push(`${fragment.file}: fragment ${fragment.name} is not used`);
if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exit(1);
}

const types =
  documents.length === 0
    ? 'export {};\n'
    : await codegen({
        filename: 'types.ts',
        schema: parse(printSchema(schema)),
        schemaAst: schema,
        documents: documents.map((document) => ({ location: document.file, document: { kind: 'Document', definitions: [document.definition] } })),
        plugins: [{ operations: {} }],
        pluginMap: { operations },
        config: {
          skipTypename: true,
          useTypeImports: true,
          strictScalars: true,
          namingConvention: 'keep',
          scalars: { ...SCALARS, Long: 'number', JSON: 'unknown', ChangeNumber: 'number' },
        },
      });

const capital = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription', fragment: 'Fragment' };
const overloads = documents.map(({ name, kind, source }) => {
  const result = `types.${name}${capital[kind]}`;
  const variables = kind === 'fragment' ? 'never' : `types.${name}${capital[kind]}Variables`;
  return `export function graphql(source: ${JSON.stringify(source)}): Document<${result}, ${variables}>;`;
});
const registry = `${HEADER}import type { Document } from '../app/gql';
${documents.length > 0 ? "import type * as types from './types';\n" : ''}
${overloads.join('\n')}
export function graphql(source: string): Document<unknown, never>;
/** Names a GraphQL document. The build replaces each call by the document's hash. */
export function graphql(source: string): Document<unknown, never> {
  throw new Error(\`the build did not replace this document: \${source.slice(0, 60)}\`);
}
`;
const persisted = Object.fromEntries(
  documents
    .filter((document) => document.kind !== 'fragment')
    .map((document) => [document.id, document.text])
    .sort(([a], [b]) => (a < b ? -1 : 1)),
);

const outputs = { 'types.ts': HEADER + types, 'documents.ts': registry, 'persisted.json': `${JSON.stringify(persisted, null, 2)}\n` };
let drift = false;
mkdirSync(join(root, 'src/gql'), { recursive: true });
for (const [name, text] of Object.entries(outputs)) {
  const path = join(root, 'src/gql', name);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (before === text) continue;
  if (check) {
    drift = true;
    console.error(`src/gql/${name} is out of date; run \`npm run codegen\``);
  } else writeFileSync(path, text);
}
if (drift) process.exit(1);
console.log(`codegen: ${documents.length} documents, ${Object.keys(persisted).length} operations`);
