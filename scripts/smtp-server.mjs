// A mail server of one test's own: node smtp-server.mjs DIRECTORY KEY CERTIFICATE, where DIRECTORY is what smtp-server.sh
// prints and the others are files in PEM form. Encryption has to be begun (STARTTLS) before anybody signs in, as
// `cadastre` with the password `a mail password of this test only`. Prints its port once it listens, then one line of
// JSON for each mail: whom from, whom to, whether encrypted, and its text. Whoever is called `full@…` is refused.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [directory, key, certificate] = process.argv.slice(2);
const { SMTPServer } = createRequire(`${directory}/`)('smtp-server');

const server = new SMTPServer({
  key: readFileSync(key),
  cert: readFileSync(certificate),
  onAuth(auth, session, done) {
    const isKnown = auth.username === 'cadastre' && auth.password === 'a mail password of this test only';
    done(isKnown ? null : new Error('who are you'), { user: auth.username });
  },
  onRcptTo(address, session, done) {
    const refused = Object.assign(new Error('canary-4711 mailbox full'), { responseCode: 452 });
    done(address.address.startsWith('full@') ? refused : null);
  },
  onData(stream, session, done) {
    const pieces = [];
    stream.on('data', (piece) => pieces.push(piece));
    stream.on('end', () => {
      const { mailFrom, rcptTo } = session.envelope;
      console.log(JSON.stringify({ from: mailFrom.address, to: rcptTo.map((to) => to.address), secure: session.secure, text: Buffer.concat(pieces).toString() }));
      done();
    });
  },
});
server.on('error', () => {});
server.listen(0, '127.0.0.1', () => console.log(String(server.server.address().port)));

// Whoever started it holds its input open; when that ends, so does this.
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
