// Chromium with open eyes: every page reports breaches of the content policy,
// requests to other hosts, and errors nobody caught.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { PATIENCE } from './harness.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
const PATHS = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const BREACH = 'cadastre-policy-breach';

export class Browser {
  /** What no page may do: breaches, foreign requests, uncaught errors. */
  breaches = [];
  foreign = [];
  errors = [];

  static async start(url) {
    const executablePath = PATHS.find((path) => path && existsSync(path));
    if (!executablePath) throw new Error('no Chromium; install it, or name it in CHROMIUM');
    const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
    return new Browser(await chromium.launch({ executablePath, headless: true, args }), new URL(url).host, url);
  }

  constructor(browser, host, url) {
    this.browser = browser;
    this.host = host;
    this.url = url;
  }

  /** A person with a browser of their own: own cookies, own language and theme. */
  async person({ locale = 'en', theme = 'light' } = {}) {
    const context = await this.browser.newContext({ baseURL: this.url, viewport: { width: 1440, height: 900 }, colorScheme: theme, reducedMotion: 'reduce', locale: locale === 'zh' ? 'zh-CN' : 'en' });
    context.setDefaultTimeout(PATIENCE);
    await context.addInitScript(
      ([mark, language]) => {
        try {
          localStorage.setItem('cadastre.locale', language);
        } catch {
          // A page without storage still has the browser's language.
        }
        document.addEventListener('securitypolicyviolation', (event) => console.error(mark, event.violatedDirective, event.blockedURI, event.sourceFile ?? ''));
      },
      [BREACH, locale],
    );
    context.on('request', (request) => {
      const { protocol, host } = new URL(request.url());
      if (/^(https?|wss?):$/.test(protocol) && host !== this.host) this.foreign.push(request.url());
    });
    const page = await context.newPage();
    page.on('console', (message) => {
      const text = message.text();
      if (text.startsWith(BREACH) || /Content Security Policy|Trusted ?Type/i.test(text)) this.breaches.push(`${page.url()}: ${text}`);
    });
    page.on('pageerror', (error) => this.errors.push(`${page.url()}: ${error.message}`));
    return page;
  }

  async stop() {
    await this.browser.close();
  }
}

/** Runs axe on the page as it is, but for what fits `exclude`; answers one line per violation. */
export async function axe(page, exclude = []) {
  // Evaluated by the debugger and not by a script element, which the policy would refuse.
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(AXE);
  const run = ([rules, exclude]) => globalThis.axe.run({ include: [['html']], exclude: exclude.map((selector) => [selector]) }, { runOnly: rules, resultTypes: ['violations'] });
  const { violations } = await page.evaluate(run, [RULES, exclude]);
  return violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.length}×, ${nodes[0].target.join(' ')}: ${nodes[0].failureSummary?.split('\n')[1]?.trim() ?? ''})`);
}
