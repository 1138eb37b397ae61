// Every page in both languages and both themes: no violation of WCAG 2.2 AA.
import assert from 'node:assert/strict';
import { axe } from '../browser.mjs';
import { until } from '../harness.mjs';
import { ADMIN, signIn } from './first-run.mjs';
import { pages } from '../pages.mjs';

export async function accessibility({ harness, browser, admin, world }) {
  const list = await pages(admin, world);
  // Two people at once: there are two cores, and a page mostly waits.
  await Promise.all(['en', 'zh'].map((locale) => visit({ harness, browser, locale, list })));
}

async function visit({ harness, browser, locale, list }) {
  const page = await browser.person({ locale });
  await page.goto('/login');
  await harness.step(`axe: sign-in, ${locale}`, page, async () => {
    await settled(page);
    await bothThemes(page);
  });
  await signIn(page, ADMIN.name, ADMIN.password);
  await page.locator('nav').first().waitFor();
  for (const { name, path } of list) {
    await harness.step(`axe: ${name}, ${locale}`, page, async () => {
      await page.goto(path);
      await settled(page);
      await bothThemes(page);
    });
  }
  await page.context().close();
}

async function bothThemes(page) {
  for (const theme of ['light', 'dark']) {
    await page.emulateMedia({ colorScheme: theme });
    const violations = await axe(page);
    assert.deepEqual(violations, [], `${theme}:\n${violations.join('\n')}`);
  }
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Waits until the page has its heading and nothing is loading any more. */
async function settled(page) {
  await page.locator('h1').first().waitFor();
  await until('the page has loaded', async () => (await page.locator('main [aria-busy="true"]').count()) === 0);
}
