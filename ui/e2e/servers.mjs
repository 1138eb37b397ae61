// The servers of the journeys: a real PostgreSQL, shared with the other tests of
// this checkout, with a database of its own; and the binary under test, in a
// directory of its own, on a free port.
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './harness.mjs';

const REPOSITORY = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const SCRIPT = join(REPOSITORY, 'scripts', 'test-servers.sh');

function script(...args) {
  const { status, stdout, stderr } = spawnSync('bash', [SCRIPT, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`test-servers ${args.join(' ')}: ${stderr}`);
  return stdout.trim();
}

function psqlPath() {
  const root = '/usr/lib/postgresql';
  let versions = [];
  try {
    versions = readdirSync(root).sort((one, two) => Number(two) - Number(one));
  } catch {
    // Not Debian: psql is on the path.
  }
  return versions.length > 0 ? join(root, versions[0], 'bin', 'psql') : 'psql';
}

/** A database of a real server, and an account that has to know its password. */
export class Source {
  static start() {
    const url = new URL(script('use', 'postgres'));
    // The server stays as long as somebody holds this lock; the kernel lets go of it with our child.
    const holder = spawn('flock', ['--shared', join(script('path', 'postgres'), 'users'), 'cat'], { stdio: ['pipe', 'ignore', 'ignore'] });
    return new Source(url, holder);
  }

  constructor(url, holder) {
    this.admin = url;
    this.holder = holder;
    this.host = url.hostname;
    this.port = url.port;
    this.database = `e2e_${randomBytes(5).toString('hex')}`;
    this.account = `${this.database}_reader`;
    this.password = `pw-${randomBytes(8).toString('hex')}`;
    this.sql(`CREATE DATABASE ${this.database}`, 'postgres');
    this.sql(`CREATE ROLE ${this.account} LOGIN PASSWORD '${this.password}'`, 'postgres');
  }

  /** Runs statements as the administrator. */
  sql(text, database = this.database) {
    const url = new URL(this.admin);
    url.pathname = `/${database}`;
    const { status, stderr, error } = spawnSync(psqlPath(), ['-X', '-q', '-v', 'ON_ERROR_STOP=1', url.href], { input: text, encoding: 'utf8' });
    if (status !== 0) throw new Error(`psql: ${error?.message ?? stderr}`);
  }

  stop() {
    try {
      this.sql(`DROP DATABASE IF EXISTS ${this.database} WITH (FORCE); DROP ROLE IF EXISTS ${this.account}`.replace('; ', ';\n'), 'postgres');
    } finally {
      this.holder.kill();
    }
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The binary under test. */
export class Application {
  static async start(binary) {
    const port = await freePort();
    const folder = mkdtempSync(join(tmpdir(), 'cadastre-e2e-'));
    const child = spawn(binary, ['serve', '--data', join(folder, 'data')], {
      cwd: folder,
      env: { ...process.env, CADASTRE_LISTEN: `127.0.0.1:${port}`, CADASTRE_LOG: 'info', NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const application = new Application(child, folder, `http://127.0.0.1:${port}`);
    await application.#ready();
    return application;
  }

  output = '';

  constructor(child, folder, url) {
    this.child = child;
    this.folder = folder;
    this.url = url;
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        this.output += text;
      });
    }
  }

  async #ready() {
    await until('the binary answers /readyz', async () => {
      if (this.child.exitCode !== null) throw Object.assign(new Error(`the binary ended with ${this.child.exitCode}:\n${this.output}`), { isFinal: true });
      return (await fetch(`${this.url}/readyz`)).ok;
    }, 60_000);
  }

  /** The one-time link that the first start prints. */
  setupLink() {
    return until('the setup link is printed', () => {
      const found = /\S*\/setup\?token=[\w.~%-]+/.exec(this.output)?.[0];
      return found && `${this.url}${found.slice(found.indexOf('/setup'))}`;
    });
  }

  async stop() {
    if (this.child.exitCode === null) {
      const gone = new Promise((resolve) => this.child.once('exit', resolve));
      this.child.kill('SIGTERM');
      const kill = setTimeout(() => this.child.kill('SIGKILL'), 10_000);
      await gone;
      clearTimeout(kill);
    }
    rmSync(this.folder, { recursive: true, force: true });
  }
}
