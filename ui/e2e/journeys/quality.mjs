// An editor makes a suite of checks, sees beforehand what will be asked, runs it, and works off the incident of what
// fails; a viewer sees all of it and no button.
import assert from 'node:assert/strict';
import { ask, call, nameOf } from '../api.mjs';
import { see, seeNone } from '../harness.mjs';
import { endOfRun } from './crawl.mjs';
import { signIn } from './first-run.mjs';
import { VIEWER } from './viewer.mjs';

const EDITOR = { name: 'quinn', password: 'a long sentence for quinn' };
const SUITE = 'Customers are whole';
/** A table, and a column of it of which one value is missing. */
const [CHECKED, HOLED] = ['customers', 'city'];

export async function quality({ harness, browser, admin, world }) {
  const page = await browser.person();
  const main = page.getByRole('main');
  await harness.step('quality: an editor finds nothing checked yet, and the way to the first suite', page, async () => {
    await ask(admin, 'CreateUser', { input: { name: EDITOR.name, displayName: 'Quinn', password: EDITOR.password, role: 'EDITOR' } });
    await page.goto('/login');
    await signIn(page, EDITOR.name, EDITOR.password);
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Data quality' }).click();
    await see(main.getByText('Nothing is checked yet'));
    await main.getByRole('link', { name: 'New suite' }).click();
    await see(main.getByRole('heading', { level: 1, name: 'New suite' }));
  });

  await harness.step('quality: what is missing is said beside its field', page, async () => {
    await main.getByRole('button', { name: 'Save' }).click();
    await see(main.getByText('Name a table, or give a search.'));
    await main.getByLabel(/^Name/).fill(SUITE);
    await main.getByRole('combobox', { name: 'Find a table to add' }).fill(CHECKED);
    await main.getByRole('option', { name: new RegExp(`^Table ?${CHECKED}|${CHECKED}`) }).first().click();
    await see(main.getByRole('button', { name: `Take ${CHECKED} out` }));
    await main.getByRole('button', { name: 'Add a check' }).click();
    await page.getByRole('dialog').getByRole('searchbox', { name: 'Find a check' }).fill('not_null');
    await page.getByRole('dialog').getByRole('button', { name: /not_null/ }).click();
    await main.getByRole('button', { name: 'Save' }).click();
    await see(main.getByText('Name a column, or a pattern such as *_id.'));
    await main.getByLabel(/^Columns/).fill(HOLED);
  });

  await harness.step('quality: the statements are shown before any is sent', page, async () => {
    await main.getByRole('button', { name: 'Show the statements' }).click();
    const plan = await see(main.getByRole('region', { name: 'What will be asked' }).locator('pre'));
    assert.match(await plan.innerText(), new RegExp(`${HOLED}.*IS NULL|${CHECKED}`, 'is'));
  });

  await harness.step('quality: the suite is saved and run, and the check fails', page, async () => {
    await main.getByRole('button', { name: 'Save' }).click();
    await see(main.getByRole('heading', { level: 1, name: SUITE }));
    await main.getByRole('button', { name: 'Run now' }).click();
    await page.waitForURL(/\/runs\//);
    await endOfRun(page);
    await page.goto('/quality/suites');
    await main.getByRole('link', { name: SUITE }).click();
    await see(main.getByRole('table').getByText(/Failed$/));
    await main.getByRole('table').getByRole('link', { name: new RegExp(HOLED) }).click();
    await see(main.getByText('1 of 2 wrong').first());
    world.check = new URL(page.url()).pathname;
  });

  await harness.step('quality: its incident is acknowledged, given to somebody, and resolved with a reason', page, async () => {
    await page.goto('/quality');
    await see(main.getByText('1 failed').first());
    await main.getByRole('link', { name: new RegExp(HOLED) }).first().click();
    await page.waitForURL(/\/quality\/incidents\//);
    world.incident = new URL(page.url()).pathname;
    await main.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    await see(main.getByText(/Acknowledged$/));
    await main.getByRole('button', { name: 'Assign', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Given to' }).fill(EDITOR.name);
    await dialog.getByRole('option', { name: /Quinn/ }).click();
    await dialog.getByRole('button', { name: 'Assign', exact: true }).click();
    await see(main.getByText(/Assigned$/));
    await main.getByRole('button', { name: 'Resolve', exact: true }).click();
    await dialog.getByLabel('Why it is over').selectOption('ACCEPTED');
    await dialog.getByLabel(/^What there is to say/).fill('two shops have no city');
    await dialog.getByRole('button', { name: 'Resolve', exact: true }).click();
    await see(main.getByText('two shops have no city'));
    await see(main.getByText(/Resolved$/));
    await page.goto('/quality/incidents');
    await see(main.getByRole('region', { name: 'Resolved' }).getByRole('link', { name: new RegExp(HOLED) }));
  });

  await harness.step('quality: the page of the table shows its checks', page, async () => {
    await page.goto(`${world.check}`);
    await main.getByRole('link', { name: CHECKED }).first().click();
    await main.getByRole('tab', { name: 'Quality' }).click();
    await see(main.getByRole('table').getByRole('link', { name: new RegExp(HOLED) }));
    await see(main.getByRole('button', { name: 'Run checks' }));
  });
  await harness.step('f1: quality: the home draws how it went, of all checks and of a side', page, async () => {
    await page.goto('/quality');
    await see(main.getByRole('img', { name: 'Pass rate over time' }));
    await main.getByRole('button', { name: 'As a table' }).first().click();
    await see(main.getByRole('region', { name: 'Pass rate over time' }).getByRole('columnheader', { name: 'Completeness' }));
  });
  await page.context().close();
  await watched({ harness, browser, world });
}

async function watched({ harness, browser, world }) {
  const page = await browser.person();
  const main = page.getByRole('main');
  await harness.step('quality: a viewer sees suite and incident and no button, and is refused by the API', page, async () => {
    await page.goto('/login');
    await signIn(page, VIEWER.name, VIEWER.password);
    await see(page.getByRole('navigation', { name: 'Main' }));
    await page.goto('/quality/suites');
    await seeNone(main.getByRole('link', { name: 'New suite' }), main.getByRole('link', { name: SUITE }));
    await seeNone(main.getByRole('button', { name: /^Run/ }), main.getByRole('link', { name: SUITE }));
    await page.goto(world.incident);
    await seeNone(main.getByRole('button', { name: /^(Acknowledge|Assign|Resolve|Reopen)$/ }), main.getByRole('heading', { level: 2, name: 'Story' }));
    await page.goto('/quality/suites/new');
    await see(main.getByText(/You may not see this/));
    const { errors } = await call(page, nameOf('workOnIncident'), { id: world.incident.split('/').at(-1), action: 'REOPEN' });
    assert.equal(errors?.[0]?.extensions?.code, 'FORBIDDEN', JSON.stringify(errors));
  });
  await page.context().close();
}
