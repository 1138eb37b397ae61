// Measures the lineage explorer of a running server in headless Chromium: how long
// until the first card is there, and how smoothly a large graph is panned.
//   CADASTRE_URL=http://127.0.0.1:7878 node scripts/measure-lineage.mjs <address below the URL> [frames]
// The demonstration signs in by itself; else CADASTRE_USER and CADASTRE_PASSWORD are used.
// Without a graphics card frames are drawn by the processor, so what a frame costs the main thread tells more than their rate.
import { chromium } from 'playwright-core';

const url = process.env.CADASTRE_URL ?? 'http://127.0.0.1:7878';
const [path = '/lineage', frames = '120'] = process.argv.slice(2);
const credentials = process.env.CADASTRE_USER ? { name: process.env.CADASTRE_USER, password: process.env.CADASTRE_PASSWORD } : { demo: true };

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: ['--no-sandbox', '--disable-gpu'] });
try {
  const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
  const signedIn = await context.request.post('/api/session', { headers: { 'X-Cadastre-Csrf': '1', origin: url }, data: credentials });
  if (!signedIn.ok()) throw new Error(`sign-in: HTTP ${signedIn.status()}`);
  const page = await context.newPage();
  const start = performance.now();
  await page.goto(path);
  await page.locator('.lineage-main').first().waitFor({ timeout: 120_000 });
  console.log(`first card: ${Math.round(performance.now() - start)} ms`);
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached', timeout: 120_000 });
  await page.locator('.animate-spin').waitFor({ state: 'detached', timeout: 300_000 });
  console.log(`complete: ${Math.round(performance.now() - start)} ms; ${await page.locator('[role="status"]').filter({ hasText: /\d/ }).first().innerText()}`);
  for (const zoom of ['as it opens', 'all of it']) {
    if (zoom === 'all of it') await page.keyboard.press('f');
    console.log(`pan, ${zoom}: ${JSON.stringify(await pan(page, context, Number(frames)))}`);
  }
} finally {
  await browser.close();
}

/** Drags back and forth, once per frame; answers frames a second, their lengths, and what one costs the main thread. */
async function pan(page, context, count) {
  const box = await page.locator('.lineage-stage').boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height - 60];
  const client = await context.newCDPSession(page);
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  const busy = async () => (await client.send('Performance.getMetrics')).metrics.find(({ name }) => name === 'TaskDuration').value;
  await page.evaluate(() => {
    const times = [];
    // A later call takes over; then this one ends.
    globalThis.frameTimes = times;
    const tick = (now) => {
      times.push(now);
      if (globalThis.frameTimes === times) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
  });
  await page.mouse.move(x, y);
  await page.mouse.down();
  const before = await busy();
  const from = await page.evaluate(() => globalThis.frameTimes.length);
  for (let step = 1; step <= count; step += 1) await page.mouse.move(x + Math.sin(step / 12) * 400, y - Math.abs(Math.cos(step / 9)) * 300);
  const times = await page.evaluate(([first]) => globalThis.frameTimes.slice(first), [from]);
  const cost = ((await busy()) - before) * 1000;
  await page.mouse.up();
  const lengths = times.slice(1).map((time, at) => time - times[at]).sort((one, two) => one - two);
  const seconds = (times.at(-1) - times[0]) / 1000;
  const at = (share) => Math.round(lengths[Math.min(lengths.length - 1, Math.floor(lengths.length * share))] * 10) / 10;
  return { fps: Math.round(lengths.length / seconds), p50_ms: at(0.5), p95_ms: at(0.95), main_thread_ms_per_frame: Math.round((cost / lengths.length) * 10) / 10 };
}
