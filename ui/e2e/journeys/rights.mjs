// Who may what, as people meet it: a role without a button, and the same button given; a column that is denied to one
// reader, gone from their page, with the reason to read.
import assert from 'node:assert/strict';
import { ask, call, nameOf } from '../api.mjs';
import { see, seeNone, until } from '../harness.mjs';
import { TABLE } from '../shop.mjs';
import { SOURCE_NAME } from './crawl.mjs';
import { signIn } from './first-run.mjs';
import { VIEWER } from './viewer.mjs';

const KEEPER = { name: 'edda', password: 'a long sentence for edda' };
const DENIED = 'amount';

export async function rights(all) {
  await roles(all);
  await policies(all);
}

async function roles({ harness, browser, admin }) {
  const page = await browser.person();
  await harness.step('member without a role is told that nothing is open yet', page, async () => {
    await ask(admin, 'CreateUser', { input: { name: KEEPER.name, displayName: 'Edda', password: KEEPER.password, role: 'MEMBER' } });
    await page.goto('/login');
    await signIn(page, KEEPER.name, KEEPER.password);
    await see(page.getByRole('heading', { level: 1, name: 'Nothing is open to you yet' }));
    await page.goto('/sources');
    await see(page.getByRole('heading', { level: 1, name: 'You may not see this' }));
  });

  await harness.step('administrator makes a role that changes sources and does not delete them', admin, async () => {
    await admin.goto('/admin/roles');
    await admin.getByRole('button', { name: 'New role' }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel(/^Name/).fill('keeper');
    await dialog.getByRole('checkbox', { name: 'Make and change sources' }).check();
    assert.ok(await dialog.getByRole('checkbox', { name: /^Sources and runs/ }).isChecked(), 'a button brings its menu along');
    await dialog.getByRole('combobox', { name: 'Find people to add' }).fill(KEEPER.name);
    await dialog.getByRole('option', { name: /Edda/ }).click();
    await dialog.getByRole('button', { name: 'Save' }).click();
    await see(admin.getByRole('row', { name: /keeper/ }));
  });

  const more = page.getByRole('button', { name: `Actions of ${SOURCE_NAME}` });
  let source;
  await harness.step('editor without a button does not see it, and is refused by the API', page, async () => {
    await page.goto('/sources');
    await see(more);
    await more.click();
    await seeNone(page.getByRole('menuitem', { name: 'Delete' }), page.getByRole('menuitem', { name: 'Pause' }));
    source = (await ask(page, 'Sources', {})).sources.nodes.find(({ name }) => name === SOURCE_NAME).id;
    const { errors } = await call(page, nameOf('deleteSource'), { id: source, removeAssets: false });
    assert.equal(errors?.[0]?.extensions?.code, 'FORBIDDEN', JSON.stringify(errors));
  });

  await harness.step('button is there once the role has it', page, async () => {
    await admin.getByRole('button', { name: 'Change keeper' }).click();
    await admin.getByRole('dialog').getByRole('checkbox', { name: 'Delete sources' }).check();
    await admin.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await until('the dialog is closed', async () => (await admin.getByRole('dialog').count()) === 0);
    await page.goto('/sources');
    await (await see(more)).click();
    await see(page.getByRole('menuitem', { name: 'Delete' }));
  });
  await page.context().close();
}

async function policies({ harness, browser, admin, world }) {
  const page = await browser.person();
  const columns = `/a/${world.table}?tab=columns`;
  await harness.step('viewer sees the column before it is denied', page, async () => {
    await page.goto('/login');
    await signIn(page, VIEWER.name, VIEWER.password);
    await see(page.getByRole('navigation', { name: 'Main' }));
    await page.goto(columns);
    await see(page.getByRole('link', { name: DENIED, exact: true }));
  });

  await harness.step('condition that is none is refused at its field', admin, async () => {
    await admin.goto('/admin/policies');
    await admin.getByRole('button', { name: 'New policy' }).first().click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel(/^Name/).fill('no amounts');
    await dialog.getByRole('combobox', { name: 'Gives, takes or masks' }).selectOption('DENY');
    await dialog.getByRole('combobox', { name: 'People' }).fill(VIEWER.name);
    await dialog.getByRole('option', { name: /Vera/ }).click();
    await dialog.getByRole('combobox', { name: 'Places' }).fill(`${TABLE}.${DENIED}`);
    await dialog.getByRole('option', { name: new RegExp(`${TABLE}\\.${DENIED}`) }).first().click();
    await dialog.getByLabel('Condition').fill('tag:(');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await see(dialog.locator('[role=alert]'));
    assert.equal(await dialog.getByLabel('Condition').getAttribute('aria-invalid'), 'true');
  });

  await harness.step('column that an administrator denies is not on the page of the viewer', page, async () => {
    await admin.getByRole('dialog').getByLabel('Condition').fill('');
    await admin.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await see(admin.getByRole('row', { name: /no amounts/ }));
    await page.goto(columns);
    await seeNone(page.getByRole('link', { name: DENIED, exact: true }), page.getByRole('link', { name: 'ordered_at', exact: true }));
  });

  await harness.step('policies are tried as the viewer, who finds fewer', admin, async () => {
    await admin.getByRole('combobox', { name: 'Person' }).fill(VIEWER.name);
    await admin.getByRole('option', { name: /Vera/ }).click();
    await admin.getByLabel('Search for').fill(`${DENIED} kind:column`);
    await admin.getByRole('button', { name: 'Try', exact: true }).click();
    await admin.waitForURL(/as=vera.*q=/);
    const said = await (await see(admin.getByText(/^vera finds [\d,]+ of the/))).textContent();
    const [theirs, mine] = said.match(/[\d,]+/g).map((number) => Number(number.replaceAll(',', '')));
    assert.ok(theirs < mine, said);
  });

  await harness.step('reason is told on the page of the column, and leads to the policy', admin, async () => {
    await admin.goto(columns);
    await admin.getByRole('link', { name: DENIED, exact: true }).click();
    await see(admin.getByRole('heading', { level: 1, name: DENIED }));
    await admin.getByRole('button', { name: 'Who may see this?' }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Person' }).fill(VIEWER.name);
    await dialog.getByRole('option', { name: /Vera/ }).click();
    await see(dialog.getByText(/May not$/));
    await dialog.getByRole('link', { name: 'no amounts' }).click();
    await see(admin.getByRole('dialog', { name: 'Change no amounts' }));
    await admin.keyboard.press('Escape');
  });

  await harness.step('policy that is turned off counts no more', page, async () => {
    await admin.getByRole('button', { name: 'Turn off no amounts' }).click();
    await see(admin.getByRole('button', { name: 'Turn on no amounts' }));
    await page.goto(columns);
    await see(page.getByRole('link', { name: DENIED, exact: true }));
  });
  await page.context().close();
}
