// An administrator finds in the audit log what the other journeys did: the refused
// mutation of the viewer, and their own crawl; narrows it, and takes it away as a table.
import assert from 'node:assert/strict';
import { see, seeNone, until } from '../harness.mjs';

export async function audit({ harness, admin }) {
  await harness.step('audit log shows who was refused what', admin, async () => {
    await admin.goto('/admin/audit');
    await see(admin.getByRole('heading', { level: 1, name: 'Audit log' }));
    await admin.getByLabel('User').fill('vera');
    await admin.keyboard.press('Enter');
    await admin.getByRole('combobox', { name: 'Result' }).selectOption('FORBIDDEN');
    await admin.waitForURL(/user=vera.*result=FORBIDDEN|result=FORBIDDEN.*user=vera/);
    await see(admin.getByRole('cell', { name: 'editAsset', exact: true }));
    await seeNone(admin.getByRole('cell', { name: 'signIn', exact: true }), admin.getByRole('cell', { name: 'editAsset', exact: true }));
  });

  await harness.step('filters of the audit log are in its address', admin, async () => {
    await admin.reload();
    await see(admin.getByRole('cell', { name: 'editAsset', exact: true }));
    assert.equal(await admin.getByLabel('User').inputValue(), 'vera');
  });

  await harness.step('audit log is taken away as a table, which is written down too', admin, async () => {
    // The link's address is read as the browser would: what it saves as a file is the answer to it.
    const link = admin.getByRole('link', { name: 'Download CSV' });
    assert.equal(await link.getAttribute('download'), 'audit.csv');
    const text = await admin.evaluate(async (address) => (await fetch(address)).text(), await link.getAttribute('href'));
    const lines = text.trim().split('\r\n');
    assert.ok(lines.length >= 2 && lines.slice(1).every((line) => line.includes('vera') && line.includes('FORBIDDEN')), lines.join('\n'));
    await admin.goto('/admin/audit?operation=exportAudit');
    await see(admin.getByRole('cell', { name: 'exportAudit', exact: true }));
  });

  await harness.step('exceptions page says that nothing went wrong, or what did', admin, async () => {
    await admin.goto('/admin/exceptions');
    await see(admin.getByRole('heading', { level: 1, name: 'Exceptions' }));
    await until('the list is there', async () => (await admin.getByText('Nothing went wrong').count()) + (await admin.getByRole('button', { name: 'Clear' }).count()) > 0);
  });
}
