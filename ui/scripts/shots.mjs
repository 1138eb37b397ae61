// Takes a picture of every page of a running server, in Chinese light and English
// dark, for a person to look at. Reports console errors, policy violations,
// requests to other hosts and axe findings on the way.
// Without a name and a password it enters the demonstration.
//
//   CADASTRE_URL=http://127.0.0.1:7878 CADASTRE_USER=… CADASTRE_PASSWORD=… npm run shots [folder]
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const base = process.env.CADASTRE_URL ?? 'http://127.0.0.1:7878';
const folder = process.argv[2] ?? 'shots';
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const VARIANTS = [
  ['zh', 'light'],
  ['en', 'dark'],
];
mkdirSync(folder, { recursive: true });

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
let findings = 0;
function report(page, text) {
  findings += 1;
  console.log(`${page}: ${text}`);
}

async function look(page, name, locale, theme) {
  await page.locator('h1').first().waitFor({ timeout: 15_000 }).catch(() => report(name, 'no heading'));
  await page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => undefined);
  await page.screenshot({ path: join(folder, `${name}-${locale}-${theme}.png`) });
  for (const violation of await page.evaluate(() => globalThis.policyViolations)) report(name, `policy: ${violation}`);
  await page.evaluate(axe);
  const { violations } = await page.evaluate((rules) => globalThis.axe.run(document, { runOnly: rules }), RULES);
  for (const violation of violations) report(name, `axe: ${violation.id}: ${violation.nodes[0].html.slice(0, 160)}`);
}

for (const [locale, theme] of VARIANTS) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme: theme, locale: locale === 'zh' ? 'zh-CN' : 'en-US' });
  await context.addInitScript((wanted) => {
    localStorage.setItem('cadastre.locale', wanted);
    globalThis.policyViolations = [];
    addEventListener('securitypolicyviolation', (event) => globalThis.policyViolations.push(`${event.violatedDirective} ${event.sourceFile}:${event.lineNumber}`));
  }, locale);
  const page = await context.newPage();
  page.on('pageerror', (error) => report(page.url(), error.message));
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (/^https?:$/.test(protocol) && origin !== new URL(base).origin) report(page.url(), `another host: ${request.url()}`);
  });
  await page.goto(`${base}/login`);
  await look(page, 'login', locale, theme);
  const { CADASTRE_USER: name, CADASTRE_PASSWORD: password } = process.env;
  if (name && password) {
    await page.locator('input[autocomplete=username]').fill(name);
    await page.locator('input[autocomplete=current-password]').fill(password);
    await page.keyboard.press('Enter');
  } else {
    await page.locator('[data-demo]').click();
  }
  await page.locator('#main h1').first().waitFor();
  const places = [
    ['home', '/'],
    ['search', '/search?q=order'],
    ['browse', '/browse'],
    ['changes', '/changes'],
    ['held', '/held'],
    ['sources', '/sources'],
    ['source-new', '/sources/new'],
    ['runs', '/runs'],
    ['account', '/me'],
    ['organisation', '/admin/organisation'],
    ['users', '/admin/users'],
    ['roles', '/admin/roles'],
    ['policies', '/admin/policies'],
    ['missing', '/a/00000000-0000-7000-8000-000000000000'],
  ];
  for (const [place, path] of places) {
    await page.goto(base + path);
    await look(page, place, locale, theme);
  }
  await page.goto(`${base}/search?q=order&kind=table`);
  const hit = page.locator('a[data-hit]').first();
  if (await hit.waitFor({ timeout: 5_000 }).then(() => true, () => false)) {
    const path = await hit.getAttribute('href');
    for (const tab of ['overview', 'columns', 'lineage', 'history', 'raw']) {
      await page.goto(`${base}${path}?tab=${tab}`);
      await look(page, `asset-${tab}`, locale, theme);
    }
  } else report('asset', 'no table found to look at');
  await context.close();
}
await browser.close();
console.log(`shots: in ${folder}, ${findings} findings`);
process.exit(findings === 0 ? 0 : 1);
