// A steward deprecates a table, seeing beforehand whom it will warn; and makes a property, which is set on a table and
// found by search.
import assert from 'node:assert/strict';
import { ask, call, nameOf } from '../api.mjs';
import { see, seeNone, until } from '../harness.mjs';
import { TABLE, VIEW } from '../shop.mjs';
import { signIn } from './first-run.mjs';
import { VIEWER } from './viewer.mjs';

const STEWARD = { name: 'stella', password: 'a long sentence for stella' };
const WHY = 'Frozen; orders come from the new shop';
const [PROPERTY, TITLE, VALUE] = ['costCenter', 'Cost centre', '4711'];

export async function steward({ harness, browser, admin, world }) {
  const page = await browser.person();
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog');
  await harness.step('steward: a steward signs in, and what is made from the table has an owner', page, async () => {
    await ask(admin, 'CreateUser', { input: { name: STEWARD.name, displayName: 'Stella', password: STEWARD.password, role: 'EDITOR' } });
    await ask(admin, 'EditAsset', { id: world.view, input: { owners: [VIEWER.name] } });
    await page.goto('/login');
    await signIn(page, STEWARD.name, STEWARD.password);
    await see(page.getByRole('navigation', { name: 'Main' }));
  });

  await harness.step('steward: whom it will warn is there before the table is deprecated', page, async () => {
    await page.goto(`/a/${world.table}`);
    await main.getByRole('button', { name: 'More for stewards' }).click();
    await page.getByRole('menuitem', { name: 'Deprecation …' }).click();
    await see(dialog.getByText('1 owner downstream is told: Vera'));
    await see(dialog.getByRole('listitem').filter({ hasText: VIEW }));
    await dialog.getByLabel(/^Why/).fill(WHY);
    await dialog.getByRole('combobox', { name: 'Use instead' }).fill('customers');
    await dialog.getByRole('option', { name: /^customers/ }).first().click();
    await dialog.getByRole('button', { name: 'Deprecate', exact: true }).click();
    await see(main.getByRole('region', { name: 'What to know' }).getByText(WHY));
    await see(main.getByRole('region', { name: 'What to know' }).getByRole('link', { name: 'customers' }));
  });

  const viewer = await browser.person();
  await harness.step('steward: the owner downstream sees why, and may not change it', viewer, async () => {
    await viewer.goto('/login');
    await signIn(viewer, VIEWER.name, VIEWER.password);
    await see(viewer.getByRole('navigation', { name: 'Main' }));
    await viewer.goto(`/a/${world.table}`);
    await seeNone(viewer.getByRole('button', { name: /Change the deprecation|More for stewards/ }), viewer.getByText(WHY));
    const { errors } = await call(viewer, 'Deprecate', { id: world.table, deprecation: null });
    assert.equal(errors?.[0]?.extensions?.code, 'FORBIDDEN', JSON.stringify(errors));
  });

  await harness.step('b10: steward: the owner downstream was told in their inbox, and it leads to what they own', viewer, async () => {
    const told = async () => (await ask(viewer, 'Inbox', { unreadOnly: false, first: 50, after: null, locale: 'EN' })).inbox.nodes.find(({ kind }) => kind === 'ASSET_UPSTREAM_DEPRECATED');
    await until('the news has come', async () => (await told()) !== undefined);
    await viewer.goto('/inbox');
    const { title, path } = await told();
    const news = viewer.getByRole('main').getByRole('listitem').filter({ has: viewer.getByRole('link', { name: title, exact: true }) }).first();
    await see(news.getByText(WHY));
    await news.getByRole('link', { name: title, exact: true }).click();
    await viewer.waitForURL((url) => url.pathname === path.split('?')[0]);
    await seeNone(viewer.getByRole('button', { name: 'More for stewards' }), viewer.getByRole('heading', { level: 1, name: VIEW }));
  });
  await viewer.context().close();

  await harness.step('steward: it may be used again', page, async () => {
    await main.getByRole('button', { name: 'Change the deprecation' }).click();
    await dialog.getByRole('button', { name: 'It may be used again' }).click();
    await see(page.getByText(`${TABLE} may be used again`));
    await main.getByText(WHY).waitFor({ state: 'detached' });
  });
  await property({ harness, page, main, dialog, world });
  await everybody({ harness, admin, page });
  await page.context().close();
}

