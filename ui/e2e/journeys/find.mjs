// A table is found through search, opened, and its lineage followed to a view; and
// the search once more by keyboard alone.
import assert from 'node:assert/strict';
import { see, until } from '../harness.mjs';
import { TABLE, VIEW } from '../shop.mjs';

export async function find({ harness, admin, world }) {
  await harness.step('table is found by part of its name', admin, async () => {
    await until('the search knows the crawl', async () => {
      await admin.goto('/search?q=purchase');
      await admin.getByRole('main').getByText(TABLE).first().waitFor({ timeout: 2_000 });
      return true;
    });
    await admin.getByRole('main').getByRole('link', { name: TABLE }).first().click();
    await admin.waitForURL(/\/a\//);
    await see(admin.getByRole('heading', { level: 1, name: TABLE }));
    world.table = new URL(admin.url()).pathname.split('/').pop();
  });

  await harness.step('lineage leads from the table to the view that reads it', admin, async () => {
    await admin.getByRole('tab', { name: /^Lineage/ }).click();
    const card = admin.locator('.lineage-main', { hasText: VIEW });
    await until('the view is in the graph', async () => {
      if ((await card.count()) > 0) return true;
      // The follower of lineage may be a moment behind the crawl.
      await admin.reload();
      await card.first().waitFor({ timeout: 3_000 });
      return true;
    });
    await card.first().click();
    const side = admin.getByRole('complementary', { name: VIEW });
    await see(side.getByText(/^Upstream \(2\)|^Upstream \(1\)/));
    await side.getByRole('link', { name: 'Open its page' }).click();
    await see(admin.getByRole('heading', { level: 1, name: VIEW }));
    world.view = new URL(admin.url()).pathname.split('/').pop();
  });

  await harness.step('column path is lit through the view', admin, async () => {
    await admin.goto(`/lineage?focus=${world.view}`);
    await admin.getByRole('button', { name: `Open columns: ${VIEW}` }).click();
    const row = admin.locator('.lineage-row', { hasText: 'total' });
    await row.click();
    await see(admin.locator('.lineage-row.is-lit', { hasText: 'total' }));
    await admin.getByRole('button', { name: `Open columns: ${TABLE}` }).click();
    await see(admin.locator('.lineage-row.is-lit', { hasText: 'amount' }));
    assert.equal(await admin.locator('.lineage-row.is-lit', { hasText: 'ordered_at' }).count(), 0);
  });

  await harness.step('edge tells the SQL that says so', admin, async () => {
    await admin.goto(`/lineage?focus=${world.view}`);
    await admin.locator('.lineage-main', { hasText: VIEW }).first().click();
    await admin.getByRole('complementary', { name: VIEW }).getByRole('button', { name: TABLE }).click();
    const edge = admin.getByRole('complementary', { name: 'Edge' });
    await see(edge.getByText(/amount/));
    await see(edge.locator('pre'));
  });

  await harness.step('table view lists the same assets', admin, async () => {
    await admin.goto(`/lineage?focus=${world.view}`);
    await see(admin.locator('.lineage-main', { hasText: TABLE }));
    await admin.getByRole('button', { name: 'Table', exact: true }).click();
    await see(admin.getByRole('row', { name: new RegExp(TABLE) }));
    await see(admin.getByRole('row', { name: /customers/ }));
    const download = admin.waitForEvent('download');
    await admin.getByRole('button', { name: 'Export CSV' }).click();
    assert.match((await download).suggestedFilename(), /^lineage-.*\.csv$/);
  });

  await harness.step('keyboard alone searches, opens and walks the graph', admin, async () => {
    await admin.goto('/');
    await see(admin.getByRole('heading', { level: 1 }));
    await admin.keyboard.press('/');
    await admin.keyboard.type(TABLE);
    // Not the last entry, which offers to search everything for the same words.
    const found = new RegExp(`^Table.*${TABLE}`);
    await see(admin.getByRole('option', { name: found }));
    await until('the arrow marks the table', async () => {
      // The list may still be replaced by what the last letters found.
      await admin.keyboard.press('ArrowDown');
      return (await admin.getByRole('option', { selected: true, name: found }).count()) > 0;
    });
    await admin.keyboard.press('Enter');
    await admin.waitForURL(/\/a\//);
    await see(admin.getByRole('heading', { level: 1, name: TABLE }));
    await admin.goto(`/lineage?focus=${world.table}`);
    const focus = admin.locator('.lineage-card.is-focus .lineage-main');
    await see(focus);
    await focus.focus();
    await admin.keyboard.press('ArrowRight');
    await until('the arrow leads to the view', async () => (await admin.evaluate(() => document.activeElement?.textContent ?? '')).includes(VIEW));
    await admin.keyboard.press('Enter');
    await admin.waitForURL(new RegExp(`focus=${world.view}`));
  });
}
