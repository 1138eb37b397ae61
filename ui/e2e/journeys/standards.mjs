// A data standard comes in as a table, a column keeps it, its values are read from the real source, mapped and compared.
import { see, seeNone, until } from '../harness.mjs';
import { signIn } from './first-run.mjs';
import { VIEWER } from './viewer.mjs';

const CODES = 'code,meaning,names\nLDN,London city,\nBJS,Beijing,北京\n';

export async function standards({ harness, browser, admin, world }) {
  await harness.step('standard is made, and its codes come in as a table with a preview', admin, async () => {
    await admin.goto('/standards');
    await admin.getByRole('button', { name: 'New data standard' }).first().click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByLabel(/^Name/).fill('Cities');
    await dialog.getByLabel('Document').fill('House list 7');
    await dialog.getByRole('combobox', { name: 'Expected type' }).selectOption('TEXT');
    await dialog.getByLabel('Greatest length').fill('3');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await see(admin.getByText('House list 7').first());
    await admin.getByRole('button', { name: 'Upload CSV' }).click();
    const upload = admin.getByRole('dialog');
    await upload.getByLabel('CSV file').setInputFiles({ name: 'codes.csv', mimeType: 'text/csv', buffer: Buffer.from(CODES) });
    await see(upload.getByText('2 new'));
    await upload.getByRole('button', { name: 'Write' }).click();
    await see(admin.getByText('London city'));
    world.standard = new URL(admin.url()).pathname + new URL(admin.url()).search;
  });

  await harness.step('column keeps it, and is longer than expected', admin, async () => {
    await admin.getByRole('tab', { name: /Columns/ }).click();
    await admin.getByRole('button', { name: 'Add columns' }).click();
    const dialog = admin.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'Columns' }).fill('customers.city');
    await dialog.getByRole('option', { name: /customers\.city/ }).first().click();
    await dialog.getByRole('button', { name: 'Let them keep it' }).click();
    await see(admin.getByText('Longer than expected'));
    await see(admin.getByText('Not read yet'));
  });

  await harness.step('values are read from the source; a suggestion makes the ratio whole', admin, async () => {
    await admin.getByRole('button', { name: 'customers.city', exact: true }).click();
    await admin.getByRole('button', { name: 'Read values' }).click();
    const ratio = admin.getByRole('meter', { name: 'Contrast ratio' });
    await see(ratio);
    await until('nothing is mapped', async () => (await ratio.getAttribute('aria-valuetext')) === '0 / 1');
    await admin.getByRole('button', { name: 'Take 1 suggestion' }).click();
    await until('everything is mapped', async () => (await ratio.getAttribute('aria-valuetext')) === '1 / 1');
    world.standardColumn = new URL(admin.url()).pathname + new URL(admin.url()).search;
  });

  await harness.step('rule lists exactly the row that is no code', admin, async () => {
    await admin.getByRole('button', { name: 'Ask the source' }).click();
    await see(admin.getByText('1 of 1 rows with a value'));
    await see(admin.getByRole('cell', { name: 'Grace' }));
    await seeNone(admin.getByRole('cell', { name: '小明' }), admin.getByRole('cell', { name: 'London', exact: true }));
  });

  const page = await browser.person();
  await harness.step('viewer sees the ratio and no value', page, async () => {
    await page.goto('/login');
    await signIn(page, VIEWER.name, VIEWER.password);
    await see(page.getByRole('navigation', { name: 'Main' }));
    await page.goto(world.standardColumn);
    await see(page.getByRole('meter', { name: 'Contrast ratio' }));
    await seeNone(page.getByText('London', { exact: true }), page.getByText(/for those who may see samples/));
    await page.goto('/standards');
    await seeNone(page.getByRole('button', { name: 'New data standard' }), page.getByRole('button', { name: /Cities/ }));
  });
  await page.context().close();
}
