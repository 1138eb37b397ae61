// An OpenID Connect provider of one test's own: node oidc-provider.mjs DIRECTORY REDIRECT, where DIRECTORY is what
// oidc-provider.sh prints. Prints its issuer once it listens. Anybody signs in under any name on its own pages; whoever
// is called `unverified…` has an address that is not verified. Everybody is in the groups `data` and `团队`, until a PUT to
// /people/NAME/groups says otherwise, as a list in JSON.
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';

const [directory, redirect] = process.argv.slice(2);
const { Provider } = await import(pathToFileURL(`${directory}/node_modules/oidc-provider/lib/index.js`).href);

const groups = new Map();
const claims = (id) => ({
  sub: id,
  name: `${id} of Example`,
  preferred_username: id,
  email: `${id}@example.com`,
  email_verified: !id.startsWith('unverified'),
  groups: groups.get(id) ?? ['data', '团队'],
});

let handle = (_, response) => response.writeHead(503).end();
const server = createServer((request, response) => handle(request, response));
server.listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'cadastre', client_secret: 'a secret of this test only, with & and =', redirect_uris: [redirect], grant_types: ['authorization_code'], response_types: ['code'] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username', 'groups'] },
    findAccount: (_, id) => ({ accountId: id, claims: () => claims(id) }),
    cookies: { keys: ['a key of this test only'] },
  });
  const answer = provider.callback();
  handle = (request, response) => {
    const [, of, name, what] = request.url.split('/');
    if (request.method !== 'PUT' || of !== 'people' || what !== 'groups') return answer(request, response);
    let body = '';
    request.on('data', (piece) => (body += piece));
    request.on('end', () => {
      groups.set(name, JSON.parse(body));
      response.writeHead(204).end();
    });
  };
  console.log(issuer);
});
// Whoever started this holds the other end.
process.stdin.on('end', () => process.exit(0)).resume();
