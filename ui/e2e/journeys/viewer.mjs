// A viewer reads everything and changes nothing, neither by button nor by a request
// sent directly.
import assert from 'node:assert/strict';
import { ask, call, nameOf } from '../api.mjs';
import { see, seeNone } from '../harness.mjs';
import { TABLE } from '../shop.mjs';
import { signIn } from './first-run.mjs';

export const VIEWER = { name: 'vera', password: 'a long sentence for vera' };

export async function viewer({ harness, browser, admin, world }) {
  const page = await browser.person();
  await harness.step('viewer is made and signs in', page, async () => {
    await ask(admin, 'CreateUser', { input: { name: VIEWER.name, displayName: 'Vera', password: VIEWER.password, role: 'VIEWER' } });
    await page.goto('/login');
    await signIn(page, VIEWER.name, VIEWER.password);
    await see(page.getByRole('navigation', { name: 'Main' }));
  });

  await harness.step('viewer sees the table and no way to edit it', page, async () => {
    await page.goto(`/a/${world.table}`);
    await seeNone(page.getByRole('button', { name: /^Edit/ }), page.getByRole('heading', { level: 1, name: TABLE }));
  });

  await harness.step('viewer sees neither new source nor crawl', page, async () => {
    await page.goto('/sources');
    await seeNone(page.getByRole('link', { name: 'New source' }), page.getByRole('heading', { level: 1 }));
    await page.goto('/sources/new');
    await see(page.getByText(/You may not see this/));
  });

  await harness.step('mutation sent directly answers FORBIDDEN', page, async () => {
    const { data, errors } = await call(page, nameOf('editAsset'), { id: world.table, input: { description: 'taken over' } });
    assert.equal(errors?.[0]?.extensions?.code, 'FORBIDDEN', JSON.stringify({ data, errors }));
    const after = await ask(admin, 'LineageCard', { id: world.table });
    assert.notEqual(after.asset.description, 'taken over');
  });
  await page.context().close();
}
