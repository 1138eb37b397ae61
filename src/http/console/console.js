// Writes text only (never HTML), so the strict policy with trusted types holds.
const element = (id) => document.getElementById(id);
const [query, variables, answer, status, find, types] = ['query', 'variables', 'answer', 'status', 'find', 'types'].map(element);

query.value = sessionStorage.getItem('query') ?? '{\n  me { name role permissions }\n}\n';
variables.value = sessionStorage.getItem('variables') ?? '{}';

async function ask(text, values) {
  const response = await fetch('/graphql', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', accept: 'application/json', 'X-Cadastre-Csrf': '1' },
    body: JSON.stringify({ query: text, variables: values }),
  });
  return { code: response.status, body: await response.json() };
}

async function run() {
  let values;
  try {
    values = JSON.parse(variables.value.trim() || '{}');
  } catch (error) {
    status.textContent = `variables: ${error.message}`;
    variables.focus();
    return;
  }
  sessionStorage.setItem('query', query.value);
  sessionStorage.setItem('variables', variables.value);
  status.textContent = '…';
  const started = performance.now();
  try {
    const { code, body } = await ask(query.value, values);
    answer.textContent = JSON.stringify(body, null, 2);
    status.textContent = `${code} · ${Math.round(performance.now() - started)} ms`;
  } catch (error) {
    status.textContent = error.message;
  }
}

const named = (type) =>
  type.kind === 'NON_NULL' ? `${named(type.ofType)}!` : type.kind === 'LIST' ? `[${named(type.ofType)}]` : type.name;

function line(text, className) {
  const made = document.createElement('div');
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function describe(type) {
  const made = document.createElement('details');
  const title = document.createElement('summary');
  title.textContent = type.name;
  made.append(title);
  if (type.description) made.append(line(type.description, 'quiet'));
  for (const field of type.fields ?? type.inputFields ?? []) {
    const args = (field.args ?? []).map((arg) => `${arg.name}: ${named(arg.type)}`).join(', ');
    made.append(line(`${field.name}${args ? `(${args})` : ''}: ${named(field.type)}`));
  }
  for (const value of type.enumValues ?? []) made.append(line(value.name));
  return made;
}

let known = [];
function show() {
  const wanted = find.value.trim().toLowerCase();
  const has = (text) => text.toLowerCase().includes(wanted);
  const fits = (type) => has(type.name) || (type.fields ?? type.inputFields ?? []).some((field) => has(field.name));
  types.replaceChildren(...known.filter(fits).map(describe));
}

const reference = 'kind name ofType { kind name ofType { kind name ofType { kind name } } }';
const introspection = `{ __schema { types { name kind description
  fields { name args { name type { ${reference} } } type { ${reference} } }
  inputFields { name type { ${reference} } } enumValues { name } } } }`;

element('run').addEventListener('click', run);
find.addEventListener('input', show);
document.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    run();
  }
});
ask(introspection, {}).then(({ body }) => {
  known = body.data.__schema.types.filter((type) => !type.name.startsWith('__')).sort((a, b) => a.name.localeCompare(b.name));
  show();
});
