// What would break is asked before anything changes: from a column's row, and by a
// pasted script.
import assert from 'node:assert/strict';
import { ask } from '../api.mjs';
import { axe } from '../browser.mjs';
import { see } from '../harness.mjs';
import { TABLE, VIEW } from '../shop.mjs';

export async function breakage({ harness, admin, world }) {
  await harness.step('row of a column leads to what breaks if it goes, in one click', admin, async () => {
    await admin.goto(`/a/${world.table}?tab=columns`);
    await admin.getByRole('link', { name: 'What breaks if amount changes?' }).click();
    await see(admin.getByRole('row', { name: new RegExp(`Breaks.*${VIEW}\\.total.*aggregates ${TABLE}\\.amount`) }));
    await see(admin.getByRole('status').filter({ hasText: '2 break' }));
    assert.deepEqual(await axe(admin), []);
  });

  await harness.step('address alone asks the same again', admin, async () => {
    await admin.goto(admin.url());
    await see(admin.getByRole('row', { name: new RegExp(`${VIEW}\\.total`) }));
  });

  await harness.step('pasted script is read, and nothing of it is done', admin, async () => {
    await admin.goto('/what-if?mode=ddl');
    await admin.getByRole('textbox', { name: 'SQL that alters tables' }).fill(`ALTER TABLE ${TABLE} DROP COLUMN amount;`);
    await admin.getByRole('button', { name: 'Check' }).click();
    await see(admin.getByRole('row', { name: new RegExp(`${VIEW}\\.total`) }));
    assert.deepEqual(await axe(admin), []);
    const { asset } = await ask(admin, 'WhatIfColumns', { id: world.table });
    assert.ok(asset.columns.nodes.some(({ name }) => name === 'amount'));
  });
}
