// An analyst meets something that they may not see, asks for it; the owner approves; the analyst sees it, with samples.
import assert from 'node:assert/strict';
import { ask, write } from '../api.mjs';
import { see, seeNone } from '../harness.mjs';
import { TABLE } from '../shop.mjs';
import { signIn } from './first-run.mjs';

const PASSWORD = 'a long sentence for everybody';
const ANALYST = 'amira';
const OWNER = 'otto';

export async function request({ harness, browser, admin, world }) {
  const [analyst, owner] = [await browser.person(), await browser.person()];
  await harness.step('analyst and owner are made; the analyst may read, and sees nothing', admin, async () => {
    const made = await ask(admin, 'CreateUser', { input: { name: ANALYST, displayName: 'Amira', password: PASSWORD, role: 'MEMBER' } });
    await ask(admin, 'CreateUser', { input: { name: OWNER, displayName: 'Otto', password: PASSWORD, role: 'VIEWER' } });
    const role = { name: 'analysts', level: 1, scope: 'NOTHING', permits: ['READ_CATALOG'], members: [made.createUser.id] };
    await write(admin, 'mutation($input: RoleInput!) { saveRole(input: $input) { id } }', { input: role });
    await write(admin, 'mutation($id: AssetId!, $input: EditAssetInput!) { editAsset(id: $id, input: $input) { id } }', { id: world.table, input: { owners: [OWNER] } });
    for (const [page, name] of [[analyst, ANALYST], [owner, OWNER]]) {
      await page.goto('/login');
      await signIn(page, name, PASSWORD);
      await see(page.getByRole('navigation', { name: 'Main' }));
    }
  });

  await harness.step('analyst requests access', analyst, async () => {
    await analyst.goto(`/a/${world.table}`);
    await see(analyst.getByRole('heading', { level: 1, name: 'This asset does not exist' }));
    await analyst.getByRole('button', { name: 'Ask for access' }).click();
    await analyst.getByLabel('Why you need it').fill('the yearly report');
    await analyst.getByLabel('You want to').selectOption('SAMPLE');
    await analyst.getByRole('button', { name: 'Send' }).click();
    await see(analyst.getByText('Your request was sent'));
    await analyst.goto('/requests');
    await see(analyst.getByText('Waiting'));
    await seeNone(analyst.getByText(TABLE, { exact: true }), analyst.getByText('the yearly report'));
  });

  await harness.step('the owner approves', owner, async () => {
    await owner.goto('/requests?list=decide');
    await see(owner.getByRole('link', { name: TABLE }));
    await owner.getByRole('button', { name: 'Approve the request of Amira' }).click();
    await owner.getByLabel('For how many days').fill('7');
    await owner.getByRole('button', { name: 'Approve', exact: true }).click();
    await see(owner.getByText('Nothing waits for your decision'));
  });

  await harness.step('the analyst sees', analyst, async () => {
    await analyst.goto(`/a/${world.table}?tab=sample`);
    await see(analyst.getByRole('heading', { level: 1, name: TABLE }));
    const table = await see(analyst.getByRole('region', { name: 'Sample' }).getByRole('table'));
    assert.ok((await table.locator('tbody tr').count()) > 0, 'there are rows');
    await analyst.goto('/requests');
    await see(analyst.getByText('Approved'));
  });
  await analyst.context().close();
  await owner.context().close();
}
