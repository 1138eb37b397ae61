// A description is written, the source changes, the crawl runs again: the edit is
// still there, the history shows what changed, and the past can be looked at.
import assert from 'node:assert/strict';
import { see, until } from '../harness.mjs';
import { change, DROPPED, NEW_COLUMN, NEW_WORD, OLD_WORD, SOURCE_COMMENT, TABLE } from '../shop.mjs';
import { count, crawlAgain } from './crawl.mjs';

const EDIT = 'One row per order; ask the sales team before joining.';

export async function edit({ harness, admin, source, world }) {
  await harness.step('description is edited in place', admin, async () => {
    await admin.goto(`/a/${world.table}`);
    await see(admin.getByText(SOURCE_COMMENT));
    await admin.getByRole('button', { name: 'Edit description' }).click();
    await admin.getByRole('textbox', { name: 'Description' }).fill(EDIT);
    await admin.getByRole('button', { name: 'Save', exact: true }).click();
    await see(admin.getByRole('main').getByText(EDIT));
  });

  await harness.step('second crawl of the changed source counts what changed', admin, async () => {
    change(source);
    await crawlAgain(admin);
    assert.equal(await count(admin, 'added'), 1, 'one column was added');
    assert.ok((await count(admin, 'changed')) >= 1, 'the comment of the table changed');
    assert.equal(await count(admin, 'removed'), 3, 'a table with two columns was dropped');
    await see(admin.getByRole('link', { name: new RegExp(`${DROPPED}$`) }));
  });

  await harness.step('edit has survived the crawl', admin, async () => {
    await admin.goto(`/a/${world.table}`);
    await see(admin.getByRole('main').getByText(EDIT));
  });

  await harness.step('history shows the edit and the change of the source', admin, async () => {
    await admin.getByRole('tab', { name: /^History/ }).click();
    await see(admin.getByText(EDIT));
    // Only the words that differ are marked, so the new comment stands in pieces.
    await see(admin.locator('ins', { hasText: NEW_WORD }));
    await see(admin.locator('del', { hasText: OLD_WORD }));
    await admin.getByRole('checkbox', { name: 'Also show changes of what is inside' }).check();
    await see(admin.getByRole('main').getByText(NEW_COLUMN));
  });

  await harness.step('past shows the table without the new column and without the edit', admin, async () => {
    await admin.goto(`/a/${world.table}?tab=history`);
    await admin.getByRole('button', { name: 'View as of this' }).last().click();
    await see(admin.getByText(/^You see the state after change/));
    await see(admin.getByText(SOURCE_COMMENT));
    assert.equal(await admin.getByRole('main').getByText(EDIT).count(), 0, 'the edit is shown in the past');
    await admin.getByRole('tab', { name: /^Columns/ }).click();
    await see(admin.getByText('ordered_at'));
    assert.equal(await admin.getByText(NEW_COLUMN).count(), 0, 'the new column is shown in the past');
    await admin.getByRole('button', { name: 'Back to now' }).click();
    await until('the new column is there now', async () => (await admin.getByText(NEW_COLUMN).count()) > 0);
  });
}
