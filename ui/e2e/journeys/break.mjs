// What would break is asked before anything changes: from a column's row, by a
// pasted script; and how a table is used is told where a module reports it.
import assert from 'node:assert/strict';
import { ask, write } from '../api.mjs';
import { axe } from '../browser.mjs';
import { see, until } from '../harness.mjs';
import { TABLE, VIEW } from '../shop.mjs';

const USAGE = 'mutation ($usage: [ReportedUsage!]!) { reportUsage(usage: $usage) { errors { message } } }';

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

  await harness.step('use that a module reports is shown by day and by whom', admin, async () => {
    const { fullName } = (await ask(admin, 'WhatIfColumns', { id: world.table })).asset;
    const namespace = fullName.slice(0, fullName.lastIndexOf('/'));
    const parts = fullName.slice(fullName.lastIndexOf('/') + 1).split('.');
    const at = new Date().toISOString();
    const usage = [{ namespace, parts, kind: 'TABLE', day: at.slice(0, 10), user: 'etl_loader', queries: 12, reads: 2, writes: 10, lastReadAt: at, lastWrittenAt: at }];
    const answer = await write(admin, USAGE, { usage });
    assert.deepEqual(answer.reportUsage.errors, []);
    await until('the tab is there', async () => {
      await admin.goto(`/a/${world.table}?tab=usage`);
      await see(admin.getByRole('heading', { level: 1, name: TABLE }));
      return (await admin.getByRole('tab', { name: /^Usage/, selected: true }).count()) > 0;
    });
    await see(admin.getByRole('img', { name: /12 queries, at most 12 on a day/ }));
    await see(admin.getByRole('row', { name: /^etl_loader 2 10/ }));
    assert.deepEqual(await axe(admin), []);
  });
}