async function property({ harness, page, main, dialog, world }) {
  await harness.step('a6: steward makes a property with a pattern', page, async () => {
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Custom properties' }).click();
    await main.getByRole('button', { name: 'New property' }).first().click();
    await dialog.getByLabel(/^Name/).fill(PROPERTY);
    await dialog.getByLabel('Title in English').fill(TITLE);
    await dialog.getByLabel('Title in Chinese').fill('成本中心');
    await dialog.getByLabel(/^Pattern/).fill('\\d{4}');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await see(main.getByRole('table').getByText(PROPERTY, { exact: true }));
  });

  await harness.step('a6: a value is refused where it does not fit, set, and found by search', page, async () => {
    await page.goto(`/a/${world.table}`);
    await main.getByRole('button', { name: 'Edit', exact: true }).click();
    await dialog.getByLabel(TITLE).fill('none');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await see(dialog.getByRole('alert'));
    await dialog.getByLabel(TITLE).fill(VALUE);
    await dialog.getByRole('button', { name: 'Save' }).click();
    const value = main.getByRole('link', { name: VALUE, exact: true });
    await see(value);
    await until('search has caught up', async () => (await ask(page, 'Search', { input: { query: `${PROPERTY}:${VALUE}` } })).search.total === 1);
    await value.click();
    await page.waitForURL(/\/search\?q=costCenter/);
    await see(main.getByRole('link', { name: TABLE, exact: true }));
  });

  await harness.step('a6: the value is in the table to take away, and a wrong cell is named', page, async () => {
    const table = await (await page.request.get('/api/governance.csv?kinds=table')).text();
    const head = table.split('\r\n')[0].replace('\uFEFF', '');
    const line = table.split('\r\n').find((one) => one.includes(TABLE) && one.endsWith(`,${VALUE}`));
    assert.ok(head.endsWith(`property:${PROPERTY}`) && line, table.slice(0, 400));
    await page.goto('/admin/spreadsheet');
    await main.getByRole('textbox', { name: 'Table' }).fill(`${head}\n${line.replace(/,4711$/, ',x')}`);
    await main.getByRole('button', { name: 'Preview' }).click();
    await see(main.getByRole('region', { name: 'What is wrong' }).getByRole('cell', { name: '2', exact: true }));
    await main.getByRole('textbox', { name: 'Table' }).fill(`${head}\n${line.replace(/,4711$/, ',4712')}`);
    await main.getByRole('button', { name: 'Preview' }).click();
    await see(main.getByText('1 of 1 lines would change something.'));
    await main.getByRole('button', { name: 'Write' }).click();
    await see(page.getByText('1 asset was changed'));
  });
}

async function everybody({ harness, admin, page }) {
  await harness.step('steward: what is for everybody is above the pages of others, and only who may makes it', page, async () => {
    const { errors } = await call(page, nameOf('saveAnnouncement'), { input: { level: 'INFO', title: 'From me' } });
    assert.equal(errors?.[0]?.extensions?.code, 'FORBIDDEN', JSON.stringify(errors));
    await admin.goto('/admin/announcements');
    await admin.getByRole('button', { name: 'Announce to everybody' }).first().click();
    await admin.getByRole('dialog').getByLabel(/^Title/).fill('Restart at noon');
    await admin.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await see(admin.getByRole('region', { name: 'For everybody' }).getByText('Restart at noon'));
    await page.goto('/browse');
    await see(page.getByRole('region', { name: 'For everybody' }).getByText('Restart at noon'));
    await page.getByRole('button', { name: 'Do not show “Restart at noon” here again' }).click();
    await page.reload();
    await seeNone(page.getByText('Restart at noon'), page.getByRole('heading', { level: 1 }));
  });
}
