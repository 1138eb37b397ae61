// A newcomer opens the link that the server printed, becomes administrator, signs
// out and in again.
import assert from 'node:assert/strict';
import { see } from '../harness.mjs';

export const ADMIN = { name: 'ana', password: 'a long sentence for ana' };

export async function firstRun({ harness, application, admin }) {
  await harness.step('setup link makes the first administrator', admin, async () => {
    await admin.goto(await application.setupLink());
    await admin.getByLabel('User name').fill(ADMIN.name);
    await admin.getByLabel('Password', { exact: true }).or(admin.getByLabel(/^Password \*$/)).first().fill(ADMIN.password);
    await admin.getByLabel(/^Password again/).fill(ADMIN.password);
    await admin.getByRole('button', { name: 'Create and sign in' }).click();
    await see(admin.getByRole('navigation', { name: 'Main' }));
  });

  await harness.step('wrong password is refused without saying which part is wrong', admin, async () => {
    await admin.getByRole('button', { name: /^Account of/ }).click();
    await admin.getByRole('menuitem', { name: 'Sign out' }).click();
    await signIn(admin, ADMIN.name, 'not the password');
    await see(admin.getByText('The user name or the password is wrong.'));
  });

  await harness.step('administrator signs in', admin, async () => {
    await signIn(admin, ADMIN.name, ADMIN.password);
    await see(admin.getByRole('navigation', { name: 'Main' }));
    assert.equal(new URL(admin.url()).pathname, '/');
  });
}

/** Fills in the sign-in form, going there first if need be. */
export async function signIn(page, name, password) {
  if (!new URL(page.url()).pathname.startsWith('/login')) await page.waitForURL(/\/login/).catch(() => page.goto('/login'));
  await page.locator('input[autocomplete="username"]').fill(name);
  await page.locator('input[autocomplete="current-password"]').fill(password);
  await page.locator('form button[type="submit"]').click();
}
