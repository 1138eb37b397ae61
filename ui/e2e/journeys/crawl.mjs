// A source is made through the form, tried with a wrong and the right password,
// saved and run; the run is watched to its end.
import assert from 'node:assert/strict';
import { see, until } from '../harness.mjs';

export const SOURCE_NAME = 'Shop';

export async function crawl({ harness, source, admin }) {
  await harness.step('form of a PostgreSQL source is reached in three clicks', admin, async () => {
    await admin.getByRole('link', { name: 'Sources', exact: true }).first().click();
    await admin.getByRole('main').getByRole('link', { name: 'New source' }).first().click();
    await admin.getByRole('link', { name: /PostgreSQL/ }).click();
    await see(admin.getByRole('heading', { level: 1, name: /New source: .*PostgreSQL/ }));
  });

  await harness.step('what is missing is named beside its field before anything is sent', admin, async () => {
    await admin.getByRole('button', { name: 'Save and run' }).click();
    await see(admin.locator('[name="name"][aria-invalid="true"]'));
    await see(admin.locator('[name="config.host"][aria-invalid="true"]'));
  });

  await harness.step('wrong password is said at the password, and nowhere repeated', admin, async () => {
    await admin.locator('[name="name"]').fill(SOURCE_NAME);
    await admin.locator('[name="config.host"]').fill(source.host);
    await admin.locator('[name="config.port"]').fill(source.port);
    await admin.locator('[name="config.user"]').fill(source.account);
    await admin.locator('[name="config.database"]').fill(source.database);
    await admin.locator('[name="config.password"]').fill('wrong-password');
    await admin.getByRole('button', { name: 'Test connection' }).click();
    await see(admin.getByText('It does not work'));
    await see(admin.locator('[name="config.password"][aria-invalid="true"]'));
    assert.ok(!(await admin.locator('body').innerText()).includes('wrong-password'), 'the password is on the page');
  });

  await harness.step('right password works', admin, async () => {
    await admin.locator('[name="config.password"]').fill(source.password);
    await admin.getByRole('button', { name: 'Test connection' }).click();
    await see(admin.getByText('It works'));
  });

  await harness.step('source is saved and crawled, and the run is shown to its end', admin, async () => {
    await admin.getByRole('button', { name: 'Save and run' }).click();
    await admin.waitForURL(/\/runs\//);
    await see(admin.getByRole('heading', { level: 1, name: `Run of ${SOURCE_NAME}` }));
    await endOfRun(admin);
    assert.ok((await count(admin, 'seen')) >= 14, 'fewer assets seen than the shop has');
    assert.ok((await count(admin, 'added')) >= 14, 'fewer assets added than the shop has');
    assert.equal(await count(admin, 'failed'), 0);
    await see(admin.getByRole('log').locator('time'));
  });

  await harness.step('stored password is shown as set and never as a value', admin, async () => {
    await admin.getByRole('link', { name: 'Sources', exact: true }).first().click();
    await admin.getByRole('link', { name: SOURCE_NAME, exact: true }).first().click();
    await admin.getByRole('button', { name: 'Edit' }).click();
    await see(admin.locator('[name="config.password"]'));
    await see(admin.getByText('Stored and never shown.'));
    assert.equal(await admin.locator('[name="config.password"]').inputValue(), '');
    assert.ok(!(await admin.content()).includes(source.password), 'the password is in the page');
  });
}

/** Waits until the run on the page has succeeded. */
export async function endOfRun(page) {
  const state = page.getByRole('region', { name: 'State' });
  await until('the run ends', async () => {
    const text = await state.innerText();
    if (/Failed|Lost|Cancelled/.test(text)) throw Object.assign(new Error(text), { isFinal: true });
    return /Succeeded/.test(text) && !/Partly/.test(text);
  }, 60_000);
}

/** A counter of the run on the page. */
export async function count(page, name) {
  return Number((await page.locator(`[data-count="${name}"]`).innerText()).replace(/\D/g, ''));
}

/** Crawls the known source again from its page. */
export async function crawlAgain(page) {
  await page.getByRole('link', { name: 'Sources', exact: true }).first().click();
  await page.getByRole('link', { name: SOURCE_NAME, exact: true }).first().click();
  await page.getByRole('button', { name: 'Crawl now' }).click();
  await page.waitForURL(/\/runs\//);
  await endOfRun(page);
}
