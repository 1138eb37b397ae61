// A source that is empty by mistake removes nothing: the removals are held back,
// and a person says that it was a mistake.
import assert from 'node:assert/strict';
import { see, until } from '../harness.mjs';
import { empty, TABLE } from '../shop.mjs';
import { count, SOURCE_NAME } from './crawl.mjs';

export async function held({ harness, admin, source, world }) {
  await harness.step('crawl of an emptied source holds its removals back', admin, async () => {
    empty(source);
    await admin.goto('/sources');
    await admin.getByRole('link', { name: SOURCE_NAME, exact: true }).first().click();
    await admin.getByRole('button', { name: 'Crawl now' }).click();
    await admin.waitForURL(/\/runs\//);
    await see(admin.getByRole('heading', { name: /removals are held back/ }));
    assert.ok((await count(admin, 'held')) >= 10, 'fewer removals held than the shop had assets');
    assert.equal(await count(admin, 'removed'), 0);
    world.run = new URL(admin.url()).pathname;
  });

  await harness.step('held table is still there', admin, async () => {
    await admin.goto(`/a/${world.table}`);
    await see(admin.getByRole('heading', { level: 1, name: TABLE }));
    assert.equal(await admin.getByText('Removed', { exact: true }).count(), 0);
  });

  await harness.step('removals are dismissed as a mistake', admin, async () => {
    await admin.goto(world.run);
    await admin.getByRole('button', { name: 'It is a mistake: keep them' }).click();
    await until('the decision is shown', async () => (await admin.getByText(/kept$/).count()) > 0);
    assert.equal(await admin.getByRole('button', { name: 'They are gone: remove them' }).count(), 0);
  });
}
