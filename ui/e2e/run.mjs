// The journeys of people through the real binary with a real PostgreSQL:
//   CADASTRE_BIN=../target/debug/cadastre npm run e2e
// Screenshots of failed steps are left in e2e/shots.
import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Browser } from './browser.mjs';
import { Harness } from './harness.mjs';
import { accessibility } from './journeys/accessibility.mjs';
import { audit } from './journeys/audit.mjs';
import { breakage } from './journeys/break.mjs';
import { crawl } from './journeys/crawl.mjs';
import { edit } from './journeys/edit.mjs';
import { explore } from './journeys/explore.mjs';
import { find } from './journeys/find.mjs';
import { firstRun } from './journeys/first-run.mjs';
import { graphiql } from './journeys/graphiql.mjs';
import { held } from './journeys/held.mjs';
import { quality } from './journeys/quality.mjs';
import { request } from './journeys/request.mjs';
import { review } from './journeys/review.mjs';
import { rights } from './journeys/rights.mjs';
import { standards } from './journeys/standards.mjs';
import { steward } from './journeys/steward.mjs';
import { viewer } from './journeys/viewer.mjs';
import { worth } from './journeys/worth.mjs';
import { Application, Source } from './servers.mjs';
import { create } from './shop.mjs';

const binary = resolve(process.env.CADASTRE_BIN ?? join(import.meta.dirname, '..', '..', 'target', 'debug', 'cadastre'));
if (!existsSync(binary)) {
  console.error(`e2e: no binary at ${binary}; build it, or name it in CADASTRE_BIN`);
  console.log('0 passed, 1 failed');
  process.exit(2);
}
const shots = join(import.meta.dirname, 'shots');
rmSync(shots, { recursive: true, force: true });

const harness = new Harness(shots);
const running = [];
let code = 1;
try {
  const source = Source.start();
  running.push(source);
  create(source);
  const application = await Application.start(binary);
  running.push(application);
  const browser = await Browser.start(application.url);
  running.push(browser);
  const admin = await browser.person();
  const all = { harness, source, application, browser, admin, world: {} };
  for (const journey of [firstRun, crawl, find, edit, breakage, viewer, rights, request, quality, worth, review, standards, steward, held, explore, graphiql, audit, accessibility]) {
    try {
      await journey(all);
    } catch (error) {
      // What stops a journey between two steps is a failed step of its own.
      await harness.step(`journey ${journey.name}`, admin, () => Promise.reject(error));
    }
  }
  await harness.step('no page broke the content policy', null, () => assert.deepEqual(browser.breaches, []));
  await harness.step('no request went to another host', null, () => assert.deepEqual([...new Set(browser.foreign)], []));
  await harness.step('no error was left uncaught', null, () => assert.deepEqual(browser.errors, []));
  await harness.step('server said nothing of the password', null, () => assert.ok(!application.output.includes(source.password)));
} catch (error) {
  await harness.step('servers and browser start', null, () => Promise.reject(error));
} finally {
  for (const one of running.reverse()) {
    try {
      await one.stop();
    } catch (error) {
      console.error(`e2e: ${error.message}`);
    }
  }
  code = harness.finish();
}
process.exit(code);
