// A manager says what storage costs and makes the KPI that cost is to go down; everybody sees how far it has come, and who
// may not change it has no button for it.
import assert from 'node:assert/strict';
import { ask, call } from '../api.mjs';
import { see, seeNone } from '../harness.mjs';
import { signIn } from './first-run.mjs';
import { VIEWER } from './viewer.mjs';

const NAME = 'Half the cost of data';
const PLAN = 'Spring';
const DAY = 86_400_000;
const day = (ahead) => new Date(Date.now() + ahead * DAY).toISOString().slice(0, 10);

export async function worth({ harness, browser, admin, world }) {
  const main = admin.getByRole('main');
  await harness.step('worth: a manager sets a price, and the page of cost counts with it', admin, async () => {
    await admin.goto('/cost');
    await main.getByRole('button', { name: 'Prices' }).first().click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Add a price' }).click();
    await dialog.getByLabel(/^GiB a month, price/).last().fill('1000');
    await dialog.getByLabel(/^From, price/).last().fill(day(-1));
    await dialog.getByRole('button', { name: 'Save' }).click();
    await see(admin.getByText('Prices are saved.'));
    await see(main.getByText(/^[\d,]+\.\d\d USD$/).first());
  });

  await harness.step('worth: what the server refuses of a KPI stands beside its field', admin, async () => {
    await admin.goto('/kpis');
    await main.getByRole('link', { name: 'New KPI' }).first().click();
    await main.getByLabel(/^Name/).fill(NAME);
    await main.getByLabel(/^Description/).fill('What storage costs is to be halved.');
    await main.getByLabel('Metric').selectOption('COST');
    await main.getByLabel(/^Cost at 100 %/).fill('300000');
    await main.getByLabel(/^Target/).fill('120');
    await main.getByRole('button', { name: 'Save' }).click();
    await see(main.getByText(/not below the baseline of 100/));
    assert.equal(await main.getByLabel(/^Target/).getAttribute('aria-invalid'), 'true');
  });

  await harness.step('worth: the KPI is made and worked out', admin, async () => {
    await main.getByLabel(/^Target/).fill('50');
    await main.getByRole('button', { name: 'Save' }).click();
    await see(main.getByRole('heading', { level: 1, name: NAME }));
    world.kpi = new URL(admin.url()).pathname;
    await admin.goto('/kpis');
    await main.getByRole('button', { name: 'Work out now' }).click();
    await see(admin.getByText('Worked out.'));
    await see(main.getByText(/^Saved [\d.]+%, [\d,]+\.\d\d USD a month, progress [\d.,]+%, (not )?met$/).first());
    await admin.goto(world.kpi);
    await see(main.getByText('At the target it saves 150,000.00 USD a month.'));
    await see(main.getByRole('tab', { name: /^Counted/ }));
  });

  await harness.step('f10: worth: a savings plan is made of an asset that nobody reads, and renamed', admin, async () => {
    await admin.goto('/cost?class=never');
    await main.getByRole('checkbox', { name: /^Choose / }).first().check();
    await main.getByRole('button', { name: 'Make a savings plan' }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel(/^Name/).fill(PLAN);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await see(admin.getByText(`${PLAN} is saved.`));
    await main.getByRole('button', { name: `Change ${PLAN}` }).click();
    await dialog.getByLabel(/^Name/).fill(`${PLAN} 2`);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await see(main.getByRole('button', { name: `Change ${PLAN} 2` }));
    const download = admin.waitForEvent('download');
    await main.getByRole('button', { name: `${PLAN} 2 by owner: CSV` }).click();
    assert.match((await download).suggestedFilename(), /^Spring_2.*\.csv$/);
    const { savingsPlans } = await ask(admin, 'SavingsPlans', { after: null });
    assert.deepEqual(savingsPlans.nodes.map(({ name, assets }) => [name, assets.length]), [[`${PLAN} 2`, 1]]);
  });

  const page = await browser.person();
  const theirs = page.getByRole('main');
  await harness.step('worth: a viewer sees the KPI and no way to change it', page, async () => {
    await page.goto('/login');
    await signIn(page, VIEWER.name, VIEWER.password);
    await see(page.getByRole('navigation', { name: 'Main' }));
    await page.goto('/kpis');
    await seeNone(theirs.getByRole('link', { name: 'New KPI' }), theirs.getByRole('link', { name: NAME }));
    await theirs.getByRole('link', { name: NAME }).click();
    await seeNone(theirs.getByRole('link', { name: 'Edit' }), theirs.getByRole('heading', { level: 1, name: NAME }));
    assert.equal(await theirs.getByRole('button', { name: 'Delete' }).count(), 0);
    const { errors } = await call(page, 'DeleteKpi', { id: world.kpi.split('/').at(-1) });
    assert.equal(errors?.[0]?.extensions?.code, 'FORBIDDEN');
  });

  await harness.step('worth: a number of health leads to as many assets', page, async () => {
    await page.goto('/health');
    const number = theirs.getByRole('button', { name: /^Owned: \d+ of \d+, show the assets$/ });
    const [, has, of] = /(\d+) of (\d+)/.exec(await (await see(number)).getAttribute('aria-label'));
    await number.click();
    const counted = async (tab) => Number((await (await see(theirs.getByRole('tab', { name: tab }))).innerText()).replace(/\D/g, ''));
    await see(theirs.getByRole('tab', { name: /^Having all of it \d/ }));
    await see(theirs.getByRole('tab', { name: /^Lacking some of it \d/ }));
    assert.equal(await counted(/^Having/), Number(has));
    assert.equal(await counted(/^Lacking/), Number(of) - Number(has));
  });
  await page.context().close();
  const { kpis } = await ask(admin, 'Kpis', { after: null });
  assert.ok(kpis.nodes.some(({ name }) => name === NAME));
}
