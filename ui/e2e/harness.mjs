// Steps with a name, counted; the last line of the whole says how many passed. A
// step that fails leaves a screenshot and lets the next ones try.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The longest that anything may take to appear. */
export const PATIENCE = 15_000;

export class Harness {
  passed = 0;
  failed = 0;
  #shots;

  constructor(shots) {
    this.#shots = shots;
  }

  /** Runs one step; `page` is what is photographed if it fails. */
  async step(name, page, run) {
    const start = performance.now();
    try {
      await run();
      this.passed += 1;
      console.log(`ok    ${name} (${Math.round(performance.now() - start)} ms)`);
    } catch (error) {
      this.failed += 1;
      console.log(`FAIL  ${name}\n      ${String(error?.message ?? error).replaceAll('\n', '\n      ')}`);
      if (page) await this.#photograph(name, page);
    }
  }

  async #photograph(name, page) {
    mkdirSync(this.#shots, { recursive: true });
    const path = join(this.#shots, `${name.replace(/[^a-z0-9]+/gi, '-').slice(0, 80)}.png`);
    try {
      await page.screenshot({ path });
      console.log(`      ${page.url()} → ${path}`);
    } catch (error) {
      console.log(`      no screenshot: ${error.message}`);
    }
  }

  /** Prints the last line, which build servers read; answers the exit code. */
  finish() {
    console.log(`\n${this.passed} passed, ${this.failed} failed`);
    return this.failed === 0 && this.passed > 0 ? 0 : 1;
  }
}

/** Waits until `probe` answers something true; the answer is handed on. An error with `isFinal` ends the wait. */
export async function until(what, probe, patience = PATIENCE) {
  const end = Date.now() + patience;
  let last;
  for (;;) {
    try {
      last = await probe();
      if (last) return last;
    } catch (error) {
      if (error.isFinal) throw error;
      last = error;
    }
    if (Date.now() > end) assert.fail(`${what}: not within ${patience} ms; last: ${last instanceof Error ? last.message : String(last)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Waits until `locator` is on the screen. */
export async function see(locator) {
  await locator.first().waitFor({ state: 'visible', timeout: PATIENCE });
  return locator.first();
}

/** Asserts that `locator` matches nothing, once the page has what `settled` finds. */
export async function seeNone(locator, settled) {
  await see(settled);
  assert.equal(await locator.count(), 0, `${locator} must not be there`);
}
