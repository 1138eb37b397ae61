// Speaks to the API as a signed-in browser does: by trusted document and with the
// header that other sites cannot send. For what a person's click does not reach.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const DOCUMENTS = Object.entries(JSON.parse(readFileSync(join(import.meta.dirname, '..', 'src', 'gql', 'persisted.json'), 'utf8')));

/** The trusted document that defines `name`. */
function documentOf(name) {
  const found = DOCUMENTS.find(([, text]) => new RegExp(`^(query|mutation) ${name}\\b`, 'm').test(text));
  if (!found) throw new Error(`no trusted document is named ${name}`);
  return found[0];
}

/** The name of the trusted mutation that calls `field`. */
export function nameOf(field) {
  const text = DOCUMENTS.map(([, candidate]) => candidate).find((candidate) => candidate.startsWith('mutation') && candidate.includes(`${field}(`));
  if (!text) throw new Error(`no trusted mutation calls ${field}`);
  return /^mutation (\w+)/.exec(text)[1];
}

/** Runs `name` with the session of `page`; answers data and errors. */
export async function call(page, name, variables) {
  const response = await page.request.post('/graphql', {
    headers: { 'X-Cadastre-Csrf': '1', origin: new URL(page.url()).origin },
    data: { documentId: documentOf(name), operationName: name, variables },
  });
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`${name}: HTTP ${response.status()}: ${text.slice(0, 200)}`);
  }
}

/** The same, where any error is a failure. */
export async function ask(page, name, variables) {
  const { data, errors } = await call(page, name, variables);
  if (errors) throw new Error(`${name}: ${JSON.stringify(errors)}`);
  return data;
}

/** Runs a document of one's own, as an administrator's session may. */
export async function write(page, query, variables) {
  const response = await page.request.post('/graphql', { headers: { 'X-Cadastre-Csrf': '1', origin: new URL(page.url()).origin }, data: { query, variables } });
  const { data, errors } = await response.json();
  if (errors) throw new Error(JSON.stringify(errors));
  return data;
}
